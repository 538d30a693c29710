"""How many: the one place where places are counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation
from skillweek.plan.models import Audience
from skillweek.programme.models import Session


class Quota(models.Model):
    """Places of one or more sessions for all or for one audience; a booking must fit every quota that applies.

    ``taken`` is changed by one atomic statement alone (``booking.actions``) and guarded by the database.
    """

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sessions = models.ManyToManyField(Session, related_name="quotas")
    audience = models.ForeignKey(Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    places = models.PositiveIntegerField(_("名额"))
    taken = models.PositiveIntegerField(_("已约"), default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = _("名额")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("places")), name="quota_never_over"
            ),
            models.CheckConstraint(condition=models.Q(taken__gte=0), name="quota_never_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{self.places}"

    @property
    def left(self) -> int:
        """Places still free."""
        return self.places - self.taken
