"""What the plan reader found in an uploaded notice, until an officer has confirmed it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import short_code
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.plan.models.edition import Edition


@pghistory.track()
class Reading(models.Model):
    """One notice read by the plan reader; ``found`` is its answer as the command prints it, with the quoted words.

    ``edition`` is set when an officer has confirmed it: the edition that came of it.
    """

    code = models.CharField(max_length=12, unique=True, default=short_code)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    found = models.JSONField()
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="readings"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    discarded_at = models.DateTimeField(_("放弃时间"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("读取的方案")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(edition=None) | models.Q(discarded_at=None),
                name="reading_confirmed_or_discarded",
            )
        ]

    def __str__(self) -> str:
        return self.file.name
