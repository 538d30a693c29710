"""Tours: panoramas that lead into one another, with notes in them."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillweek.audit.rules import tracked_to_the_end
from skillweek.common.codes import short_code
from skillweek.library.models import File
from skillweek.review.models import Reviewed


def _direction(name: str) -> models.CheckConstraint:
    """A direction in a sphere, in degrees."""
    within = models.Q(yaw__gte=-180, yaw__lte=180, pitch__gte=-90, pitch__lte=90)
    return models.CheckConstraint(condition=within, name=name)


@pghistory.track()
class Tour(Reviewed):
    """A walk through a school or workshop; it begins at the first of its scenes."""

    review_kind = "tour"

    slug = models.SlugField(max_length=60, unique=True, default=short_code)
    title = models.CharField(_("名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    introduction = models.TextField(_("介绍"), max_length=2000)
    introduction_en = models.TextField(_("英文介绍"), max_length=4000, blank=True)
    cover = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Reviewed.Meta):
        verbose_name = _("全景导览")

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("tours:tour", args=[self.slug])

    @property
    def text(self) -> str:
        """The introduction in the reader's language."""
        english = get_language() == "en" and self.introduction_en
        return self.introduction_en if english else self.introduction


@tracked_to_the_end()
class Scene(models.Model):
    """One standpoint: a 2:1 panorama and the words that say what is seen there."""

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="scenes")
    slug = models.SlugField(max_length=60, default=short_code)
    title = models.CharField(_("场景名称"), max_length=60)
    title_en = models.CharField(max_length=120, blank=True)
    description = models.TextField(_("场景说明"), max_length=1000)
    description_en = models.TextField(max_length=2000, blank=True)
    panorama = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    yaw = models.FloatField(default=0, help_text="first view, degrees")
    pitch = models.FloatField(default=0, help_text="first view, degrees")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("场景")
        constraints = [
            models.UniqueConstraint(fields=["tour", "slug"], name="scene_slug"),
            _direction("scene_direction"),
        ]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    @property
    def text(self) -> str:
        """The description in the reader's language."""
        english = get_language() == "en" and self.description_en
        return self.description_en if english else self.description


@tracked_to_the_end()
class Link(models.Model):
    """A way from one scene to another, seen at ``yaw`` and ``pitch`` degrees of the first."""

    source = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="+")
    yaw = models.FloatField(help_text="degrees")
    pitch = models.FloatField(default=0, help_text="degrees")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="link_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="link_leads_away"),
            _direction("link_direction"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


@tracked_to_the_end()
class Marker(models.Model):
    """A note in a scene: a heading, a text, perhaps a picture and an address."""

    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="markers")
    yaw = models.FloatField(help_text="degrees")
    pitch = models.FloatField(default=0, help_text="degrees")
    title = models.CharField(_("标题"), max_length=60)
    title_en = models.CharField(max_length=120, blank=True)
    text = models.TextField(_("说明"), max_length=600, blank=True)
    text_en = models.TextField(max_length=1200, blank=True)
    picture = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=300, blank=True, help_text="a path of this site or an http address")

    class Meta:
        ordering = ["id"]
        constraints = [_direction("marker_direction")]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    @property
    def note(self) -> str:
        """The text in the reader's language."""
        return self.text_en if get_language() == "en" and self.text_en else self.text
