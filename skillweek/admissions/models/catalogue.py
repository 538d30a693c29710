"""The national catalogue of majors, as versioned data."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """The level of schooling; the first two digits of a major's code tell it."""

    SECONDARY = "secondary", _("中职")
    HIGHER = "higher", _("高职专科")
    BACHELOR = "bachelor", _("职业本科")


class MajorCategory(models.Model):
    """One of the large categories of a catalogue; ``number`` aligns the levels (prefix minus 20, 40 or 60)."""

    catalogue = models.CharField(max_length=8, help_text="year of the catalogue, such as 2021")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)

    class Meta:
        ordering = ["catalogue", "number"]
        constraints = [models.UniqueConstraint(fields=["catalogue", "number"], name="majorcategory_once")]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class Major(models.Model):
    """A major of the catalogue under its six-digit code."""

    category = models.ForeignKey(MajorCategory, on_delete=models.PROTECT, related_name="majors")
    catalogue = models.CharField(max_length=8, help_text="year of the catalogue, such as 2021")
    code = models.CharField(_("专业代码"), max_length=6)
    name = models.CharField(_("专业名称"), max_length=40)
    name_en = models.CharField(max_length=80, blank=True)
    level = models.CharField(_("层次"), max_length=10, choices=Level.choices)

    class Meta:
        ordering = ["code"]
        verbose_name = _("专业")
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "code"], name="major_code_once"),
            models.CheckConstraint(condition=models.Q(code__regex=r"^[0-9]{6}$"), name="major_six_digits"),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name
