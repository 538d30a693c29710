"""Who is invited, and what they answered."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.ceremonies.models.ceremony import Ceremony
from skillweek.common.codes import short_code
from skillweek.common.fields import EncryptedTextField


@pghistory.track(exclude=["phone", "email", "email_index"])
class Guest(models.Model):
    """A guest, or a party led by one (``people`` heads); answers by a signed link, without an account.

    A guest who is not invited any more is withdrawn, not deleted. Phone and e-mail are encrypted, stand in no
    history, and are erased when ``retention_until`` is over.
    """

    class Kind(models.TextChoices):
        LEADER = "leader", _("领导")
        GUEST = "guest", _("嘉宾")
        OBSERVER = "observer", _("观摩代表")
        MEDIA = "media", _("媒体")
        PARTY = "party", _("学校队伍")

    class Answer(models.TextChoices):
        NONE = "none", _("未答复")
        YES = "yes", _("参加")
        SUBSTITUTE = "substitute", _("派人代替")
        NO = "no", _("不能参加")

    code = models.CharField(max_length=12, unique=True, default=short_code)
    ceremony = models.ForeignKey(
        Ceremony, on_delete=models.CASCADE, related_name="guests", verbose_name=_("仪式")
    )
    name = models.CharField(_("姓名"), max_length=40)
    unit = models.CharField(_("单位"), max_length=80, blank=True)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices, default=Kind.GUEST)
    people = models.PositiveSmallIntegerField(_("人数"), default=1)
    rank = models.PositiveSmallIntegerField(
        _("礼宾次序"), default=500, help_text="the smaller sits further in front"
    )
    phone = EncryptedTextField(_("电话"), blank=True)
    email = EncryptedTextField(_("邮箱"), blank=True)
    email_index = models.CharField(max_length=64, blank=True)
    answer = models.CharField(_("答复"), max_length=10, choices=Answer.choices, default=Answer.NONE)
    substitute_name = models.CharField(_("代替人姓名"), max_length=40, blank=True)
    substitute_post = models.CharField(_("代替人职务"), max_length=60, blank=True)
    arrival = models.CharField(_("到达说明"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("代为登记的人"),
        help_text="the officer who wrote the answer down; empty: the guest",
    )  # fmt: skip
    invited_at = models.DateTimeField(_("邀请时间"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("提醒时间"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("提醒次数"), default=0)
    withdrawn_at = models.DateTimeField(_("不再邀请"), null=True, blank=True)
    retention_until = models.DateField(_("保留到"))
    erased_at = models.DateTimeField(_("清除时间"), null=True, blank=True)

    class Meta:
        ordering = ["rank", "unit", "pk"]
        verbose_name = _("来宾")
        indexes = [models.Index(fields=["ceremony", "kind", "answer"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(people__gte=1), name="guest_someone_comes"),
            models.CheckConstraint(
                condition=~models.Q(answer="substitute") | ~models.Q(substitute_name=""),
                name="guest_substitute_has_name",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="none", answered_at=None)
                | (~models.Q(answer="none") & models.Q(answered_at__isnull=False)),
                name="guest_answer_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def coming(self) -> str:
        """Who sits there: the substitute when one was named."""
        return self.substitute_name if self.answer == self.Answer.SUBSTITUTE else self.name

    @property
    def coming_post(self) -> str:
        """The post of who sits there."""
        return self.substitute_post if self.answer == self.Answer.SUBSTITUTE else self.post
