"""Who did what, with the units of people and things: for one object, and for everything in a person's scope."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from skillweek.accounts.models import User
from skillweek.audit import queries as audit
from skillweek.audit.queries import Change, Cursor, Sifted
from skillweek.organisations.models import Membership, Organisation
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right


@dataclass(frozen=True)
class Line:
    """One step: from which unit the person is, whose thing it is, and for whom they did it when not for their own."""

    step: Change
    who_unit: str
    unit: str
    behalf: bool


@dataclass(frozen=True)
class Lines:
    """A page of steps, and the cursor of the next."""

    lines: list[Line]
    following: Cursor | None


@dataclass(frozen=True)
class Kind:
    """A kind of thing that has a history."""

    label: str
    name: str


def object_of(user: AnyUser, label: str, pk: str) -> Model | None:
    """The thing whose history ``user`` asks for; None when there is none or it is not theirs to read."""
    rows = audit.readable(user, label)
    if rows is None:
        return None
    try:
        found: Model | None = rows.filter(pk=pk).first()
    except (ValueError, TypeError, OverflowError):
        return None
    return found


def history_of(target: Model, sifted: Sifted, size: int) -> Lines:
    """Steps of ``target`` and of its parts, latest first."""
    found = audit.page(audit.of_object(target._meta.label_lower, target.pk), sifted, size)
    return Lines(_lines(found.steps), found.following)


def journal_units(user: AnyUser) -> list[int]:
    """Units whose journal ``user`` may read."""
    return scope(user, Right.REVIEW)


def journal(units: Iterable[int], sifted: Sifted, kind: str, size: int) -> Lines:
    """What was done to things of ``units``, latest first."""
    found = audit.page(audit.of_units(units, kind), sifted, size)
    return Lines(_lines(found.steps), found.following)


def kinds() -> list[Kind]:
    """Kinds of things in the journal, by name."""
    found = [Kind(label, audit.kind_of(audit.model_of(label))) for label in audit.tracked]
    return sorted(found, key=lambda kind: kind.name)


def _lines(steps: list[Change]) -> list[Line]:
    units = _units_of(steps)
    people = {step.who.pk for step in steps if step.who}
    roles: dict[int, list[Organisation]] = defaultdict(list)
    members = Membership.objects.filter(user__in=people, active=True).select_related("organisation")
    for one in members.order_by("pk"):
        roles[one.user_id].append(one.organisation)
    return [_line(step, units.get((step.model, step.pk)), roles) for step in steps]


def _line(step: Change, unit: Organisation | None, roles: dict[int, list[Organisation]]) -> Line:
    mine = roles.get(step.who.pk, []) if isinstance(step.who, User) else []
    foreign = unit is not None and bool(mine) and unit.pk not in {one.pk for one in mine}
    name = unit.called if unit is not None else ""
    return Line(step, mine[0].called if mine else "", name, foreign and step.rewrites)


def _units_of(steps: list[Change]) -> dict[tuple[str, Any], Organisation]:
    """The unit each thing belongs to: one query for each kind of thing, one for the units."""
    wanted: dict[str, set[Any]] = defaultdict(set)
    for step in steps:
        wanted[step.model].add(step.pk)
    found: dict[tuple[str, Any], int] = {}
    for label, pks in wanted.items():
        if label in audit.tracked and (way := audit.tracked[label].unit):
            rows = audit.model_of(label)._default_manager.filter(pk__in=pks).order_by()
            found |= {(label, pk): unit for pk, unit in rows.values_list("pk", way) if unit}
    units = Organisation.objects.in_bulk(set(found.values()))
    return {key: units[unit] for key, unit in found.items() if unit in units}
