"""Code lists: what differs by year or place is data of the edition, labelled in three languages."""

import pghistory
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillweek.plan.models.edition import Edition


class Code(models.Model):
    """An entry of one of the edition's code lists; Traditional Chinese is converted unless given."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="%(class)ss")
    code = models.SlugField(max_length=40)
    label = models.CharField(_("名称"), max_length=40)
    label_hant = models.CharField(_("繁体名称"), max_length=40, blank=True)
    label_en = models.CharField(_("英文名称"), max_length=60)
    description = models.CharField(_("说明"), max_length=200, blank=True)
    description_en = models.CharField(_("英文说明"), max_length=300, blank=True)
    icon = models.SlugField(
        _("图标"), max_length=40, blank=True, help_text="name of a symbol of the icon sprite"
    )
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


@pghistory.track()
class ActivityKind(Code):
    """Launch ceremony, online, admissions, campus day, service."""

    clause_path = models.CharField(
        _("对应条款"), max_length=20, blank=True, help_text="path of the clause it answers"
    )

    class Meta(Code.Meta):
        verbose_name = _("活动类别")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="activitykind_code")]


@pghistory.track()
class Audience(Code):
    """Who an activity is for."""

    class Meta(Code.Meta):
        verbose_name = _("参加对象")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="audience_code")]


@pghistory.track()
class Topic(Code):
    """A publicity topic."""

    class Meta(Code.Meta):
        verbose_name = _("宣传重点")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="topic_code")]


@pghistory.track()
class ServiceKind(Code):
    """A kind of service for residents."""

    class Meta(Code.Meta):
        verbose_name = _("便民服务类别")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="servicekind_code")]


@pghistory.track()
class MaterialKind(Code):
    """What units hand in after the Week."""

    class Meta(Code.Meta):
        verbose_name = _("材料类别")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="materialkind_code")]


@pghistory.track()
class Tag(Code):
    """A standing tag of the Week."""

    class Meta(Code.Meta):
        verbose_name = _("标签")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="tag_code")]


@pghistory.track()
class SafetyItem(Code):
    """What the safety plan of an activity must answer; the presets are the nine of the rules on large activities
    (大型群众性活动安全管理条例, article 6)."""

    always = models.BooleanField(
        _("小活动也要写"), default=False, help_text="else asked from ``Edition.plan_from`` people on"
    )

    class Meta(Code.Meta):
        verbose_name = _("安全方案事项")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="safetyitem_code")]


@pghistory.track()
class FrugalityWord(Code):
    """What a budget should not hold: the label is looked for in the lines, the description says why."""

    forbidden = models.BooleanField(_("不得列支"), default=False, help_text="else it is only warned of")
    unless = models.CharField(
        _("这些词里的不算"), max_length=80, blank=True, help_text="harmless compounds, with spaces between"
    )

    class Meta(Code.Meta):
        verbose_name = _("节俭提醒词")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="frugalityword_code")]


@pghistory.track()
class ThemeDay(Code):
    """A theme that one day of the Week carries."""

    day = models.DateField(_("日期"))

    class Meta(Code.Meta):
        verbose_name = _("主题日")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="themeday_code")]
