"""What the planner was asked, what it stood on, what it proposes, and what may not be touched."""

from datetime import date
from typing import Any

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.audit.rules import tracked_to_the_end
from skillweek.common.wording import han_date
from skillweek.coverage.models.targets import Mix, Target
from skillweek.coverage.reasons import Reason
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session

#: how heavy it is at first that two highlights are too near together, or too far to drive
SPACING, TRAVEL = 2, 1


@pghistory.track()
class Proposal(models.Model):
    """One question to the planner and its answer, as of ``created_at``."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("等待计算")
        RUNNING = "running", _("正在计算")
        FAILED = "failed", _("计算中断")
        OPTIMAL = "optimal", _("已证明最优")
        FEASIBLE = "feasible", _("可行，未证明最优")
        INFEASIBLE = "infeasible", _("无解")
        UNKNOWN = "unknown", _("时间内没有找到")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="proposals")
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    allowed = models.PositiveSmallIntegerField(_("最多算几秒"), default=8)
    seed = models.PositiveIntegerField(_("随机种子"), default=0)
    spacing = models.PositiveSmallIntegerField(_("看点之间隔开的权重"), default=SPACING)
    travel = models.PositiveSmallIntegerField(_("看点之间路程的权重"), default=TRAVEL)
    kept = models.ManyToManyField(
        Activity, blank=True, related_name="+", verbose_name=_("不移动的活动"), help_text="must stay"
    )
    begun_at = models.DateTimeField(_("开始计算"), null=True, blank=True)
    ended_at = models.DateTimeField(_("算完"), null=True, blank=True)
    failure = models.CharField(_("中断的原因"), max_length=200, blank=True)
    before = models.DecimalField(
        max_digits=12, decimal_places=3, default=0, help_text="weighted shortfall as things stood"
    )
    unmet_before = models.PositiveIntegerField(_("调整前未达到的目标"), default=0)
    wanted = models.PositiveIntegerField(_("目标数"), default=0)
    objective = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    bound = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    seconds = models.DecimalField(max_digits=8, decimal_places=3, default=0)
    fingerprint = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the sessions and targets it rests on"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("排期建议")

    def __str__(self) -> str:
        return f"{self.edition} {self.created_at:%m-%d %H:%M}"

    @property
    def working(self) -> bool:
        """True while the answer is still to come."""
        return self.status in (self.Status.QUEUED, self.Status.RUNNING)

    @property
    def solved(self) -> bool:
        """True when there is a plan."""
        return self.status in (self.Status.OPTIMAL, self.Status.FEASIBLE)


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


class Footing(models.Model):
    """Where a session stood when the planner was asked; it outlives the session, so that a change can be named."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="footings")
    key = models.BigIntegerField(help_text="id of the session")
    title = models.CharField(max_length=60)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    venue_key = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "key"], name="footing_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.starts:%m-%d %H:%M}"


class Weight(models.Model):
    """How heavy a target was in a proposal, and how much it asked for then."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="weights")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="+")
    weight = models.PositiveSmallIntegerField()
    minimum = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "target"], name="weight_once")]

    def __str__(self) -> str:
        return f"{self.target} × {self.weight}"


class Shortfall(Mix):
    """What the proposal leaves unmet, and what holds the sessions that could have met it.

    Each number counts sessions that fit the target but do not count for it.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="shortfalls")
    minimum = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField()
    have = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    fixed = models.PositiveIntegerField(default=0, help_text="cannot be moved")
    closed = models.PositiveIntegerField(default=0, help_text="no free time and room on that day")
    venue = models.PositiveIntegerField(default=0, help_text="the room is taken by another in this plan")
    host_busy = models.PositiveIntegerField(default=0, help_text="the host has too many at that time")
    needed = models.PositiveIntegerField(default=0, help_text="moving it would leave as big a gap elsewhere")
    apart = models.PositiveIntegerField(
        default=0, help_text="moving it would put highlights too near or too far"
    )
    open = models.PositiveIntegerField(default=0, help_text="could still be moved")
    blockers = models.ManyToManyField(Session, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.label} -{self.missing}"

    def sentences(self) -> list[str]:
        """The reason in words of today's language."""
        names = {
            name: getattr(self, name) for name in ("fixed", "closed", "venue", "needed", "apart", "open")
        }
        return Reason(**names, host=self.host_busy).sentences()


@tracked_to_the_end()
class Lock(models.Model):
    """What the planner leaves as it is: one session, or all of a day, of a place, of a place on a day.

    What is locked stays, and nothing else is moved there.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="locks")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.CASCADE, related_name="locks", verbose_name=_("场次")
    )
    day = models.DateField(_("日期"), null=True, blank=True)
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("县市区")
    )  # fmt: skip
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["day", "place__position", "id"]
        verbose_name = _("锁定")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "session", "day", "place"], nulls_distinct=False, name="lock_once"
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=False, day=None, place=None)
                | (Q(session=None) & (Q(day__isnull=False) | Q(place__isnull=False))),
                name="lock_of_session_or_cell",
            ),
        ]

    def __str__(self) -> str:
        if self.session is not None:
            return f"{self.session.activity} · {han_date(self.session.starts, 'day')}"
        words = [self.place.called if self.place else "", han_date(self.day, "day") if self.day else ""]
        return " · ".join(word for word in words if word)

    def holds(self, session: Any, day: date, place: int | None) -> bool:
        """True when ``session`` (standing on ``day`` in ``place``) is held by this lock."""
        return session.pk == self.session_id if self.session_id else self.covers(day, place)

    def covers(self, day: date, place: int | None) -> bool:
        """True when the cell of ``day`` and ``place`` is locked."""
        return (
            self.session_id is None
            and self.day in (None, day)
            and (self.place_id is None or self.place_id == place)
        )
