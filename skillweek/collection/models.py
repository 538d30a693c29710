"""What units hand in after the Week: calls, rules per material, and the items themselves."""

from typing import ClassVar

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import short_code
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition, MaterialKind


@pghistory.track()
class Call(models.Model):
    """A call for materials with a deadline; an edition may have several."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(_("名称"), max_length=80)
    text = models.TextField(_("说明"), blank=True)
    opens = models.DateField(_("开始收集"))
    deadline = models.DateField(_("截止日期"))

    class Meta:
        ordering = ["deadline"]
        verbose_name = _("材料征集")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deadline__gte=models.F("opens")), name="call_opens_first"
            ),
            models.UniqueConstraint(fields=["edition", "title"], name="call_once"),
        ]

    def __str__(self) -> str:
        return self.title


class ItemRule(models.Model):
    """What a call wants of one kind of material: how many, what formats, how big."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="rules")
    kind = models.ForeignKey(MaterialKind, on_delete=models.PROTECT, related_name="+")
    minimum = models.PositiveSmallIntegerField(_("至少"), default=1)
    maximum = models.PositiveSmallIntegerField(_("至多"), default=10)
    media_types = models.CharField(max_length=300, help_text="accepted media types, separated by spaces")
    max_megabytes = models.PositiveSmallIntegerField(default=50)
    hint = models.CharField(_("要求"), max_length=200, blank=True)

    class Meta:
        ordering = ["kind__position"]
        constraints = [models.UniqueConstraint(fields=["call", "kind"], name="itemrule_once")]

    def __str__(self) -> str:
        return f"{self.call} · {self.kind}"


class Submission(models.Model):
    """One unit's folder for one call."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="submissions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="submissions")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation"]
        constraints = [models.UniqueConstraint(fields=["call", "organisation"], name="submission_once")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.call}"


@pghistory.track()
class Item(models.Model):
    """One piece of material, reviewed by the unit above its owner."""

    #: what ``get_desk_url`` reads, so that inboxes fetch it at once
    desk_relations: ClassVar[tuple[str, ...]] = ("submission__organisation",)

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待审")
        RETURNED = "returned", _("已退回")
        ACCEPTED = "accepted", _("已接收")
        LOCKED = "locked", _("已锁定")
        WITHDRAWN = "withdrawn", _("已移除")

    code = models.CharField(max_length=12, unique=True, default=short_code)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="items")
    rule = models.ForeignKey(ItemRule, on_delete=models.PROTECT, related_name="items")
    title = models.CharField(_("标题"), max_length=80)
    caption = models.CharField(_("说明"), max_length=100, blank=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["rule__kind__position", "id"]
        verbose_name = _("材料")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(submitted_at__isnull=False),
                name="item_submitted_has_moment",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_desk_url(self) -> str:
        """Where an officer looks at it."""
        folder = reverse("collection:unit", args=[self.submission.call_id, self.submission.organisation.code])
        return f"{folder}#item-{self.code}"
