"""Clauses of the plan, and what each unit owes by them."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation
from skillweek.plan.models.edition import Edition


class Anchor(models.TextChoices):
    """A date of the edition that other dates hang on."""

    STARTS = "starts", _("开始日期")
    ENDS = "ends", _("结束日期")
    DEADLINE = "deadline", _("材料报送截止日期")


@pghistory.track()
class Clause(models.Model):
    """A clause of the edition's plan: ``path`` such as 3.2, ``number`` as printed, such as 三（二）."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="clauses")
    path = models.CharField(_("编号"), max_length=20)
    number = models.CharField(_("序号"), max_length=20)
    heading = models.CharField(_("标题"), max_length=80)
    text = models.TextField(_("正文"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "path"]
        verbose_name = _("条款")
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="clause_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"


@pghistory.track()
class Duty(models.Model):
    """What one unit owes by one clause; whether it is met is asked of an evidence provider, never stored.

    ``evidence`` is a key of ``common.registry.evidence``; ``parameter`` is what the provider gets
    (an activity kind's code, say).
    """

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="duties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duties")
    title = models.CharField(_("任务"), max_length=80)
    due = models.DateField(_("截止日期"))
    anchor = models.CharField(_("跟随日期"), max_length=10, choices=Anchor.choices, blank=True,
                              help_text="when set, ``due`` moves with that date of the edition")  # fmt: skip
    offset_days = models.SmallIntegerField(
        _("相差天数"), default=0, help_text="days from the anchor to ``due``, negative before"
    )
    minimum = models.PositiveSmallIntegerField(_("至少"), default=1)
    evidence = models.CharField(_("认定依据"), max_length=40)
    parameter = models.CharField(_("依据的类别"), max_length=40, blank=True)
    laid_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("由谁布置"), help_text="who may change or end it; empty: the edition's city",
    )  # fmt: skip
    ended_at = models.DateTimeField(
        _("停止时间"), null=True, blank=True, help_text="laid by mistake or dropped: owed and counted no more"
    )

    class Meta:
        ordering = ["due", "clause", "organisation"]
        verbose_name = _("任务")
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "organisation", "evidence", "parameter"], name="duty_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name} · {self.title}"


@pghistory.track()
class Waiver(models.Model):
    """Why a unit need not do a duty; ended when the duty is owed again."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="waivers")
    reason = models.CharField(_("理由"), max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("免除")
        constraints = [
            models.UniqueConstraint(
                fields=["duty"], condition=models.Q(ended_at=None), name="waiver_one_in_force"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.duty}：{self.reason}"


@pghistory.track()
class ReminderRule(models.Model):
    """Remind whoever has not done a duty, so many days before (negative) or after a date.

    ``anchor`` is a date of the edition, or empty for each duty's own due date. Nothing is stored about when it will
    fire: that is asked of the dates as they are now, so it follows them when they move.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="reminder_rules")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.CASCADE, related_name="+",
                               verbose_name=_("条款"), help_text="duties of this clause only; empty: all")  # fmt: skip
    anchor = models.CharField(_("日期"), max_length=10, choices=Anchor.choices, blank=True)
    offset_days = models.SmallIntegerField(_("天数"), help_text="days from the date, negative before")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["offset_days", "id"]
        verbose_name = _("提醒规则")

    def __str__(self) -> str:
        return f"{self.anchor or 'due'} {self.offset_days:+d}"

    @property
    def days(self) -> int:
        """How many days away from the date, on whichever side."""
        return abs(self.offset_days)


class Reminder(models.Model):
    """A duty's unit was reminded, by a rule or (``rule`` empty) by hand of ``by``."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="reminders")
    rule = models.ForeignKey(ReminderRule, null=True, on_delete=models.SET_NULL, related_name="reminders")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["duty", "rule"], name="reminder_once_by_rule")]

    def __str__(self) -> str:
        return f"{self.duty} {self.at:%Y-%m-%d}"
