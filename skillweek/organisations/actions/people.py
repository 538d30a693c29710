"""Giving and ending roles."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.organisations.actions.errors import OrganisationError
from skillweek.organisations.models import Membership, Organisation
from skillweek.organisations.queries import roles_to_give


@transaction.atomic
def grant(*, user: User, organisation: Organisation, role: str) -> Membership:
    """Give ``user`` a role on ``organisation``; giving it twice changes nothing."""
    membership, _made = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, defaults={"active": True}
    )
    if not membership.active:
        membership.active = True
        membership.save(update_fields=["active"])
    return membership


def check_may_give(organisation: Organisation, role: str, by: User) -> None:
    """Raise OrganisationError when ``by`` may not give ``role`` on ``organisation``."""
    if not Organisation.objects.filter(pk=organisation.pk, active=True).exists():
        raise OrganisationError(_("这个单位已经撤销"))
    if role not in roles_to_give(by, organisation):
        raise OrganisationError(_("您不能在这个单位给出这个角色"), "role")


@transaction.atomic
def give_role(*, user: User, organisation: Organisation, role: str, by: User) -> Membership:
    """Give a person who has a sign-in a further role."""
    check_may_give(organisation, role, by)
    return grant(user=user, organisation=organisation, role=role)


@transaction.atomic
def end_role(*, membership: Membership, by: User) -> Membership:
    """End a role; the row stays as history. Ending it again changes nothing. Nobody ends their own.

    Refused while tasks or contact roles of the person at the unit would be left without anybody.
    """
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation", "user")
        .get(pk=membership.pk)
    )
    if membership.user_id == by.pk:
        raise OrganisationError(_("不能结束自己的角色，请上级单位办理"))
    check_may_give(membership.organisation, membership.role, by)
    if membership.active:
        _check_nothing_left(membership)
        membership.active = False
        membership.save(update_fields=["active"])
    return membership


def _check_nothing_left(membership: Membership) -> None:
    user, unit = membership.user, membership.organisation
    if user.memberships.filter(active=True, organisation=unit).exclude(pk=membership.pk).exists():
        return  # still somebody here
    tasks = user.tasks.filter(organisation=unit, state="open").count()
    contacts = user.contacts.filter(organisation=unit, until=None).count()
    if tasks or contacts:
        words = {"name": user.name, "tasks": tasks, "contacts": contacts}
        raise OrganisationError(
            _("%(name)s名下还有 %(tasks)s 项未完成事项、%(contacts)s 个联系人角色，请办理工作交接") % words
        )
