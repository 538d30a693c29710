"""How many: the one place where places are counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.audit.rules import tracked_to_the_end
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Audience
from skillweek.programme.models import Session


@tracked_to_the_end(exclude=["taken"])
class Quota(models.Model):
    """Places of one or more sessions for all or for one audience; a booking must fit every quota that applies.

    ``taken`` is changed by one atomic statement alone (``sql/book.sql``, ``actions``), guarded by the database
    and kept out of the history, which the bookings themselves tell.
    """

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sessions = models.ManyToManyField(Session, related_name="quotas")
    audience = models.ForeignKey(Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    places = models.PositiveIntegerField(_("名额"))
    taken = models.PositiveIntegerField(_("已约"), default=0)
    buffer = models.PositiveIntegerField(
        _("留给现场的名额"),
        default=0,
        help_text="of ``places``: kept back from booking, for who comes without",
    )
    wished_places = models.PositiveIntegerField(
        _("不限流时的名额"),
        null=True,
        blank=True,
        help_text="set while a crowd rule keeps ``places`` below it",
    )
    wished_buffer = models.PositiveIntegerField(
        _("不限流时留给现场的名额"), null=True, blank=True, help_text="as ``wished_places``"
    )
    smallest_party = models.PositiveSmallIntegerField(
        _("每次最少"), default=1, help_text="how many people one booking must bring"
    )
    largest_party = models.PositiveSmallIntegerField(
        _("每次最多"), default=6, help_text="how many people one booking may bring"
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("名额")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("places")), name="quota_never_over"
            ),
            models.CheckConstraint(condition=models.Q(taken__gte=0), name="quota_never_negative"),
            models.CheckConstraint(
                condition=models.Q(smallest_party__gte=1), name="quota_party_at_least_one"
            ),
            models.CheckConstraint(
                condition=models.Q(largest_party__gte=models.F("smallest_party")), name="quota_party_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(buffer__lte=models.F("places")), name="quota_buffer_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{self.places}"

    @property
    def left(self) -> int:
        """Places that can still be booked; those kept back for the door are not among them."""
        return max(self.places - self.buffer - self.taken, 0)
