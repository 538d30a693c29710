"""The edition: one city's Week of one year, its phases and its code lists."""

from datetime import date, timedelta

import pghistory
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation


@pghistory.track()
class Edition(models.Model):
    """A city's Week (or month) of one year; dates, theme and deadline are its own, never derived."""

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="editions")
    slug = models.SlugField(max_length=40, unique=True)
    year = models.PositiveSmallIntegerField(_("年份"))
    name = models.CharField(_("名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    theme = models.CharField(_("主题"), max_length=80, blank=True)
    theme_en = models.CharField(_("英文主题"), max_length=120, blank=True)
    lead = models.TextField(_("导语"), blank=True, help_text="two sentences under the theme on the home page")
    lead_en = models.TextField(_("英文导语"), blank=True)
    starts = models.DateField(_("开始日期"))
    ends = models.DateField(_("结束日期"))
    deadline = models.DateField(_("材料报送截止日期"))
    mailbox = models.EmailField(_("材料邮箱"), blank=True)
    time_zone = models.CharField(max_length=40, default="Asia/Shanghai")
    colours = models.CharField(max_length=40, default="celadon", help_text="name of a colour set of the face")
    responsible_editor = models.CharField(_("责任编辑"), max_length=40, blank=True)
    retention_days = models.PositiveSmallIntegerField(
        _("访客资料保留天数"),
        default=60,
        help_text="days after the last day until personal data of visitors is purged",
    )
    reminder_limit = models.PositiveSmallIntegerField(
        _("每项任务最多提醒次数"), default=3, help_text="reminders by rule and by hand together, per duty"
    )
    crowd_from = models.PositiveIntegerField(
        _("大型活动人数"),
        default=1000,
        help_text="people expected at one session from which on it needs a permit (art. 2, 12)",
    )
    crowd_city_from = models.PositiveIntegerField(
        _("由市级公安机关许可的人数"),
        default=5000,
        help_text="people from which on the city's police decides, not the county's",
    )
    permit_days = models.PositiveSmallIntegerField(
        _("提前多少天申请许可"),
        default=20,
        help_text="days before the session on which the application is due at last",
    )
    plan_from = models.PositiveIntegerField(
        _("要写完整安全方案的人数"),
        default=1000,
        help_text="people expected at one session from which on every item of the safety plan is asked",
    )
    host_at_once = models.PositiveSmallIntegerField(
        _("一个单位同时办几场"),
        default=3,
        help_text="sessions that one owner's staff can run at once; one more is marked as a clash",
    )
    near_km = models.FloatField(
        _("看点之间要隔多少公里"),
        default=3.0,
        help_text="kilometres within which two highlights of one half day take each other's visitors",
    )
    travel_kmh = models.PositiveSmallIntegerField(
        _("路上的车速"),
        default=40,
        help_text="kilometres an hour on the road between two places, for observers' routes and travel of highlights",
    )
    cloned_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="clones"
    )

    class Meta:
        ordering = ["-starts"]
        verbose_name = _("活动周")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="edition_ends_after_start"
            ),
            models.UniqueConstraint(fields=["city", "year", "slug"], name="edition_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def slogan(self) -> str:
        """The theme in the reader's language."""
        return self.theme_en if get_language() == "en" and self.theme_en else self.theme

    @property
    def days(self) -> list[date]:
        """Every day of the edition, first to last."""
        return [self.starts + timedelta(days=n) for n in range((self.ends - self.starts).days + 1)]

    @property
    def retention_until(self) -> date:
        """The day on which visitors' personal data is due to be purged."""
        return self.ends + timedelta(days=self.retention_days)


@pghistory.track()
class Phase(models.Model):
    """From when on the edition is in a phase; phases open and close actions by themselves."""

    class Name(models.TextChoices):
        PLAN = "plan", _("筹备")
        REGISTER = "register", _("申报")
        PUBLISH = "publish", _("发布预约")
        RUN = "run", _("活动周")
        COLLECT = "collect", _("材料报送")
        ARCHIVE = "archive", _("归档")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(max_length=10, choices=Name.choices)
    starts_at = models.DateTimeField(_("开始时间"))

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("阶段")
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="phase_once")]

    def __str__(self) -> str:
        return self.get_name_display()


@pghistory.track()
class Opening(models.Model):
    """Where an edition differs from the preset of a step (``rules.editions.STEPS``): when it may be done.

    Both ends are phases and belong to the span: a step from ``publish`` to ``run`` is open until ``collect`` begins.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="openings")
    step = models.SlugField(max_length=40)
    opens = models.CharField(_("从哪个阶段起"), max_length=10, choices=Phase.Name.choices)
    closes = models.CharField(_("到哪个阶段止"), max_length=10, choices=Phase.Name.choices)

    class Meta:
        ordering = ["step"]
        verbose_name = _("开放时间")
        constraints = [models.UniqueConstraint(fields=["edition", "step"], name="opening_once")]

    def __str__(self) -> str:
        return f"{self.step}: {self.opens} – {self.closes}"
