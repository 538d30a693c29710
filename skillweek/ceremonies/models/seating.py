"""The plan of seats and stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.audit.rules import tracked_to_the_end
from skillweek.ceremonies.models.ceremony import Ceremony
from skillweek.ceremonies.models.guests import Guest
from skillweek.common.codes import short_code
from skillweek.organisations.models import Organisation

#: side of the plan, in its own units
SIDE = 1000


@tracked_to_the_end()
class Zone(models.Model):
    """A block of the plan: rows of seats, a grid of stands, or an area where parties stand (``places`` heads)."""

    class Kind(models.TextChoices):
        SEATS = "seats", _("座位")
        STANDS = "stands", _("展位")
        AREA = "area", _("队伍站区")

    code = models.CharField(max_length=12, unique=True, default=short_code)
    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.CASCADE, related_name="zones", verbose_name=_("仪式")
    )
    kind = models.CharField(_("种类"), max_length=6, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=20)
    rows = models.PositiveSmallIntegerField(_("几排"), default=1)
    columns = models.PositiveSmallIntegerField(_("每排几个"), default=1)
    places = models.PositiveIntegerField(
        _("容纳人数"), default=0, help_text="of an area; else rows times columns"
    )
    x = models.PositiveSmallIntegerField(_("左边位置"), default=0)
    y = models.PositiveSmallIntegerField(_("上边位置"), default=0)
    front = models.PositiveSmallIntegerField(
        _("先后"), default=1, help_text="who comes first sits in the lowest"
    )

    class Meta:
        ordering = ["front", "pk"]
        verbose_name = _("分区")
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "name"], name="zone_name_once"),
            models.CheckConstraint(
                condition=models.Q(x__lte=SIDE) & models.Q(y__lte=SIDE), name="zone_on_the_plan"
            ),
            models.CheckConstraint(
                condition=models.Q(rows__gte=1) & models.Q(columns__gte=1), name="zone_has_room"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked_to_the_end()
class Seat(models.Model):
    """One seat or stand; a seat takes one guest and a guest one seat, whoever writes."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="seats", verbose_name=_("分区"))
    row = models.PositiveSmallIntegerField(_("排"))
    number = models.PositiveSmallIntegerField(_("号"))
    guest = models.OneToOneField(
        Guest, null=True, blank=True, on_delete=models.SET_NULL, related_name="seat", verbose_name=_("来宾")
    )
    holder = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("展位单位"),
    )
    shows = models.CharField(_("展示内容"), max_length=60, blank=True)

    class Meta:
        ordering = ["zone", "row", "number"]
        verbose_name = _("座位")
        constraints = [
            models.UniqueConstraint(fields=["zone", "row", "number"], name="seat_once"),
            models.CheckConstraint(
                condition=models.Q(guest=None) | models.Q(holder=None), name="seat_for_one_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.row}-{self.number}"


@tracked_to_the_end()
class Standing(models.Model):
    """A party stands in an area; one area a party."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="parties", verbose_name=_("分区"))
    guest = models.OneToOneField(
        Guest, on_delete=models.CASCADE, related_name="standing", verbose_name=_("来宾")
    )

    class Meta:
        ordering = ["zone", "guest"]
        verbose_name = _("队伍位置")

    def __str__(self) -> str:
        return f"{self.zone} {self.guest}"
