"""Code lists: what differs by year or place is data of the edition, labelled in three languages."""

from django.db import models
from django.utils.translation import get_language

from skillweek.plan.models.edition import Edition


class Code(models.Model):
    """An entry of one of the edition's code lists; Traditional Chinese is converted unless given."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="%(class)ss")
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=40)
    label_hant = models.CharField(max_length=40, blank=True)
    label_en = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    description_en = models.CharField(max_length=300, blank=True)
    icon = models.SlugField(max_length=40, blank=True, help_text="name of a symbol of the icon sprite")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self) -> str:
        language = get_language()
        if language == "en":
            return self.label_en
        return self.label_hant or self.label if language == "zh-hant" else self.label

    @property
    def note(self) -> str:
        """The description in the reader's language."""
        return self.description_en if get_language() == "en" and self.description_en else self.description


class ActivityKind(Code):
    """Launch ceremony, online, admissions, campus day, service."""

    clause_path = models.CharField(max_length=20, blank=True, help_text="path of the clause it answers")

    class Meta(Code.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="activitykind_code")]


class Audience(Code):
    """Who an activity is for."""

    class Meta(Code.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="audience_code")]


class Topic(Code):
    """A publicity topic."""

    class Meta(Code.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="topic_code")]


class ServiceKind(Code):
    """A kind of service for residents."""

    class Meta(Code.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="servicekind_code")]


class MaterialKind(Code):
    """What units hand in after the Week."""

    class Meta(Code.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="materialkind_code")]


class Tag(Code):
    """A standing tag of the Week."""

    class Meta(Code.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="tag_code")]


class ThemeDay(Code):
    """A theme that one day of the Week carries."""

    day = models.DateField()

    class Meta(Code.Meta):
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="themeday_code")]
