"""Clauses of the plan, and what each unit owes by them."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation
from skillweek.plan.models.edition import Edition


class Clause(models.Model):
    """A clause of the edition's plan: ``path`` such as 3.2, ``number`` as printed, such as 三（二）."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="clauses")
    path = models.CharField(max_length=20)
    number = models.CharField(max_length=20)
    heading = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "path"]
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="clause_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"


@pghistory.track()
class Duty(models.Model):
    """What one unit owes by one clause; whether it is met is asked of an evidence provider, never stored.

    ``evidence`` is a key of ``common.registry.evidence``; ``parameter`` is what the provider gets
    (an activity kind's code, say).
    """

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="duties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duties")
    title = models.CharField(_("任务"), max_length=80)
    due = models.DateField(_("截止日期"))
    minimum = models.PositiveSmallIntegerField(default=1)
    evidence = models.CharField(max_length=40)
    parameter = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["due", "clause", "organisation"]
        verbose_name = _("任务")
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "organisation", "evidence", "parameter"], name="duty_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name} · {self.title}"
