"""When and where an activity happens."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _

from skillweek.audit.rules import tracked_to_the_end
from skillweek.common.codes import short_code
from skillweek.organisations.models import Contact, Organisation, Venue
from skillweek.programme.models.activity import Activity


@tracked_to_the_end()
class Session(models.Model):
    """One time and place of an activity.

    ``place`` is the county-level unit of its venue, or of the owner when online; ``day`` is the local date of
    its start in the edition's time zone. Both are set by the actions, from those facts alone.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("如期")
        CANCELLED = "cancelled", _("已取消")

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="sessions")
    code = models.CharField(max_length=12, unique=True, default=short_code)
    venue = models.ForeignKey(
        Venue,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
        verbose_name=_("场地"),
    )
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    day = models.DateField()
    starts = models.DateTimeField(_("开始"))
    ends = models.DateTimeField(_("结束"))
    note = models.CharField(_("备注"), max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    revises = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="revisions",
        help_text="in a working copy: the public session it stands for",
    )  # fmt: skip
    holds_venue = models.BooleanField(
        default=False,
        editable=False,
        help_text="it alone may use its venue at that time: public, venue not shared",
    )

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = _("场次")
        indexes = [models.Index(fields=["city", "day", "place"]), models.Index(fields=["venue", "starts"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="session_ends_after_start"
            ),
            ExclusionConstraint(
                name="session_venue_free",
                expressions=[
                    (
                        Func("venue_id", "venue_id", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func("starts", "ends", function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(holds_venue=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} {self.day:%m-%d}"

    @property
    def online(self) -> bool:
        """True when it has no venue."""
        return self.venue_id is None


@tracked_to_the_end()
class SessionStaff(models.Model):
    """Somebody who must be there: nobody is at two places at once."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="staff")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("人员")
    )
    task = models.CharField(_("做什么"), max_length=40, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("在场人员")
        constraints = [models.UniqueConstraint(fields=["session", "contact"], name="session_staff_once")]

    def __str__(self) -> str:
        return f"{self.session} · {self.contact.name}"
