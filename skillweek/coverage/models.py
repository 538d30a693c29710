"""What the Week should reach, and what the planner proposes to get there."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.wording import han_date
from skillweek.coverage.reasons import Reason
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import ActivityKind, Audience, Edition
from skillweek.programme.models import Session


@pghistory.track()
class Target(models.Model):
    """At least ``minimum`` sessions that match all fields that are set."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="targets")
    day = models.DateField(_("日期"), null=True, blank=True)
    place = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("县市区"),
    )
    audience = models.ForeignKey(
        Audience,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("参加对象"),
    )
    kind = models.ForeignKey(
        ActivityKind,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("活动类别"),
    )
    minimum = models.PositiveSmallIntegerField(_("至少几场"), default=1, help_text="0 drops the target")
    weight = models.PositiveSmallIntegerField(_("权重"), default=1)

    class Meta:
        ordering = ["day", "place__position", "audience__position", "id"]
        verbose_name = _("目标")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "day", "place", "audience", "kind"],
                nulls_distinct=False,
                name="target_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} ≥ {self.minimum}"

    @property
    def label(self) -> str:
        """What is counted, such as 叶县 · 5 月 24 日."""
        parts = [
            self.place.called if self.place else "",
            han_date(self.day, "day") if self.day else "",
            str(self.audience or ""),
            str(self.kind or ""),
        ]
        return " · ".join(part for part in parts if part) or str(_("全市"))


@pghistory.track()
class Proposal(models.Model):
    """One answer of the planner: moves that bring the Week nearer to its targets, as of ``created_at``."""

    class Status(models.TextChoices):
        OPTIMAL = "optimal", _("已证明最优")
        FEASIBLE = "feasible", _("可行，未证明最优")
        INFEASIBLE = "infeasible", _("无解")
        UNKNOWN = "unknown", _("时间内没有找到")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="proposals")
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices)
    before = models.DecimalField(
        max_digits=12, decimal_places=3, help_text="weighted shortfall as things stood"
    )
    objective = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    bound = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    seconds = models.DecimalField(max_digits=8, decimal_places=3)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the sessions and targets it rests on")

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("排期建议")

    def __str__(self) -> str:
        return f"{self.edition} {self.created_at:%m-%d %H:%M}"


@pghistory.track()
class Placement(models.Model):
    """A proposed move of one session; refused as stale once the session is no longer where it was."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="placements")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="placements")
    from_starts = models.DateTimeField()
    from_ends = models.DateTimeField()
    from_venue = models.ForeignKey(Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_starts = models.DateTimeField()
    to_ends = models.DateTimeField()
    to_venue = models.ForeignKey(Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["to_starts", "id"]
        verbose_name = _("调整")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "session"], name="coverage_placement_once")
        ]

    def __str__(self) -> str:
        return f"{self.session} → {self.to_starts:%m-%d %H:%M}"


class Shortfall(models.Model):
    """A target that the proposal leaves unmet, and what holds the sessions that could have met it.

    Each number counts sessions that fit the target but do not count for it.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="shortfalls")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="+")
    have = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    fixed = models.PositiveIntegerField(default=0, help_text="cannot be moved")
    closed = models.PositiveIntegerField(default=0, help_text="no free time and room on that day")
    venue = models.PositiveIntegerField(default=0, help_text="the room is taken by another in this plan")
    host = models.PositiveIntegerField(default=0, help_text="the host has too many at that time")
    needed = models.PositiveIntegerField(default=0, help_text="moving it would leave as big a gap elsewhere")
    open = models.PositiveIntegerField(default=0, help_text="could still be moved")
    blockers = models.ManyToManyField(Session, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.target} -{self.missing}"

    def sentences(self) -> list[str]:
        """The reason in words of today's language."""
        names = ("fixed", "closed", "venue", "host", "needed", "open")
        return Reason(**{name: getattr(self, name) for name in names}).sentences()
