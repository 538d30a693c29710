"""Invitations, and what goes over to a successor."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import (
    Contact,
    GroupMember,
    Handover,
    Invitation,
    Membership,
    Organisation,
    Task,
)
from skillweek.organisations.queries.rights import AnyUser, roles_to_give, scope
from skillweek.organisations.queries.work import my_tasks
from skillweek.organisations.rules import Right


def _signer() -> signing.Signer:
    return signing.Signer(salt="organisations.invitation", sep=".")


def invitation_token(invitation: Invitation) -> str:
    """The signed key to an invitation."""
    return _signer().sign(invitation.code)


def invitation_link(invitation: Invitation) -> str:
    """The whole address that is mailed or passed on."""
    return settings.SITE_URL + reverse("organisations:accept", args=[invitation_token(invitation)])


def invitation_by_token(text: str) -> QuerySet[Invitation]:
    """The invitation ``text`` is the key to, whatever its state; nothing when it was altered."""
    try:
        code = _signer().unsign(text)
    except signing.BadSignature:
        return Invitation.objects.none()
    return Invitation.objects.filter(code=code).select_related("organisation__kind", "by")


def open_invitations(unit: Organisation) -> QuerySet[Invitation]:
    """Invitations to ``unit`` that were neither accepted nor withdrawn."""
    return unit.invitations.filter(state=Invitation.State.OPEN).select_related("by")


def invitations_managed_by(user: AnyUser) -> QuerySet[Invitation]:
    """Invitations to units that ``user`` manages."""
    found = Invitation.objects.filter(organisation__in=scope(user, Right.MANAGE))
    return found.select_related("organisation", "by", "accepted_by")


def expired(invitation: Invitation) -> bool:
    """True when an open invitation is past its day."""
    return invitation.state == Invitation.State.OPEN and invitation.expires_at <= clock.now()


@dataclass(frozen=True)
class Belongings:
    """What a leaver has at the units an officer manages, and whether a role is left elsewhere."""

    tasks: list[Task] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    seats: list[GroupMember] = field(default_factory=list)
    roles: list[Membership] = field(default_factory=list)
    elsewhere: int = 0

    @property
    def total(self) -> int:
        """How many things there are to hand over."""
        return len(self.tasks) + len(self.contacts) + len(self.seats) + len(self.roles)


def belongings(leaver: User, by: AnyUser) -> Belongings:
    """Everything of ``leaver`` that ``by`` may hand over; roles above those ``by`` may give stay."""
    units = scope(by, Right.MANAGE)
    here = {"organisation__in": units}
    roles = leaver.memberships.filter(active=True).select_related("organisation")
    mine = [one for one in roles if one.role in roles_to_give(by, one.organisation)]
    seats = leaver.seats.filter(ended_on=None, group__active=True, group__organisation__in=units)
    return Belongings(
        tasks=list(my_tasks(leaver).filter(**here)),
        contacts=list(leaver.contacts.filter(**here, until=None).select_related("organisation")),
        seats=list(seats.select_related("group__organisation")),
        roles=mine,
        elsewhere=len(roles) - len(mine),
    )


def handovers_of(unit: Organisation) -> QuerySet[Handover]:
    """Hand-overs at ``unit``, the latest first."""
    return unit.handovers.select_related("leaver", "successor", "by")


def successors(unit: Organisation, leaver: User) -> QuerySet[User]:
    """People with a role at ``unit`` who may take over from ``leaver``."""
    found = User.objects.filter(
        is_active=True, memberships__organisation=unit, memberships__active=True
    ).exclude(pk=leaver.pk)
    return found.distinct().order_by("name", "pk")
