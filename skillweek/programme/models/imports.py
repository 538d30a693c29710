"""Tables that came in and wait to be confirmed."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import short_code
from skillweek.common.fields import EncryptedTextField
from skillweek.plan.models import Edition


@pghistory.track(exclude=["content"])
class ProgrammeImport(models.Model):
    """An uploaded table of activities: looked at first, written when confirmed.

    Then its content is gone; while rows are left out it stays for their remarks, until its owner's next table.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等待确认")
        DONE = "done", _("已写入")
        DROPPED = "dropped", _("已放弃")

    code = models.CharField(max_length=12, unique=True, default=short_code)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="imports")
    name = models.CharField(max_length=120)
    content = EncryptedTextField(blank=True, help_text="sheets as JSON; empty once it is over")
    answers = models.JSONField(
        default=dict, help_text="what was chosen for words that the city does not know"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    activities = models.PositiveIntegerField(default=0)
    sessions = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("导入的活动安排表")

    def __str__(self) -> str:
        return self.name
