"""Contacts, groups and tasks for tests of this room and of those above it."""

from datetime import date
from typing import Any

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Contact, GroupMember, LeadingGroup, Organisation, Task


def contact_facts(**facts: Any) -> dict[str, Any]:
    """Fields of a contact as the form gives them."""
    return {
        "role": Contact.Role.LIAISON, "duty": "", "name": "示例-联络员", "post": "示例科", "phone": "13900000001",
        "email": "liaison@example.invalid", "user": None, "since": date(2021, 3, 1), "until": None,
        "name_public": False, "phone_public": False, "email_public": False,
    } | facts  # fmt: skip


def make_contact(unit: Organisation, **facts: Any) -> Contact:
    """A contact, written without asking who may."""
    return Contact.objects.create(organisation=unit, **contact_facts(**facts))


def make_group(unit: Organisation, *heads: str, year: int = 2021, **facts: Any) -> LeadingGroup:
    """A leading group with heads."""
    name = facts.pop("name", "示例-领导小组")
    group = LeadingGroup.objects.create(organisation=unit, year=year, name=name, **facts)
    for head in heads:
        GroupMember.objects.create(group=group, role=GroupMember.Role.HEAD, name=head)
    return group


def make_task(
    unit: Organisation, *, title: str = "报送方案", due: date = date(2021, 5, 20), **owner: Any
) -> Task:
    """An open task; ``owner``, ``contact`` or ``invitation`` names who owes it."""
    by: User | None = owner.get("owner")
    return Task.objects.create(
        organisation=unit, title=title, due=due, created_by=by, created_at=clock.now(), **owner
    )
