"""The week board: where officers would like sessions to be, before they release it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.audit.rules import tracked_to_the_end
from skillweek.organisations.models import Venue
from skillweek.programme.models import Session


@tracked_to_the_end()
class Move(models.Model):
    """A public session's new time and room on the board; nobody outside sees it until the next release.

    ``from_*`` is where the session stood when it was moved: when that has changed since, the move is stale and refused.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="move")
    from_starts = models.DateTimeField()
    from_ends = models.DateTimeField()
    from_venue = models.ForeignKey(Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_starts = models.DateTimeField()
    to_ends = models.DateTimeField()
    to_venue = models.ForeignKey(Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["to_starts", "id"]
        verbose_name = _("待发布的调整")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_ends__gt=models.F("to_starts")), name="move_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} → {self.to_starts:%m-%d %H:%M}"
