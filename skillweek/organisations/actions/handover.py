"""A leaver's things go to a successor in one step: tasks, contact roles, seats in groups, roles."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.actions import close_sign_in
from skillweek.accounts.models import User
from skillweek.common import cipher, clock
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.actions.invitations import invite, send_invitation
from skillweek.organisations.actions.people import grant
from skillweek.organisations.models import (
    Contact,
    GroupMember,
    Handover,
    Invitation,
    Membership,
    Organisation,
    Task,
)
from skillweek.organisations.queries import belongings, has_right, successors
from skillweek.organisations.rules import Right


@dataclass(frozen=True)
class Successor:
    """Who takes over: somebody with a sign-in, or somebody to be invited."""

    user: User | None = None
    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def called(self) -> str:
        """The successor's name."""
        return self.user.name if self.user else self.name


@transaction.atomic
def hand_over(*, organisation: Organisation, leaver: User, successor: Successor, by: User) -> Handover:
    """Move everything that ``by`` may move from ``leaver`` to ``successor``; what ended stays as history.

    The leaver's sign-in is closed when no role is left. Nobody hands over their own things.
    """
    User.objects.select_for_update(of=("self",)).get(pk=leaver.pk)
    if not has_right(by, Right.MANAGE, organisation):
        raise OrganisationError(_("您不管理这个单位"))
    if leaver.pk == by.pk:
        raise OrganisationError(_("不能移交自己的工作，请上级单位办理"))
    if successor.user and not successors(organisation, leaver).filter(pk=successor.user.pk).exists():
        raise OrganisationError(_("接任的人要在这个单位有角色；没有的话请填写姓名邀请"), "successor")
    moving = belongings(leaver, by)
    if not moving.total:
        raise OrganisationError(_("没有可以移交的内容，可能已经移交过了"))
    if successor.user is None and not moving.roles:
        raise OrganisationError(
            _("他没有您能给出的角色，不能邀请新人接任，请选一位已有登录的人"), "successor"
        )
    record = Handover.objects.create(
        organisation=organisation, leaver=leaver, successor=successor.user, successor_name=successor.called,
        tasks=len(moving.tasks), contacts=len(moving.contacts), seats=len(moving.seats),
        roles=len(moving.roles), closed=not moving.elsewhere, by=by, at=clock.now(),
    )  # fmt: skip
    invitation = _pass_roles(moving.roles, successor, record, by)
    _pass_tasks(moving.tasks, successor.user, invitation)
    _pass_contacts(moving.contacts, successor)
    _pass_seats(moving.seats, successor)
    Invitation.objects.filter(by=leaver, state=Invitation.State.OPEN).update(by=by)
    if record.closed:
        close_sign_in(user=leaver)
    return record


def _pass_roles(
    roles: list[Membership], successor: Successor, record: Handover, by: User
) -> Invitation | None:
    """End the leaver's roles and give them to the successor, or invite; gives the invitation that is sent."""
    invitations = []
    for role in roles:
        role.active = False
        role.save(update_fields=["active"])
        if successor.user:
            grant(user=successor.user, organisation=role.organisation, role=role.role)
        else:
            invitations.append(
                invite(
                    organisation=role.organisation, role=role.role, by=by, name=successor.name,
                    email=successor.email, phone=successor.phone, handover=record, send=False,
                )
            )  # fmt: skip
    if not invitations:
        return None
    send_invitation(invitation=invitations[0])
    return invitations[0]


def _pass_tasks(tasks: list[Task], user: User | None, invitation: Invitation | None) -> None:
    for task in tasks:
        task.owner, task.contact, task.invitation = user, None, None if user else invitation
        task.save(update_fields=["owner", "contact", "invitation"])


def _pass_contacts(contacts: list[Contact], successor: Successor) -> None:
    """End the leaver's entries and write the successor's; a number is public only when its owner says so."""
    today = clock.today()
    for old in contacts:
        old.until = max(today, old.since)
        old.save(update_fields=["until"])
        Contact.objects.create(
            organisation=old.organisation, role=old.role, duty=old.duty, user=successor.user,
            name=successor.called, post=old.post, phone=successor.phone,
            phone_index=cipher.blind_index(successor.phone) if successor.phone else "",
            email=successor.user.email if successor.user else successor.email,
            name_public=old.name_public, since=old.until,
        )  # fmt: skip


def _pass_seats(seats: list[GroupMember], successor: Successor) -> None:
    today = clock.today()
    for old in seats:
        old.ended_on = today
        old.save(update_fields=["ended_on"])
        there = old.group.members.filter(ended_on=None, role=old.role, name=successor.called)
        if not there.exists():
            GroupMember.objects.create(
                group=old.group, role=old.role, name=successor.called, post=old.post, user=successor.user,
                position=old.position,
            )  # fmt: skip
