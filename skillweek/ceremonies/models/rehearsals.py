"""Rehearsals with their checklists."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.audit.rules import tracked_to_the_end
from skillweek.ceremonies.models.ceremony import Ceremony
from skillweek.common.codes import short_code


@pghistory.track()
class Rehearsal(models.Model):
    """When, where and with whom it is rehearsed."""

    code = models.CharField(max_length=12, unique=True, default=short_code)
    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.CASCADE, related_name="rehearsals", verbose_name=_("仪式")
    )
    starts = models.DateTimeField(_("开始"))
    ends = models.DateTimeField(_("结束"))
    place = models.CharField(_("地点"), max_length=80)
    who = models.CharField(_("谁参加"), max_length=200)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True)

    class Meta:
        ordering = ["starts", "pk"]
        verbose_name = _("彩排")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="rehearsal_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.starts:%m-%d %H:%M}"


@tracked_to_the_end()
class Check(models.Model):
    """One thing to look at in a rehearsal; ticked by somebody."""

    rehearsal = models.ForeignKey(
        Rehearsal, on_delete=models.CASCADE, related_name="checks", verbose_name=_("彩排")
    )
    text = models.CharField(_("看什么"), max_length=80)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("谁完成的")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("彩排检查")

    def __str__(self) -> str:
        return self.text
