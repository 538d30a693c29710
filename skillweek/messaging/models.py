"""Outgoing messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.common.codes import uuid7
from skillweek.common.fields import EncryptedTextField


class Message(models.Model):
    """One mail or text message to one address; sent once, whatever happens, by its dedup key."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("邮件")
        SMS = "sms", _("短信")

    class State(models.TextChoices):
        QUEUED = "queued", _("待发送")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("未送达")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    city_code = models.CharField(max_length=40, db_index=True)
    channel = models.CharField(max_length=4, choices=Channel.choices)
    address = EncryptedTextField()
    address_index = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    dedup_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    retention_until = models.DateField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("消息")

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.subject or self.body[:20]}"
