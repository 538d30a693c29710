"""Notices, to whom they go, and who signed for them."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import short_code
from skillweek.organisations.models import Organisation
from skillweek.plan.models.edition import Edition


@pghistory.track()
class Notice(models.Model):
    """An official notice; number and seal are optional and never made up."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SENT = "sent", _("已发出")
        SUPERSEDED = "superseded", _("已被替代")

    code = models.CharField(max_length=12, unique=True, default=short_code)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="notices")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notices")
    number = models.CharField(_("发文字号"), max_length=40, blank=True)
    title = models.CharField(_("标题"), max_length=120)
    addressees = models.CharField(_("主送机关"), max_length=300)
    body = models.TextField(_("正文"))
    signed_on = models.DateField(_("成文日期"))
    contact_name = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    contact_email = models.EmailField(_("邮箱"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)
    public = models.BooleanField(_("在网站公开"), default=True)

    class Meta:
        ordering = ["-signed_on", "-id"]
        verbose_name = _("通知")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page of the notice."""
        return reverse("plan:notice", args=[self.code])


@pghistory.track()
class Recipient(models.Model):
    """One unit a notice went to, and its receipt (签收)."""

    class State(models.TextChoices):
        SENT = "sent", _("未读")
        READ = "read", _("已读")
        ACKNOWLEDGED = "acknowledged", _("已签收")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="recipients")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="received_notices")
    state = models.CharField(max_length=12, choices=State.choices, default=State.SENT)
    read_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["organisation__position", "organisation__code"]
        constraints = [models.UniqueConstraint(fields=["notice", "organisation"], name="recipient_once")]

    def __str__(self) -> str:
        return f"{self.notice} → {self.organisation}"
