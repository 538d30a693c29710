"""Notices, to whom they go, and who signed for them."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import short_code
from skillweek.library.models import File
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
    signatory = models.CharField(
        _("落款单位"), max_length=120, blank=True, help_text="printed above the date; the issuer when empty"
    )
    signed_on = models.DateField(_("成文日期"))
    sign_by = models.DateField(_("签收期限"), null=True, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=40, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    contact_email = models.EmailField(_("邮箱"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)
    public = models.BooleanField(_("在网站公开"), default=True)
    version = models.PositiveSmallIntegerField(default=1)
    revises = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="revision",
        help_text="the version this one supersedes when it is sent",
    )  # fmt: skip
    change_note = models.CharField(_("修订说明"), max_length=200, blank=True)
    forwards = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="forwardings",
        help_text="the notice this one passes on; its own text is the addendum",
    )  # fmt: skip

    class Meta:
        ordering = ["-signed_on", "-id"]
        verbose_name = _("通知")
        constraints = [
            models.UniqueConstraint(
                fields=["forwards", "issuer"], condition=models.Q(forwards__isnull=False, revises=None),
                name="notice_forwarded_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page of the notice."""
        return reverse("plan:notice", args=[self.code])

    @property
    def signed_by(self) -> str:
        """The name printed above the date."""
        return self.signatory or self.issuer.name


class Attachment(models.Model):
    """A file that goes with a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("附件名称"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("附件")

    def __str__(self) -> str:
        return self.title


class Addressing(models.Model):
    """A rule that says to whom a draft goes: the key of a group (``queries.groups``), or one unit by name.

    Resolved to recipients when it is sent, so that a unit that joins before that is not forgotten.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="addressing")
    group = models.SlugField(max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(group="", organisation__isnull=False)
                | (~models.Q(group="") & models.Q(organisation=None)),
                name="addressing_group_or_unit",
            ),
            models.UniqueConstraint(fields=["notice", "group", "organisation"], name="addressing_once",
                                    nulls_distinct=False),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.group or str(self.organisation)


@pghistory.track(exclude=["told_at"])
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
    read_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True, help_text="when its people's messages were queued")

    class Meta:
        ordering = ["organisation__position", "organisation__code"]
        constraints = [models.UniqueConstraint(fields=["notice", "organisation"], name="recipient_once")]

    def __str__(self) -> str:
        return f"{self.notice} → {self.organisation}"


class Urge(models.Model):
    """A unit that had not signed was urged (催办), at most once a day of its city."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="urges")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["recipient", "day"], name="urge_once_a_day")]

    def __str__(self) -> str:
        return f"{self.recipient} {self.day:%Y-%m-%d}"
