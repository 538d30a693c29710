"""The one door to calls and materials."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from skillweek.collection.models import Call, Item, ItemRule
from skillweek.collection.rules import Progress
from skillweek.common import clock
from skillweek.common.registry import EvidenceRow
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, own, reported, scope, with_right, within
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition

State = Item.State
#: states in which an item counts as handed in
HANDED_IN = (State.SUBMITTED, State.ACCEPTED, State.LOCKED)


def calls(edition: Edition) -> QuerySet[Call]:
    """Calls of ``edition``, nearest deadline first."""
    return Call.objects.filter(edition=edition).select_related("edition__city")


def calls_visible_to(user: AnyUser) -> QuerySet[Call]:
    """Calls of the cities in which ``user`` has a desk."""
    units = Organisation.objects.filter(pk__in=scope(user, Right.SEE))
    return Call.objects.filter(
        Q(edition__city__in=units) | Q(edition__city__in=units.values("city"))
    ).select_related("edition__city")


def owing(edition: Edition) -> QuerySet[Organisation]:
    """Units that owe material: vocational schools and county-level units of the city, in the city's order."""
    units = within(edition.city).exclude(pk=edition.city_id)
    return units.filter(Q(kind__is_vocational=True) | Q(kind__is_place=True))


def owing_visible_to(user: AnyUser, edition: Edition) -> QuerySet[Organisation]:
    """Of the units that owe material, those whose desk ``user`` may see."""
    return owing(edition).filter(pk__in=scope(user, Right.SEE))


def with_edit(user: AnyUser) -> QuerySet[Organisation]:
    """Units that ``user`` may write for."""
    return with_right(user, Right.EDIT)


def items_of(call: Call, organisation: Organisation) -> QuerySet[Item]:
    """A unit's material for one call."""
    return (
        _existing()
        .filter(submission__call=call, submission__organisation=organisation)
        .exclude(state=State.WITHDRAWN)
        .select_related("file", "rule__kind", "submission__organisation")
        .prefetch_related("file__renditions")
    )


def editable_by(user: AnyUser) -> QuerySet[Item]:
    """Items of units that ``user`` may write for."""
    return _items().filter(submission__organisation__in=scope(user, Right.EDIT))


def visible_to(user: AnyUser) -> QuerySet[Item]:
    """Items of units whose desk ``user`` may see."""
    return _items().filter(submission__organisation__in=scope(user, Right.SEE))


def _items() -> QuerySet[Item]:
    return _existing().select_related(
        "file", "rule__kind", "submission__organisation__parent", "submission__call"
    )


def _existing() -> QuerySet[Item]:
    """Items as of ``clock.now()``: what was handed in later does not exist yet (in a rehearsal)."""
    return Item.objects.filter(Q(submitted_at__isnull=True) | Q(submitted_at__lte=clock.now()))


def progress(rules: list[ItemRule], items: list[Item]) -> list[Progress]:
    """How far the owner of ``items`` is with each rule."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for item in items:
        counted[item.rule_id][item.state] += 1
    return [
        Progress(
            rule,
            handed_in=sum(counted[rule.pk][state] for state in HANDED_IN),
            accepted=counted[rule.pk][State.ACCEPTED] + counted[rule.pk][State.LOCKED],
            returned=counted[rule.pk][State.RETURNED],
            drafts=counted[rule.pk][State.DRAFT],
        )
        for rule in rules
    ]


@dataclass(frozen=True)
class UnitRow:
    """One unit's line of the table "who is missing"."""

    organisation: Organisation
    progress: list[Progress]

    @property
    def state(self) -> str:
        """``complete``, ``partly`` or ``nothing``."""
        if all(one.complete for one in self.progress):
            return "complete"
        return "partly" if any(one.handed_in for one in self.progress) else "nothing"

    @property
    def waiting(self) -> int:
        """Items that wait for a decision."""
        return sum(one.handed_in - one.accepted for one in self.progress)


def table(call: Call, units: list[Organisation]) -> list[UnitRow]:
    """A row per unit, in two queries whatever their number."""
    rules = list(call.rules.select_related("kind"))
    by_unit: dict[int, list[Item]] = defaultdict(list)
    for item in (
        _existing()
        .filter(submission__call=call, submission__organisation__in=units)
        .select_related("submission")
    ):
        by_unit[item.submission.organisation_id].append(item)
    return [UnitRow(unit, progress(rules, by_unit[unit.pk])) for unit in units]


def _accepted(edition: Edition, parameter: str) -> QuerySet[Item]:
    """Items that an officer has accepted; ``parameter`` is a material kind's code, empty for any."""
    found = _items().filter(
        submission__call__edition=edition, state__in=(State.ACCEPTED, State.LOCKED),
        submitted_at__lte=clock.now(),
    )  # fmt: skip
    return found.filter(rule__kind__code=parameter) if parameter else found


def evidence(edition: Edition, parameter: str) -> dict[int, int]:
    """Accepted items per unit."""
    return dict(Counter(_accepted(edition, parameter).values_list("submission__organisation", flat=True)))


def evidence_rows(edition: Edition, parameter: str, unit: Organisation | None) -> list[EvidenceRow]:
    """Accepted items of ``unit``, or of all."""
    found = _accepted(edition, parameter)
    if unit is not None:
        found = found.filter(submission__organisation=unit)
    return [
        EvidenceRow(
            str(item), item.get_desk_url(), f"{item.rule.kind} · {item.submission.organisation.called}"
        )
        for item in found
    ]


def drafts_of(user: AnyUser) -> QuerySet[Item]:
    """Items that lie as drafts in folders of the person's own units."""
    mine = own(user, Right.EDIT).values("pk")
    found = Item.objects.filter(state=State.DRAFT, submission__organisation__in=mine)
    return found.filter(submission__created_at__lte=clock.now()).select_related(
        "submission__organisation", "submission__call"
    )


def handed_in(edition: Edition) -> QuerySet[Item]:
    """Items of ``edition`` that count as handed in, of units that count in the report."""
    found = _items().filter(submission__call__edition=edition, state__in=HANDED_IN)
    return reported(found, "submission__organisation")


def late(edition: Edition) -> set[int]:
    """Ids of items that came after the end of their call's deadline day, in the edition's time zone."""
    zone = ZoneInfo(edition.time_zone)
    return {
        item.pk
        for item in handed_in(edition)
        if item.submitted_at and item.submitted_at.astimezone(zone).date() > item.submission.call.deadline
    }
