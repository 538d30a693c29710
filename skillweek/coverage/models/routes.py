"""The ways of observers through the highlights of a day (观摩路线)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.audit.rules import tracked_to_the_end
from skillweek.coverage import routing
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.models import Session


@tracked_to_the_end()
class Route(models.Model):
    """A day's way from highlight to highlight, drawn up within travel times; units that were asked see it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="routes")
    name = models.CharField(_("路线名称"), max_length=60)
    day = models.DateField(_("日期"))
    start = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+", verbose_name=_("从哪里出发"))
    starts_at = models.TimeField(_("几点出发"))
    ends_at = models.TimeField(_("几点前回到出发地"))
    minutes = models.PositiveSmallIntegerField(_("每站停留几分钟"), default=40)
    ordered = models.BooleanField(
        _("次序固定"), default=False, help_text="drawn up again in the order of its stops"
    )
    note = models.CharField(_("提醒"), max_length=200, blank=True)
    invited = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("哪些单位参加")
    )
    shared_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    departs_at = models.DateTimeField(_("实际出发"), null=True, blank=True)
    travel_minutes = models.PositiveIntegerField(_("路上共几分钟"), default=0)
    returns_at = models.DateTimeField(_("回到出发地"), null=True, blank=True)

    class Meta:
        ordering = ["day", "starts_at", "id"]
        verbose_name = _("观摩路线")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="route_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The route's page on the desk."""
        return reverse("coverage:route", args=[self.pk])


@tracked_to_the_end()
class Stop(models.Model):
    """A highlight on the way; ``pinned``: it stays on the route in this order when it is drawn up again."""

    route = models.ForeignKey(
        Route, on_delete=models.CASCADE, related_name="stops", verbose_name=_("观摩路线")
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+", verbose_name=_("看点"))
    position = models.PositiveSmallIntegerField(_("次序"))
    pinned = models.BooleanField(_("固定"), default=False)
    travel = models.PositiveSmallIntegerField(_("路上几分钟"), default=0)
    waits = models.PositiveSmallIntegerField(_("等候几分钟"), default=0)
    arrives = models.DateTimeField(_("到达"))
    leaves = models.DateTimeField(_("离开"))

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("观摩站点")
        constraints = [models.UniqueConstraint(fields=["route", "session"], name="stop_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.session}"


class LeftOut(models.Model):
    """A chosen highlight that the route does not reach, and why (``routing.LeftOut.why``, or unplaced).

    Each of ``instead_of`` would alone make room for it.
    """

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="left_out")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    reason = models.SlugField(max_length=20)
    instead_of = models.ManyToManyField(Session, related_name="+")

    class Meta:
        ordering = ["session__starts", "id"]
        constraints = [models.UniqueConstraint(fields=["route", "session"], name="leftout_once")]

    def __str__(self) -> str:
        return f"{self.session} {self.reason}"

    @property
    def text(self) -> str:
        """The reason in words."""
        if self.reason == "unplaced":
            return str(_("场地、单位和县市区都没有填坐标，算不出路上的时间"))
        return routing.LeftOut(routing.Stop("", 0, 0, (), 0), self.reason).text()
