"""Who comes: bookings, check-ins, and keys that make a repeated request harmless."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.booking.models.policy import CallOff, Question
from skillweek.common.codes import short_code, uuid7
from skillweek.common.fields import EncryptedTextField
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Audience
from skillweek.programme.models import Session


@pghistory.track()
class Booking(models.Model):
    """Places booked by one person without an account; a signed link is the key, name and phone are encrypted."""

    class State(models.TextChoices):
        HELD = "held", _("待确认")
        CONFIRMED = "confirmed", _("已预约")
        CANCELLED = "cancelled", _("已取消")
        ATTENDED = "attended", _("已到场")
        NO_SHOW = "no_show", _("未到场")

    class Origin(models.TextChoices):
        WEB = "web", _("网页")
        API = "api", _("接口")
        DESK = "desk", _("工作人员代约")
        DOOR = "door", _("现场")
        LIST = "list", _("候补")
        DRAW = "draw", _("抽签")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=12, unique=True, default=short_code)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    audience = models.ForeignKey(Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField(_("姓名"))
    phone = EncryptedTextField(_("手机号码"))
    phone_index = models.CharField(max_length=64)
    party = models.PositiveSmallIntegerField(_("人数"))
    quotas = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text="ids of the quotas it was taken from, given back there",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.CONFIRMED)
    origin = models.CharField(_("从哪里来"), max_length=10, choices=Origin.choices, default=Origin.WEB)
    booked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("代约的人")
    )
    consent_at = models.DateTimeField()
    guardian_at = models.DateTimeField(_("监护人同意的时间"), null=True, blank=True)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    call_off = models.ForeignKey(
        CallOff,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bookings",
        verbose_name=_("取消"),
    )
    refusal = models.CharField(_("没有同意的原因"), max_length=120, blank=True)
    excuse = models.CharField(_("没来的原因"), max_length=120, blank=True)
    excused_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("免责的人")
    )
    retention_until = models.DateField()

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("预约")
        indexes = [
            models.Index(fields=["city", "session", "state"]),
            models.Index(fields=["city", "phone_index"]),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(party__gte=1), name="booking_someone_comes"),
            models.UniqueConstraint(
                fields=["session", "phone_index"],
                condition=models.Q(state__in=["held", "confirmed", "attended"]),
                name="booking_once_per_phone",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def live(self) -> bool:
        """True while its places are taken."""
        return self.state in (self.State.HELD, self.State.CONFIRMED, self.State.ATTENDED)


class Companion(models.Model):
    """Somebody who comes along: an adult by name when asked for, a child by name and age only."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="companions")
    name = EncryptedTextField(_("姓名"), blank=True)
    age = models.PositiveSmallIntegerField(
        _("年龄"), null=True, blank=True, help_text="years; empty for adults"
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("同行人")

    def __str__(self) -> str:
        return str(self.pk)


class Group(models.Model):
    """A class, company or newsroom that comes as one booking; names are optional and may follow later."""

    class Kind(models.TextChoices):
        CLASS = "class", _("班级")
        COMPANY = "company", _("企业")
        MEDIA = "media", _("媒体")
        OTHER = "other", _("其他团队")

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="group")
    kind = models.CharField(_("团队"), max_length=10, choices=Kind.choices)
    unit = models.CharField(_("学校或单位"), max_length=80)
    grade = models.CharField(_("年级和班"), max_length=40, blank=True)
    buses = models.PositiveSmallIntegerField(_("几辆大巴"), default=0)
    plates = EncryptedTextField(_("车牌号"), blank=True)
    names = EncryptedTextField(_("名单"), blank=True, help_text="one name a line; may follow later")
    press_card = EncryptedTextField(_("记者证号"), blank=True)

    class Meta:
        verbose_name = _("团队")

    def __str__(self) -> str:
        return self.unit


class Reply(models.Model):
    """What a visitor answered to a question of the activity."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="replies")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(_("回答"), blank=True)

    class Meta:
        ordering = ["question__position", "question_id"]
        verbose_name = _("回答")
        constraints = [
            models.UniqueConstraint(fields=["booking", "question"], name="reply_once_per_question")
        ]

    def __str__(self) -> str:
        return str(self.question)


class IdempotencyKey(models.Model):
    """The answer given to a request, kept so that the same request gets the same answer."""

    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="keyed hash of what was asked")
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
