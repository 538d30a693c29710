"""Who came through the gate, by which device, how many are inside, and what happened."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.booking.models.booking import Booking
from skillweek.common.codes import short_code
from skillweek.common.fields import EncryptedTextField
from skillweek.organisations.models import Organisation
from skillweek.programme.models import Activity, Session


@pghistory.track()
class GateDevice(models.Model):
    """A phone or scanner that may check in for one unit, without anybody signing in on it."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="gate_devices")
    name = models.CharField(_("设备"), max_length=60)
    digest = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the token, which is shown once"
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(_("最近一次联网"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("入场设备")

    def __str__(self) -> str:
        return self.name


class Checkin(models.Model):
    """People went in or out; ``nonce`` makes a repeated scan count once.

    ``at`` is when it was scanned as far as known (a device's clock, corrected), ``recorded_at`` when it was told.
    """

    class Direction(models.TextChoices):
        IN = "in", _("入场")
        OUT = "out", _("离场")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="checkins")
    booking = models.ForeignKey(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="checkins",
        help_text="empty: people without a booking",
    )  # fmt: skip
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.IN)
    nonce = models.CharField(max_length=40, unique=True, default=short_code)
    people = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(
        GateDevice, null=True, blank=True, on_delete=models.PROTECT, related_name="checkins"
    )
    conflict = models.BooleanField(
        default=False, help_text="another device had let the same booking in; somebody must look"
    )
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("入场")
        indexes = [
            models.Index(fields=["session", "direction"]),
            models.Index(fields=["session"], condition=models.Q(conflict=True), name="checkin_conflicts"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(people__gte=1), name="checkin_somebody")]

    def __str__(self) -> str:
        return f"{self.booking or self.people} {self.at:%m-%d %H:%M}"


class Occupancy(models.Model):
    """How many are inside a session: changed by one atomic statement with each check-in, and by nothing else."""

    session = models.OneToOneField(
        Session, primary_key=True, on_delete=models.PROTECT, related_name="occupancy"
    )
    inside = models.IntegerField(_("场内人数"), default=0)
    came = models.PositiveIntegerField(_("入场人次"), default=0)

    class Meta:
        verbose_name = _("场内人数")
        constraints = [
            models.CheckConstraint(condition=models.Q(inside__gte=0), name="occupancy_not_negative")
        ]

    def __str__(self) -> str:
        return str(self.inside)


@pghistory.track()
class Incident(models.Model):
    """Something that happened at a session and has to be dealt with."""

    class Kind(models.TextChoices):
        CROWD = "crowd", _("拥挤")
        HEALTH = "health", _("伤病")
        LOST = "lost", _("走失或失物")
        EQUIPMENT = "equipment", _("设施设备")
        ORDER = "order", _("秩序")
        OTHER = "other", _("其他")

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="incidents")
    session = models.ForeignKey(
        Session,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="incidents",
        verbose_name=_("场次"),
    )
    kind = models.CharField(_("哪一类"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("几点发生"))
    what = EncryptedTextField(_("发生了什么"))
    done = EncryptedTextField(_("怎样处理"), blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(
        GateDevice, null=True, blank=True, on_delete=models.PROTECT, related_name="incidents"
    )
    nonce = models.CharField(max_length=40, unique=True, default=short_code)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(_("处理完的时间"), null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("突发情况")

    def __str__(self) -> str:
        return str(self.get_kind_display())
