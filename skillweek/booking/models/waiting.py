"""Who would come if there were places: waiting lists, offers, draws."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.booking.models.booking import Booking
from skillweek.common.codes import short_code
from skillweek.common.fields import EncryptedTextField
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Audience
from skillweek.programme.models import Session


@pghistory.track()
class WaitingEntry(models.Model):
    """So many people who want to come to one session, in the order of ``id``; a party is never split."""

    class State(models.TextChoices):
        WAITING = "waiting", _("排队中")
        OFFERED = "offered", _("有名额，等您确认")
        ACCEPTED = "accepted", _("已约上")
        LEFT = "left", _("已退出")
        CLOSED = "closed", _("没有约上")

    code = models.CharField(max_length=12, unique=True, default=short_code)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="waiting")
    audience = models.ForeignKey(Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    draw = models.ForeignKey(
        "Draw", null=True, blank=True, on_delete=models.PROTECT, related_name="entries",
        help_text="set for an entry of a draw; empty: the waiting list",
    )  # fmt: skip
    name = EncryptedTextField(_("姓名"))
    phone = EncryptedTextField(_("手机号码"))
    phone_index = models.CharField(max_length=64)
    party = models.PositiveSmallIntegerField(_("人数"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    rank = models.PositiveIntegerField(_("抽签的次序"), null=True, blank=True)
    consent_at = models.DateTimeField()
    created_at = models.DateTimeField()
    retention_until = models.DateField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("候补")
        indexes = [
            models.Index(fields=["city", "session", "state"]),
            models.Index(fields=["city", "phone_index"]),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(party__gte=1), name="waiting_someone_comes"),
            models.UniqueConstraint(
                fields=["session", "phone_index"], condition=models.Q(state__in=["waiting", "offered"]),
                name="waiting_once_per_phone",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code


class Offer(models.Model):
    """A freed place kept for an entry until ``expires_at``: a held booking that is confirmed or let go."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("接受")
        DECLINED = "declined", _("不要了")
        EXPIRED = "expired", _("过期")

    entry = models.ForeignKey(WaitingEntry, on_delete=models.PROTECT, related_name="offers")
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="offer")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        verbose_name = _("递补名额")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(answer=""), name="offer_one_open_per_entry"
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)


@pghistory.track()
class Draw(models.Model):
    """The lots of one session: the seed's digest is published before entries close, the seed after the draw."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="draw")
    seed = EncryptedTextField(help_text="32 random bytes in hex; public from ``drawn_at`` on")
    commitment = models.CharField(
        _("种子的指纹"), max_length=64, help_text="SHA-256 of the seed, public at once"
    )
    closes_at = models.DateTimeField(_("登记截止"))
    drawn_at = models.DateTimeField(_("抽签时间"), null=True, blank=True)
    list_digest = models.CharField(
        _("名单的指纹"),
        max_length=64,
        blank=True,
        help_text="SHA-256 of the codes and parties, in order of code",
    )

    class Meta:
        verbose_name = _("抽签")

    def __str__(self) -> str:
        return self.commitment[:8]


class Suggestion(models.Model):
    """Another session that somebody without a place, or whose session was ended, was offered instead."""

    entry = models.ForeignKey(
        WaitingEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="suggestions"
    )
    booking = models.ForeignKey(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="suggestions"
    )
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken = models.ForeignKey(
        Booking,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="what became of it",
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("替代场次")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry__isnull=False) ^ models.Q(booking__isnull=False),
                name="suggestion_to_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)
