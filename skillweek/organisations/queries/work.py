"""Leading groups and tasks."""

from datetime import date

from django.db.models import Case, Prefetch, Q, QuerySet, When

from skillweek.accounts.models import User
from skillweek.organisations.models import Contact, GroupMember, LeadingGroup, Organisation, Task
from skillweek.organisations.queries.contacts import contacts_of
from skillweek.organisations.queries.rights import AnyUser, has_right, scope
from skillweek.organisations.queries.units import people
from skillweek.organisations.rules import Right

_SEAT = Case(*[When(role=role, then=place) for place, role in enumerate(GroupMember.Role.values)])
_OWNERS = ("owner", "contact", "invitation", "group", "organisation", "ended_by")


def groups_of(unit: Organisation, year: int | None = None) -> QuerySet[LeadingGroup]:
    """Groups of ``unit`` in force, the latest year first, with ``seats`` in force in the order of rank."""
    found = unit.groups.filter(active=True) if year is None else unit.groups.filter(active=True, year=year)
    return with_seats(found)


def with_seats(groups: QuerySet[LeadingGroup]) -> QuerySet[LeadingGroup]:
    """``groups`` with ``seats``: members in force, the head first."""
    seats = GroupMember.objects.filter(ended_on=None).select_related("user").order_by(_SEAT, "position", "pk")
    return groups.prefetch_related(Prefetch("members", seats, to_attr="seats"))


def former_members(group: LeadingGroup) -> QuerySet[GroupMember]:
    """Who left ``group``, the latest first."""
    return group.members.exclude(ended_on=None).order_by("-ended_on", "-pk")


def groups_visible_to(user: AnyUser) -> QuerySet[LeadingGroup]:
    """Groups of the units whose desk ``user`` sees."""
    return LeadingGroup.objects.filter(organisation__in=scope(user, Right.SEE)).select_related("organisation")


def groups_editable_by(user: AnyUser) -> QuerySet[LeadingGroup]:
    """Groups of the units that ``user`` may write for."""
    return groups_visible_to(user).filter(organisation__in=scope(user, Right.EDIT))


def members_editable_by(user: AnyUser) -> QuerySet[GroupMember]:
    """Seats in force of the groups that ``user`` may write."""
    found = GroupMember.objects.filter(group__organisation__in=scope(user, Right.EDIT), ended_on=None)
    return found.select_related("group__organisation", "user")


def tasks_of(unit: Organisation, state: str = Task.State.OPEN) -> QuerySet[Task]:
    """Tasks of ``unit`` in one state: open ones by their day, ended ones the latest first."""
    found = unit.tasks.filter(state=state).select_related(*_OWNERS)
    return found.order_by("due", "pk") if state == Task.State.OPEN else found.order_by("-ended_at", "-pk")


def task_counts(unit: Organisation, today: date) -> dict[str, int]:
    """How many tasks of ``unit`` are open, late, done and dropped."""
    counts = dict.fromkeys([*Task.State.values, "late"], 0)
    for state, due in unit.tasks.values_list("state", "due"):
        counts[state] += 1
        counts["late"] += state == Task.State.OPEN and due < today
    return counts


def my_tasks(user: User) -> QuerySet[Task]:
    """Open tasks that ``user`` owes, in person or as a contact."""
    mine = Q(owner=user) | Q(contact__user=user)
    return Task.objects.filter(mine, state=Task.State.OPEN).select_related(*_OWNERS).order_by("due", "pk")


def tasks_visible_to(user: AnyUser) -> QuerySet[Task]:
    """Tasks of the units whose desk ``user`` sees, and those ``user`` owes."""
    mine = Q(organisation__in=scope(user, Right.SEE))
    if user.is_authenticated:
        mine |= Q(owner=user) | Q(contact__user=user)
    return Task.objects.filter(mine).select_related(*_OWNERS)


def tasks_editable_by(user: AnyUser) -> QuerySet[Task]:
    """Tasks of the units that ``user`` may write for."""
    return Task.objects.filter(organisation__in=scope(user, Right.EDIT)).select_related(*_OWNERS)


def may_finish(user: AnyUser, task: Task) -> bool:
    """True when ``user`` may say that ``task`` is done: its owner, and those who write for its unit."""
    owner = task.owner_id or (task.contact.user_id if task.contact else None)
    return owner == user.pk or has_right(user, Right.EDIT, task.organisation)


def task_owners(unit: Organisation) -> tuple[list[User], list[Contact]]:
    """Who may owe a task of ``unit``: people with a role there, and contacts that have no sign-in."""
    users = list({one.user_id: one.user for one in people(unit)}.values())
    return users, list(contacts_of(unit).filter(user=None))
