"""Leading groups of a year, and who has to do what by when."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common.codes import short_code
from skillweek.organisations.models.people import Contact, Invitation
from skillweek.organisations.models.units import Organisation


@pghistory.track()
class LeadingGroup(models.Model):
    """The people at a unit who lead a year's Week, or the office that does the work."""

    class Kind(models.TextChoices):
        LEADING = "leading", _("领导小组")
        OFFICE = "office", _("工作机构")

    code = models.CharField(max_length=40, unique=True, default=short_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="groups")
    year = models.PositiveSmallIntegerField(_("年度"))
    kind = models.CharField(_("性质"), max_length=10, choices=Kind.choices, default=Kind.LEADING)
    name = models.CharField(_("名称"), max_length=60)
    note = models.CharField(_("职责"), max_length=200, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["-year", "kind", "name"]
        verbose_name = _("领导小组")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "name"], name="group_once_a_year")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The group's page on the desk."""
        return reverse("organisations:group", args=[self.code])


@pghistory.track()
class GroupMember(models.Model):
    """Somebody's seat in a group, until it ends."""

    class Role(models.TextChoices):
        HEAD = "head", _("组长")
        DEPUTY = "deputy", _("副组长")
        OFFICE_HEAD = "office_head", _("办公室主任")
        MEMBER = "member", _("成员")

    group = models.ForeignKey(
        LeadingGroup, on_delete=models.PROTECT, related_name="members", verbose_name=_("小组")
    )
    role = models.CharField(_("担任"), max_length=12, choices=Role.choices, default=Role.MEMBER)
    name = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    user = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name=_("登录账号"),
    )
    position = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(_("退出日期"), null=True, blank=True)

    class Meta:
        ordering = ["group", "position", "id"]
        verbose_name = _("小组成员")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "role", "name"], condition=models.Q(ended_on=None), name="member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.name}"


@pghistory.track()
class Task(models.Model):
    """Something a unit has to do, with exactly one person who owes it and a day.

    The owner is a person with a sign-in, a contact without one, or somebody invited who takes it over with the
    invitation.
    """

    class State(models.TextChoices):
        OPEN = "open", _("未完成")
        DONE = "done", _("已完成")
        DROPPED = "dropped", _("不再需要")

    code = models.CharField(max_length=40, unique=True, default=short_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    group = models.ForeignKey(
        LeadingGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks",
        verbose_name=_("所属小组"),
    )  # fmt: skip
    title = models.CharField(_("事项"), max_length=80)
    note = models.TextField(_("说明"), blank=True)
    due = models.DateField(_("期限"))
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("负责人")
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks",
        verbose_name=_("负责的联系人"),
    )  # fmt: skip
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks",
        verbose_name=_("负责的受邀人"),
    )  # fmt: skip
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("办结人")
    )
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["due", "id"]
        verbose_name = _("工作事项")
        indexes = [
            models.Index(fields=["organisation", "state", "due"]),
            models.Index(fields=["owner", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False, contact=None, invitation=None)
                | models.Q(owner=None, contact__isnull=False, invitation=None)
                | models.Q(owner=None, contact=None, invitation__isnull=False),
                name="task_one_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at=None)
                | (~models.Q(state="open") & ~models.Q(ended_at=None)),
                name="task_ends_with_its_state",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The task's page on the desk."""
        return reverse("organisations:task", args=[self.code])

    @property
    def owned_by(self) -> str:
        """The owner's name."""
        who = self.owner or self.contact or self.invitation
        return getattr(who, "name", "")
