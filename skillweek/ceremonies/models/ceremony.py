"""What makes an activity a ceremony: what guests are told, and what happens when the weather turns."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.organisations.models import Contact, Organisation, Venue
from skillweek.plan.models import Notice
from skillweek.programme.models import Activity


@pghistory.track(exclude=["created_at"])
class Ceremony(models.Model):
    """The preparation of one activity as a ceremony; what it is, when and where stays with the activity."""

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="ceremony")
    run_starts = models.TimeField(
        _("流程从几点开始"), null=True, blank=True, help_text="local time; empty: when the session starts"
    )
    participants = models.TextField(_("参加人员"), max_length=1000, blank=True)
    arrival = models.TextField(_("报到"), max_length=1000, blank=True)
    parking = models.TextField(_("停车"), max_length=1000, blank=True)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("联系人")
    )
    answer_by = models.DateField(_("回复截止日期"), null=True, blank=True)
    letter_subject = models.CharField(_("邀请函标题"), max_length=120, blank=True)
    letter_body = models.TextField(_("邀请函正文"), max_length=4000, blank=True)
    live_url = models.URLField(_("直播地址"), blank=True)
    replay_url = models.URLField(_("回放地址"), blank=True)
    other_venue = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("天气不好时的场地"),
    )  # fmt: skip
    other_plan = models.TextField(_("天气预案"), max_length=1000, blank=True)
    decide_at = models.DateTimeField(_("什么时候定"), null=True, blank=True)
    decide_by = models.CharField(_("由谁定"), max_length=60, blank=True)
    notice = models.ForeignKey(
        Notice,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("具体安排的通知"),
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["activity"]
        verbose_name = _("启动仪式筹备")

    def __str__(self) -> str:
        return str(self.activity)

    def get_absolute_url(self) -> str:
        """The page of its preparation at the desk."""
        return reverse("ceremonies:home", args=[self.activity_id])


@pghistory.track()
class WeatherDecision(models.Model):
    """Somebody decided where the ceremony is held in view of the weather; the last one holds."""

    class Verdict(models.TextChoices):
        KEEP = "keep", _("照原计划举行")
        MOVE = "move", _("改到备用场地")

    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("仪式")
    )
    verdict = models.CharField(_("决定"), max_length=4, choices=Verdict.choices)
    venue = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("场地")
    )
    from_venue = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("此前的场地"),
        help_text="of the session before this decision: the first one says where it was planned",
    )  # fmt: skip
    reason = models.CharField(_("理由"), max_length=200)
    moved = models.BooleanField(
        _("场次已改"),
        default=False,
        help_text="false for a move that is only marked: the session stays as it is",
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("决定人"))
    at = models.DateTimeField(_("决定时间"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("天气决定")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="weather_has_reason"),
            models.CheckConstraint(
                condition=models.Q(verdict="keep") | models.Q(venue__isnull=False),
                name="weather_move_says_where",
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
