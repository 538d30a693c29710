"""What else the cloud campus offers: live open days and open teaching resources."""

from datetime import timedelta

import pghistory
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillweek.common import clock
from skillweek.common.codes import short_code
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity
from skillweek.review.models import Reviewed


@pghistory.track()
class LiveRoom(models.Model):
    """The live room of an online activity: its times are the activity's sessions."""

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="live_room")
    address = models.URLField(_("直播地址"), max_length=300)
    opens_at = models.DateTimeField(_("开播时间"))
    closes_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    replay_url = models.URLField(_("回放地址"), max_length=300, blank=True)

    class Meta:
        ordering = ["opens_at"]
        verbose_name = _("直播间")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=models.F("opens_at")),
                name="liveroom_closes_after_opening",
            )
        ]

    def __str__(self) -> str:
        return str(self.activity)

    @property
    def stage(self) -> str:
        """``before``, ``now`` or ``after``, by the clock; without a closing time a broadcast lasts two hours."""
        moment = clock.now()
        if moment < self.opens_at:
            return "before"
        return "now" if moment < (self.closes_at or self.opens_at + timedelta(hours=2)) else "after"


@pghistory.track()
class Resource(Reviewed):
    """An open teaching resource: a file of the library or an address elsewhere."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("视频")
        COURSEWARE = "courseware", _("课件")
        MANUAL = "manual", _("手册")

    review_kind = "resource"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="resources")
    code = models.SlugField(max_length=40, unique=True, default=short_code)
    title = models.CharField(_("资源名称"), max_length=80)
    title_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    summary = models.CharField(_("一句话介绍"), max_length=160, blank=True)
    kind = models.CharField(_("形式"), max_length=12, choices=Kind.choices)
    subject = models.CharField(_("专业或主题"), max_length=60)
    level = models.CharField(_("适用对象"), max_length=40, blank=True)
    language = models.CharField(_("语言"), max_length=20, blank=True)
    licence = models.CharField(_("使用许可"), max_length=60)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    url = models.URLField(_("网址"), max_length=300, blank=True)

    class Meta(Reviewed.Meta):
        verbose_name = _("开放资源")
        constraints = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(file__isnull=False) | ~models.Q(url=""), name="resource_file_or_url"
            ),
        ]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    @property
    def address(self) -> str:
        """Where it opens."""
        return self.file.get_absolute_url() if self.file else self.url
