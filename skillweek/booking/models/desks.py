"""Employers at a recruitment fair: their desks and what they offer."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.common.codes import short_code
from skillweek.common.fields import EncryptedTextField
from skillweek.organisations.models import Organisation
from skillweek.programme.models import Activity


@pghistory.track()
class DeskOffer(models.Model):
    """An activity that has desks for employers, and how many; without a row, or with none, nobody asks."""

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="desk_offer")
    desks = models.PositiveSmallIntegerField(_("有几个展位"), default=0)

    class Meta:
        verbose_name = _("用人单位展位数")

    def __str__(self) -> str:
        return str(self.desks)


@pghistory.track()
class EmployerDesk(models.Model):
    """An employer asks for a desk at an activity; its owner gives one or says why not. A signed link is the key."""

    class State(models.TextChoices):
        ASKED = "asked", _("等主办单位答复")
        GIVEN = "given", _("已安排")
        REFUSED = "refused", _("没有安排")
        CANCELLED = "cancelled", _("已取消")

    code = models.CharField(max_length=12, unique=True, default=short_code)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="desks")
    company = models.CharField(_("企业名称"), max_length=80)
    about = models.CharField(_("一句话介绍"), max_length=120, blank=True)
    people = models.PositiveSmallIntegerField(_("来几人"), default=2)
    name = EncryptedTextField(_("联系人"))
    phone = EncryptedTextField(_("手机号码"))
    phone_index = models.CharField(max_length=64)
    number = models.CharField(_("展位号"), max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    answer = models.CharField(_("答复"), max_length=120, blank=True)
    consent_at = models.DateTimeField()
    created_at = models.DateTimeField()
    retention_until = models.DateField()

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("用人单位展位")
        indexes = [models.Index(fields=["city", "activity", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "number"], condition=~models.Q(number=""), name="desk_number_once"
            ),
            models.UniqueConstraint(
                fields=["activity", "phone_index"], condition=models.Q(state__in=["asked", "given"]),
                name="desk_once_per_phone",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.company


@pghistory.track()
class Vacancy(models.Model):
    """A kind of job an employer looks for people for."""

    desk = models.ForeignKey(EmployerDesk, on_delete=models.PROTECT, related_name="vacancies")
    title = models.CharField(_("岗位"), max_length=60)
    number = models.PositiveSmallIntegerField(_("招几人"), default=1)
    majors = models.CharField(_("要什么专业"), max_length=120, blank=True)
    pay = models.CharField(_("月薪"), max_length=60, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("岗位")

    def __str__(self) -> str:
        return self.title
