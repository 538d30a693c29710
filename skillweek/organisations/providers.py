"""What organisations put into inboxes, and what they show for duties."""

from collections import Counter, defaultdict
from datetime import date
from typing import Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.registry import InboxItem
from skillweek.organisations.models import Contact, GroupMember
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
                  due=one.due, organisation=one.organisation.short_name)
        for one in my_tasks(user)
    ]  # fmt: skip


def _of_city(way: str, edition: Edition) -> Q:
    return Q(**{f"{way}__city": edition.city_id}) | Q(**{way: edition.city_id})


def leading_groups(edition: Edition, parameter: str) -> dict[int, int]:
    """Groups with a head in the edition's year, by unit; ``parameter`` may name a kind (leading, office)."""
    heads = GroupMember.objects.filter(
        role=GroupMember.Role.HEAD, ended_on=None, group__active=True, group__year=edition.year
    )
    heads = heads.filter(_of_city("group__organisation", edition))
    if parameter:
        heads = heads.filter(group__kind=parameter)
    led = set(heads.values_list("group_id", "group__organisation_id"))
    return dict(Counter(unit for _group, unit in led))


def contacts(edition: Edition, parameter: str) -> dict[int, int]:
    """1 for every unit with all required contacts in force; with a role as ``parameter``, with that one.

    After the Week it is asked of its last day, so that later changes of people leave what was met as it was.
    """
    wanted = {parameter} if parameter else {role.value for role in REQUIRED_CONTACTS}
    day = min(clock.today(), edition.ends)
    held: dict[int, set[str]] = defaultdict(set)
    found = Contact.objects.filter(in_force(day), role__in=wanted)
    for unit, role in found.filter(_of_city("organisation", edition)).values_list("organisation_id", "role"):
        held[unit].add(role)
    return {unit: 1 for unit, roles in held.items() if roles == wanted}
