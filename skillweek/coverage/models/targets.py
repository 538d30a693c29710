"""What the Week should reach: rules over any mix of facts."""

from collections.abc import Mapping
from typing import Any

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skillweek.common.wording import han_date
from skillweek.organisations.models import Organisation
from skillweek.plan.models import ActivityKind, Audience, Edition, Tag, ThemeDay

#: facts that a target may name; the order is that of its words
DIMENSIONS = ("place", "day", "theme", "audience", "kind", "tag", "host")
#: how "each" of a fact is said
EACH = {
    "place": _("每个县市区"), "day": _("每天"), "theme": _("每个主题日"), "audience": _("每类对象"),
    "kind": _("每类活动"), "tag": _("每个标签"), "host": _("每所院校"),
}  # fmt: skip


def said(facts: Mapping[str, Any], highlight: bool = False) -> str:
    """What is counted, such as 叶县 · 5 月 24 日: the one wording of targets, gaps and cells."""
    words = []
    for name in DIMENSIONS:
        value = facts.get(name)
        if value is None:
            continue
        if name == "day":
            words.append(han_date(value, "day"))
        else:
            words.append(str(getattr(value, "called", value)))
    if highlight:
        words.append(str(_("看点")))
    return " · ".join(words) or str(_("全市"))


class Mix(models.Model):
    """A mix of facts; a fact that is empty stands for all."""

    day = models.DateField(_("日期"), null=True, blank=True)
    place = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("县市区")
    )  # fmt: skip
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("参加对象")
    )  # fmt: skip
    kind = models.ForeignKey(
        ActivityKind, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("活动类别")
    )  # fmt: skip
    tag = models.ForeignKey(
        Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("标签")
    )  # fmt: skip
    theme = models.ForeignKey(
        ThemeDay, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("主题日")
    )  # fmt: skip
    host = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("主办单位")
    )  # fmt: skip
    highlight = models.BooleanField(_("只算看点"), default=False)

    class Meta:
        abstract = True

    @property
    def facts(self) -> dict[str, Any]:
        """The facts that are named."""
        found = {name: getattr(self, name) for name in DIMENSIONS}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def label(self) -> str:
        """What is counted, in words."""
        return said(self.facts, self.highlight)


@pghistory.track()
class Target(Mix):
    """A rule: at least ``minimum`` sessions that match the facts, once for every value of an ``each_`` fact.

    A rule of fewer ``each_`` facts goes before a wider one where both speak of the same mix: so one cell of a rule
    may be set apart, or dropped (``minimum`` 0).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="targets")
    each_day = models.BooleanField(_("每天"), default=False)
    each_place = models.BooleanField(_("每个县市区"), default=False)
    each_audience = models.BooleanField(_("每类对象"), default=False)
    each_kind = models.BooleanField(_("每类活动"), default=False)
    each_tag = models.BooleanField(_("每个标签"), default=False)
    each_theme = models.BooleanField(_("每个主题日"), default=False)
    each_host = models.BooleanField(_("每所院校"), default=False)
    minimum = models.PositiveSmallIntegerField(_("至少几场"), default=1, help_text="0 drops the target")
    weight = models.PositiveSmallIntegerField(_("权重"), default=1)
    removed_at = models.DateTimeField(_("去掉的时间"), null=True, blank=True)

    class Meta:
        ordering = ["day", "place__position", "audience__position", "id"]
        verbose_name = _("目标")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "edition", *DIMENSIONS, "each_day", "each_place", "each_audience", "each_kind", "each_tag",
                    "each_theme", "each_host", "highlight",
                ],
                nulls_distinct=False,
                name="target_once",
            ),
            models.CheckConstraint(
                condition=~Q(each_day=True, day__isnull=False)
                & ~Q(each_place=True, place__isnull=False)
                & ~Q(each_audience=True, audience__isnull=False)
                & ~Q(each_kind=True, kind__isnull=False)
                & ~Q(each_tag=True, tag__isnull=False)
                & ~Q(each_theme=True, theme__isnull=False)
                & ~Q(each_host=True, host__isnull=False),
                name="target_each_or_one",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.label} ≥ {self.minimum}"

    @property
    def each(self) -> tuple[str, ...]:
        """Facts of which every value has to be reached."""
        return tuple(name for name in DIMENSIONS if getattr(self, f"each_{name}"))

    @property
    def label(self) -> str:
        """The rule in words, such as 每个县市区 · 每天."""
        words = [str(EACH[name]) for name in self.each]
        if self.facts or self.highlight or not words:
            words.append(said(self.facts, self.highlight))
        return " · ".join(words)
