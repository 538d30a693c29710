"""One message to one address, and who looked at the address."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import uuid7
from skillweek.common.fields import EncryptedTextField


@pghistory.track(
    pghistory.UpdateEvent(condition=pghistory.AnyChange("state", "attempts", "edits", "erased_at")),
    model_name="MessageEvent",
    fields=["state", "attempts", "problem_code", "problem", "reason", "edits"],
)
class Message(models.Model):
    """One mail or text message to one address; sent once, whatever happens, by its dedup key.

    Units stand above this room, so city and sender are codes. Its history keeps states and problems, never
    words or addresses: those are erased when their time is over.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("邮件")
        SMS = "sms", _("短信")

    class State(models.TextChoices):
        HELD = "held", _("待放行")
        QUEUED = "queued", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("未送出")
        DISCARDED = "discarded", _("不发了")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city_code = models.CharField(max_length=40)
    owner_code = models.CharField(
        max_length=40, help_text="the unit that sends; the city when it is nobody else"
    )
    kind = models.CharField(max_length=60, blank=True)
    batch = models.CharField(max_length=80, blank=True, help_text="what was queued together")
    channel = models.CharField(max_length=4, choices=Channel.choices)
    address = EncryptedTextField()
    address_index = models.CharField(max_length=64)
    subject = models.CharField(_("标题"), max_length=200, blank=True)
    body = models.TextField(_("正文"))
    values = EncryptedTextField(
        blank=True, help_text="JSON: what was put into the text, for providers' templates"
    )
    dedup_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem_code = models.CharField(max_length=60, blank=True)
    problem = models.TextField(blank=True, help_text="what the other side said, addresses masked")
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    edits = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True, help_text="when the last try began")
    sent_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField(max_length=120, blank=True, help_text="the provider's number for it")
    retention_until = models.DateField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("消息")
        indexes = [
            models.Index(fields=["owner_code", "-id"], name="message_by_owner"),
            models.Index(fields=["address_index"], name="message_by_address"),
            models.Index(fields=["batch"], name="message_by_batch", condition=~models.Q(batch="")),
            models.Index(
                fields=["owner_code"],
                name="message_waiting",
                condition=models.Q(state__in=["held", "failed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.subject or self.body[:20]}"

    def get_absolute_url(self) -> str:
        """The page of this message in the outbox."""
        return reverse("messaging:message", args=[self.pk])


class Reveal(models.Model):
    """Somebody looked at the whole address of a message, for a reason; kept as a log."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reveals")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("为什么要看"), max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("查看号码")

    def __str__(self) -> str:
        return f"{self.user} · {self.reason}"
