"""People: roles with a sign-in, invitations to one, contacts that are printed and phoned, and hand-overs."""

from datetime import date, timedelta

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import short_code
from skillweek.common.fields import EncryptedTextField
from skillweek.organisations.models.units import Organisation


@pghistory.track()
class Membership(models.Model):
    """A person's role on an organisation; the rights reach down the tree (``rules.RIGHTS``)."""

    class Role(models.TextChoices):
        CITY_OFFICER = "city_officer", _("市级管理员")
        COUNTY_OFFICER = "county_officer", _("县级管理员")
        SCHOOL_EDITOR = "school_editor", _("学校填报人")
        VOLUNTEER_LEADER = "volunteer_leader", _("志愿者领队")
        GATE_STAFF = "gate_staff", _("入口工作人员")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["organisation", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"


@pghistory.track()
class Contact(models.Model):
    """Who answers for something at a unit, from a day on; whoever follows ends the one before.

    ``until`` is the first day on which it is somebody else, or nobody. What of it the public sees is said per
    field; officers see all.
    """

    class Role(models.TextChoices):
        HEAD = "head", _("领导小组组长")
        LIAISON = "liaison", _("联络员")
        SAFETY = "safety", _("安全负责人")
        PRESS = "press", _("新闻联络人")
        OTHER = "other", _("其他")

    code = models.CharField(max_length=40, unique=True, default=short_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(_("角色"), max_length=10, choices=Role.choices)
    duty = models.CharField(_("负责什么"), max_length=30, blank=True, help_text="said when the role is other")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts",
                             verbose_name=_("登录账号"))  # fmt: skip
    name = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    phone = EncryptedTextField(_("电话"), blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    email = EncryptedTextField(_("邮箱"), blank=True)
    name_public = models.BooleanField(_("公开姓名和职务"), default=False)
    phone_public = models.BooleanField(_("公开电话"), default=False)
    email_public = models.BooleanField(_("公开邮箱"), default=False)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("由他人接任之日"), null=True, blank=True)

    class Meta:
        ordering = ["organisation", "-since", "-id"]
        verbose_name = _("联系人")
        indexes = [models.Index(fields=["organisation", "role", "duty"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role", "duty"], condition=models.Q(until=None),
                name="contact_one_without_end",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="contact_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=(models.Q(role="other") & ~models.Q(duty=""))
                | (~models.Q(role="other") & models.Q(duty="")),
                name="contact_other_says_what",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.called} · {self.name}"

    def get_absolute_url(self) -> str:
        """The contact's page on the desk."""
        return reverse("organisations:contact", args=[self.code])

    @property
    def called(self) -> str:
        """What the person is for: the role, or what was written for another one."""
        return self.duty or self.get_role_display()

    @property
    def last_day(self) -> date | None:
        """The last day in force; None while no end is known."""
        return self.until - timedelta(days=1) if self.until else None


@pghistory.track()
class Handover(models.Model):
    """A leaver's things went to somebody else, in one step; the row stays as it was written."""

    code = models.CharField(max_length=40, unique=True, default=short_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handovers")
    leaver = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="handovers", verbose_name=_("移交人")
    )
    successor = models.ForeignKey(
        User,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("接任的登录"),
        help_text="empty: somebody invited",
    )
    successor_name = models.CharField(_("接任人"), max_length=60)
    tasks = models.PositiveIntegerField(_("工作事项"), default=0)
    contacts = models.PositiveIntegerField(_("联系人角色"), default=0)
    seats = models.PositiveIntegerField(_("小组席位"), default=0)
    roles = models.PositiveIntegerField(_("系统角色"), default=0)
    closed = models.BooleanField(_("登录已关闭"), default=False, help_text="the leaver's sign-in was closed")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("工作交接")

    def __str__(self) -> str:
        return f"{self.leaver} → {self.successor_name}"


@pghistory.track()
class Invitation(models.Model):
    """An officer asks somebody to take a role; a signed link, used once, makes the sign-in."""

    class State(models.TextChoices):
        OPEN = "open", _("等待接受")
        ACCEPTED = "accepted", _("已接受")
        WITHDRAWN = "withdrawn", _("已撤回")

    code = models.CharField(max_length=40, unique=True, default=short_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("角色"), max_length=20, choices=Membership.Role.choices)
    name = models.CharField(_("姓名"), max_length=60)
    email = EncryptedTextField(_("邮箱"), blank=True)
    phone = EncryptedTextField(_("电话"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    sent = models.PositiveSmallIntegerField(_("发出次数"), default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("邀请人"))
    at = models.DateTimeField()
    expires_at = models.DateTimeField(_("有效期至"))
    ended_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    handover = models.ForeignKey(
        Handover, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations",
        verbose_name=_("工作交接"), help_text="invitations of one hand-over are accepted together",
    )  # fmt: skip

    class Meta:
        ordering = ["-at"]
        verbose_name = _("邀请")
        indexes = [models.Index(fields=["organisation", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role", "name"], condition=models.Q(state="open"),
                name="invitation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at=None) | (~models.Q(state="open") & ~models.Q(ended_at=None)),
                name="invitation_ends_with_its_state",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} · {self.get_role_display()}"
