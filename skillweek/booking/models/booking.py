"""Who comes: bookings, check-ins, and keys that make a repeated request harmless."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
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
    consent_at = models.DateTimeField()
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
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


class Checkin(models.Model):
    """Somebody came through the gate; ``nonce`` makes a repeated scan count once."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="checkins")
    nonce = models.CharField(max_length=40, unique=True, default=short_code)
    people = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        verbose_name = _("入场")
        constraints = [models.UniqueConstraint(fields=["booking"], name="checkin_once_per_booking")]

    def __str__(self) -> str:
        return f"{self.booking} {self.at:%m-%d %H:%M}"


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
