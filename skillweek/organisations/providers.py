"""What organisations put into inboxes, and what they show for duties."""

from collections import Counter, defaultdict
from datetime import date
from typing import Protocol

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.registry import Evidence, EvidenceRow, InboxItem
from skillweek.organisations.models import Contact, GroupMember, LeadingGroup, Organisation
from skillweek.organisations.queries import in_force, my_tasks
from skillweek.organisations.rules import REQUIRED_CONTACTS


class Edition(Protocol):
    """What of a year's Week is asked here; the edition itself belongs to a room above."""

    city_id: int
    year: int
    ends: date


def tasks(user: User) -> list[InboxItem]:
    """Open tasks that the person owes."""
    return [
        InboxItem(kind=_("工作事项"), title=one.title, url=one.get_absolute_url(), since=one.created_at,
                  due=one.due, organisation=one.organisation.short_name, unit=one.organisation_id, action=_("办理"))
        for one in my_tasks(user)
    ]  # fmt: skip


def _of_city(way: str, edition: Edition) -> Q:
    return Q(**{f"{way}__city": edition.city_id}) | Q(**{way: edition.city_id})


def _heads(edition: Edition, parameter: str) -> QuerySet[GroupMember]:
    """Seats of heads in groups of the edition's year; ``parameter`` may name a kind of group."""
    found = GroupMember.objects.filter(
        _of_city("group__organisation", edition), role=GroupMember.Role.HEAD, ended_on=None, group__active=True,
        group__year=edition.year,
    )  # fmt: skip
    return found.filter(group__kind=parameter) if parameter else found


def _led_groups(edition: Edition, parameter: str) -> dict[int, int]:
    """Groups with a head, by unit."""
    led = set(_heads(edition, parameter).values_list("group_id", "group__organisation_id"))
    return dict(Counter(unit for _group, unit in led))


def _led_rows(edition: Edition, parameter: str, organisation: Organisation | None) -> list[EvidenceRow]:
    heads = _heads(edition, parameter).select_related("group").order_by("group__organisation", "group", "pk")
    if organisation is not None:
        heads = heads.filter(group__organisation=organisation)
    return [EvidenceRow(str(head.group), head.group.get_absolute_url(), str(head)) for head in heads]


def _group_kinds(edition: Edition) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in LeadingGroup.Kind.choices]


def _held(edition: Edition, parameter: str) -> QuerySet[Contact]:
    """Contacts of the required roles, or of the one that ``parameter`` names.

    After the Week it is asked of its last day, so that later changes of people leave what was met as it was.
    """
    day = min(clock.today(), edition.ends)
    roles = [parameter] if parameter else [role.value for role in REQUIRED_CONTACTS]
    return Contact.objects.filter(in_force(day), _of_city("organisation", edition), role__in=roles)


def _contacts(edition: Edition, parameter: str) -> dict[int, int]:
    """1 for every unit with all required contacts in force; with a role as ``parameter``, with that one."""
    held: dict[int, set[str]] = defaultdict(set)
    for unit, role in _held(edition, parameter).values_list("organisation_id", "role"):
        held[unit].add(role)
    wanted = 1 if parameter else len(REQUIRED_CONTACTS)
    return {unit: 1 for unit, roles in held.items() if len(roles) == wanted}


def _contact_rows(edition: Edition, parameter: str, organisation: Organisation | None) -> list[EvidenceRow]:
    found = _held(edition, parameter).order_by("organisation", "pk")
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return [EvidenceRow(str(one), one.get_absolute_url()) for one in found]


def _contact_roles(edition: Edition) -> list[tuple[str, str]]:
    return [(role.value, str(role.label)) for role in REQUIRED_CONTACTS]


LEADING_GROUPS = Evidence(
    label=gettext_lazy("领导小组（有组长）"), count=_led_groups, parameters=_group_kinds, rows=_led_rows,
    way="organisations:desk", verb=gettext_lazy("去成立"),
)  # fmt: skip
CONTACTS = Evidence(
    label=gettext_lazy("联系人齐全"), count=_contacts, parameters=_contact_roles, rows=_contact_rows,
    way="organisations:desk", verb=gettext_lazy("去登记"),
)  # fmt: skip
