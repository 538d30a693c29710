"""Reports: figures frozen at a moment, and the file made from them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import short_code
from skillweek.library.models import File
from skillweek.plan.models import Edition


class Report(models.Model):
    """One built report of an edition; never changed, a newer one is built instead."""

    class Format(models.TextChoices):
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"

    code = models.CharField(max_length=12, unique=True, default=short_code)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reports")
    format = models.CharField(max_length=4, choices=Format.choices)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateTimeField(_("数据截至"))
    built_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("总结")

    def __str__(self) -> str:
        return f"{self.edition} {self.as_of:%Y-%m-%d %H:%M}"

    def get_desk_url(self) -> str:
        """Where the desk shows it."""
        return reverse("report:desk")


class Figure(models.Model):
    """One frozen figure of a report; ``part`` is empty for the total."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    measure = models.SlugField(max_length=40)
    part = models.CharField(max_length=60, blank=True)
    value = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["report", "measure", "part"], name="figure_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.part} {self.value}"
