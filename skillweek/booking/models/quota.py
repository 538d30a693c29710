"""How many: the one place where places are counted."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation
from skillweek.plan.models import Audience
from skillweek.programme.models import Session


@pghistory.track(exclude=["taken"])
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
            models.CheckConstraint(condition=models.Q(largest_party__gte=1), name="quota_party_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{self.places}"

    @property
    def left(self) -> int:
        """Places still free."""
        return self.places - self.taken
