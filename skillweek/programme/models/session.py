"""When and where an activity happens."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.audit.rules import tracked_to_the_end
from skillweek.common.codes import short_code
from skillweek.organisations.models import Organisation, Venue
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

    class Meta:
        ordering = ["starts", "id"]
        verbose_name = _("场次")
        indexes = [models.Index(fields=["city", "day", "place"]), models.Index(fields=["venue", "starts"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="session_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} {self.day:%m-%d}"

    @property
    def online(self) -> bool:
        """True when it has no venue."""
        return self.venue_id is None
