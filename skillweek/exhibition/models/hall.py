"""Online halls: rooms in which exhibits are placed; one exhibit may stand in several halls."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillweek.audit.rules import tracked_to_the_end
from skillweek.common.codes import short_code
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.review.models import Reviewed


@pghistory.track()
class Hall(Reviewed):
    """A unit's online exhibition hall in one edition."""

    review_kind = "hall"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="halls")
    slug = models.SlugField(max_length=60, unique=True, default=short_code)
    title = models.CharField(_("展厅名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    introduction = models.TextField(_("前言"), max_length=2000)
    introduction_en = models.TextField(_("英文前言"), max_length=4000, blank=True)
    cover = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Reviewed.Meta):
        verbose_name = _("线上展厅")

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("exhibition:hall", args=[self.slug])

    @property
    def text(self) -> str:
        """The introduction in the reader's language."""
        english = get_language() == "en" and self.introduction_en
        return self.introduction_en if english else self.introduction


@pghistory.track()
class Exhibit(models.Model):
    """A work that is shown, with its maker as the school names them; public where a public hall places it."""

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="exhibits")
    code = models.SlugField(max_length=40, unique=True, default=short_code)
    title = models.CharField(_("作品名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    maker = models.CharField(_("作者"), max_length=60, blank=True)
    maker_class = models.CharField(_("班级"), max_length=60, blank=True)
    skill = models.CharField(_("技能或专业"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    medium = models.CharField(_("材料与工艺"), max_length=80, blank=True)
    story = models.TextField(_("作品故事"), max_length=2000, blank=True)
    story_en = models.TextField(_("英文故事"), max_length=4000, blank=True)
    picture = models.ForeignKey(
        File, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("图片")
    )
    alt = models.CharField(_("图片说明"), max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("展品")

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    @property
    def text(self) -> str:
        """The story in the reader's language."""
        return self.story_en if get_language() == "en" and self.story_en else self.story


@tracked_to_the_end()
class Room(models.Model):
    """A part of a hall with a heading of its own."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="rooms")
    title = models.CharField(_("展区名称"), max_length=60)
    title_en = models.CharField(max_length=120, blank=True)
    introduction = models.TextField(_("展区说明"), max_length=600, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    exhibits = models.ManyToManyField(Exhibit, through="Placement", related_name="rooms")

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("展区")

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title


@tracked_to_the_end()
class Placement(models.Model):
    """Where an exhibit stands in a room."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="placements")
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="placements")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["room", "exhibit"], name="exhibit_placed_once")]

    def __str__(self) -> str:
        return f"{self.room} · {self.exhibit}"
