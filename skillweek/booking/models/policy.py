"""Rules of booking that a city, or the owner of an activity, sets."""

import pghistory
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.audit.rules import tracked_to_the_end
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Activity


@pghistory.track()
class Policy(models.Model):
    """What holds for every booking of an edition; without a row, the presets of these fields hold."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="policy")
    cancel_hour = models.PositiveSmallIntegerField(
        _("取消到几点为止"),
        default=24,
        help_text="hour of the evening before (24 = midnight) until which one cancels",
    )
    days_ahead = models.PositiveSmallIntegerField(
        _("提前多少天开放预约"),
        null=True,
        blank=True,
        help_text="days before the session's day; empty: no window",
    )
    per_day = models.PositiveSmallIntegerField(
        _("每个号码每天最多约几场"), null=True, blank=True, help_text="live bookings of one phone on one day"
    )
    per_week = models.PositiveSmallIntegerField(
        _("每个号码整个活动周最多约几场"),
        null=True,
        blank=True,
        help_text="live bookings of one phone in the edition",
    )
    no_show_days = models.PositiveSmallIntegerField(
        _("没来的人几天内不能再约"), default=7, help_text="days after a missed session; 0: no rule"
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("递补的名额保留几小时"), default=4, help_text="hours a freed place is kept for whom it is offered"
    )
    guardian_age = models.PositiveSmallIntegerField(
        _("多少岁以下要监护人同意"),
        default=14,
        help_text="personal data of younger children needs a guardian",
    )
    quiet_from = models.PositiveSmallIntegerField(
        _("晚上几点以后不发短信"), default=21, help_text="hour from which messages that can wait do wait"
    )
    quiet_until = models.PositiveSmallIntegerField(
        _("早上几点开始发"),
        default=8,
        help_text="hour of the morning; the same as quiet_from: no quiet hours",
    )
    survey_days = models.PositiveSmallIntegerField(
        _("结束后几天内可以评价"), default=7, help_text="days after a session; 0: nobody is asked"
    )
    stamps_needed = models.PositiveSmallIntegerField(
        _("集满几个章"), default=4, help_text="sessions somebody came to until the card is full; 0: no cards"
    )
    stamp_places = models.PositiveSmallIntegerField(
        _("其中至少几个地方"), default=2, help_text="different county-level places among the stamps"
    )
    stamp_kinds = models.PositiveSmallIntegerField(
        _("其中至少几类活动"), default=1, help_text="different kinds of activity among the stamps"
    )
    phone_code = models.BooleanField(_("预约前用短信验证码确认手机号"), default=False)
    proof_of_work = models.BooleanField(_("预约前做防刷验证"), default=True)

    class Meta:
        verbose_name = _("预约规则")
        constraints = [
            models.CheckConstraint(condition=models.Q(cancel_hour__lte=24), name="policy_hour_of_a_day"),
            models.CheckConstraint(
                condition=models.Q(quiet_from__lte=23, quiet_until__lte=23), name="policy_quiet_hours"
            ),
            models.CheckConstraint(
                condition=models.Q(stamp_places__lte=models.F("stamps_needed"))
                & models.Q(stamp_kinds__lte=models.F("stamps_needed"))
                | models.Q(stamps_needed=0),
                name="policy_card_can_be_filled",
            ),
        ]

    def __str__(self) -> str:
        return str(self.edition)


@tracked_to_the_end()
class Terms(models.Model):
    """How places of one activity are given out: to everybody, or to one audience of it."""

    class Mode(models.TextChoices):
        FIRST = "first", _("先约先得")
        APPROVAL = "approval", _("主办单位确认后生效")
        DRAW = "draw", _("登记后抽签")

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="terms")
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("面向")
    )
    mode = models.CharField(_("怎样分配名额"), max_length=10, choices=Mode.choices, default=Mode.FIRST)
    opens_at = models.DateTimeField(_("几点开始预约"), null=True, blank=True)
    closes_hours = models.PositiveSmallIntegerField(
        _("开始前几小时截止"), default=0, help_text="hours before a session begins"
    )
    names = models.BooleanField(_("要写同行人姓名"), default=False)
    group_largest = models.PositiveSmallIntegerField(
        _("团队每次最多几人"), null=True, blank=True,
        help_text="heads of a class or company as one booking; empty: no groups",
    )  # fmt: skip

    class Meta:
        verbose_name = _("预约方式")
        constraints = [
            models.UniqueConstraint(fields=["activity", "audience"], name="terms_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return str(self.get_mode_display())


@pghistory.track()
class Question(models.Model):
    """Something the owner of an activity asks everybody who books it."""

    class Kind(models.TextChoices):
        TEXT = "text", _("一行文字")
        CHOICE = "choice", _("选一项")
        YES = "yes", _("是或否")
        NUMBER = "number", _("数字")

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="questions")
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("只问")
    )
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("问题"), max_length=120)
    label_en = models.CharField(_("英文"), max_length=200, blank=True)
    kind = models.CharField(_("怎样回答"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    required = models.BooleanField(_("必须回答"), default=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("预约问题")

    def __str__(self) -> str:
        return self.label_en if get_language() == "en" and self.label_en else self.label


@pghistory.track()
class Choice(models.Model):
    """One answer to choose of a question."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="choices")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(_("选项"), max_length=60)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("选项")

    def __str__(self) -> str:
        return self.label


@pghistory.track()
class CallOff(models.Model):
    """A change of mind: sessions ended or bookings released in one act, with the reason people are told."""

    class Scope(models.TextChoices):
        SESSION = "session", _("一场")
        DAY = "day", _("一天")
        PLACE = "place", _("一个县（市、区）")
        CROWD = "crowd", _("限流")

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="call_offs")
    scope = models.CharField(_("范围"), max_length=10, choices=Scope.choices)
    day = models.DateField(_("日期"), null=True, blank=True)
    place = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("所在地"),
    )
    reason = models.CharField(_("告诉大家的原因"), max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("取消")

    def __str__(self) -> str:
        return self.reason
