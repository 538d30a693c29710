"""A visit as a way through stations, so that groups meet nowhere."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.booking.models.booking import Booking
from skillweek.programme.models import Activity, Session


@pghistory.track()
class Station(models.Model):
    """A stop on the way through a visit: how many at once, for how long."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="stations")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("站点"), max_length=60)
    capacity = models.PositiveSmallIntegerField(_("同时最多几人"), help_text="people at once")
    minutes = models.PositiveSmallIntegerField(_("停留几分钟"), default=15)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("参观站点")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1, minutes__gte=1), name="station_holds_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Turn(models.Model):
    """When a booking's people, or a part of a large group, are at a station."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="turns")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="turns")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="turns")
    part = models.PositiveSmallIntegerField(
        default=0, help_text="which part, where a group is too large for a station"
    )
    people = models.PositiveSmallIntegerField(default=1)
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["starts"]
        verbose_name = _("参观安排")
        constraints = [
            models.UniqueConstraint(fields=["booking", "station", "part"], name="turn_once_per_station"),
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="turn_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.starts:%H:%M}"
