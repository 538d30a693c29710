"""Inviting people: a link in place of a password that somebody else typed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.common import clock, wording
from skillweek.messaging.actions import queue
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.actions.people import check_may_give, grant
from skillweek.organisations.messages import MAIL, TEXT
from skillweek.organisations.models import (
    Contact,
    GroupMember,
    Handover,
    Invitation,
    Organisation,
    Task,
)
from skillweek.organisations.queries import city_of, expired, invitation_link

State = Invitation.State


@transaction.atomic
def invite(
    *, organisation: Organisation, role: str, by: User, name: str, email: str = "", phone: str = "",
    handover: Handover | None = None, send: bool = True,
) -> Invitation:  # fmt: skip
    """Ask somebody to take ``role`` on ``organisation``; the link goes out when there is an address."""
    check_may_give(organisation, role, by)
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if organisation.invitations.filter(state=State.OPEN, role=role, name=name).exists():
        raise OrganisationError(
            _("已经邀请过%(name)s，还没有接受；可以重发原来的邀请") % {"name": name}, "name"
        )
    invitation = Invitation.objects.create(
        organisation=organisation, role=role, name=name, email=email, phone=phone, by=by, at=clock.now(),
        expires_at=_expiry(), handover=handover,
    )  # fmt: skip
    if send:
        send_invitation(invitation=invitation)
    return invitation


def _expiry() -> datetime:
    return clock.now() + timedelta(days=settings.INVITATION_DAYS)


@transaction.atomic
def send_invitation(*, invitation: Invitation) -> None:
    """Queue the link by mail, or by text message where there is only a number; nothing without either."""
    address = invitation.email or invitation.phone
    if not address:
        return
    channel, kind = (Message.Channel.MAIL, MAIL) if invitation.email else (Message.Channel.SMS, TEXT)
    city = city_of(invitation.organisation)
    with translation.override(settings.LANGUAGE_CODE):
        values = {
            "name": invitation.name, "unit": invitation.organisation.name, "city": city.name,
            "role": str(invitation.get_role_display()), "officer": invitation.by.name,
            "link": invitation_link(invitation), "until": wording.moment(invitation.expires_at),
        }  # fmt: skip
        subject, body = compose(city_code=city.code, key=kind.key, values=values)
    invitation.sent += 1
    invitation.save(update_fields=["sent"])
    queue(
        city_code=city.code, channel=channel, address=address, subject=subject, body=body, kind=kind.key,
        values=values, owner_code=invitation.organisation.code,
        dedup_key=f"invitation:{invitation.code}:{invitation.sent}",
    )  # fmt: skip


def _hold(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "by", "handover")
    return rows.get(pk=invitation.pk)


def _check_open(invitation: Invitation) -> None:
    if invitation.state == State.ACCEPTED:
        raise OrganisationError(_("这个邀请已经接受过了"))
    if invitation.state == State.WITHDRAWN:
        raise OrganisationError(_("这个邀请已经撤回"))


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Send the link again and let it run from now; also for one that has expired."""
    invitation = _hold(invitation)
    _check_open(invitation)
    check_may_give(invitation.organisation, invitation.role, by)
    invitation.expires_at, invitation.by = _expiry(), by
    invitation.save(update_fields=["expires_at", "by"])
    send_invitation(invitation=invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Make the link worthless; a second time changes nothing. Refused while tasks wait for the invited person."""
    invitation = _hold(invitation)
    check_may_give(invitation.organisation, invitation.role, by)
    if invitation.state == State.WITHDRAWN:
        return invitation
    _check_open(invitation)
    if count := invitation.tasks.filter(state="open").count():
        raise OrganisationError(_("他名下还有 %(count)s 项未完成事项，请先改派再撤回") % {"count": count})
    invitation.state, invitation.ended_at = State.WITHDRAWN, clock.now()
    invitation.save(update_fields=["state", "ended_at"])
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, username: str, password: str) -> User:
    """Make the invited person's sign-in with a name and password of their own choice, and give the role.

    Raises OrganisationError, or ValidationError for a weak password.
    """
    invitation = _acceptable(invitation)
    if User.objects.filter(username__iexact=username).exists():
        raise OrganisationError(_("这个登录名已经有人用了，请换一个"), "username")
    user = create_user(username=username, name=invitation.name, password=password, email=invitation.email)
    _take(invitation, user)
    return user


@transaction.atomic
def accept_invitation_as(*, invitation: Invitation, user: User) -> User:
    """Give the role to somebody who is signed in already."""
    _take(_acceptable(invitation), user)
    return user


def _acceptable(invitation: Invitation) -> Invitation:
    invitation = _hold(invitation)
    _check_open(invitation)
    if expired(invitation):
        raise OrganisationError(_("这个邀请已经过期，请联系邀请人重新发送"))
    try:
        check_may_give(invitation.organisation, invitation.role, invitation.by)
    except OrganisationError as error:
        raise OrganisationError(_("邀请人已不再管理这个单位，请联系单位重新邀请")) from error
    return invitation


def _take(invitation: Invitation, user: User) -> None:
    """Give every role of the invitation, and what waited for the person."""
    for one in _together(invitation):
        grant(user=user, organisation=one.organisation, role=one.role)
        one.state, one.ended_at, one.accepted_by = State.ACCEPTED, clock.now(), user
        one.save(update_fields=["state", "ended_at", "accepted_by"])
        Task.objects.filter(invitation=one).update(owner=user, invitation=None)
        mine = {"user": None, "name": one.name}
        Contact.objects.filter(**mine, organisation=one.organisation, until=None).update(user=user)
        GroupMember.objects.filter(**mine, group__organisation=one.organisation, ended_on=None).update(
            user=user
        )


def _together(invitation: Invitation) -> list[Invitation]:
    """The invitation, and the open ones of the same hand-over that its officer may still give."""
    if invitation.handover_id is None:
        return [invitation]
    others = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    others = others.filter(handover=invitation.handover_id, state=State.OPEN).exclude(pk=invitation.pk)
    return [invitation, *others]
