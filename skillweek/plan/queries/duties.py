"""Who owes what, and whether it is done: asked of evidence providers, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Prefetch, QuerySet, When

from skillweek.common import clock, registry
from skillweek.common.registry import EvidenceRow
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, scope, subtree_ids
from skillweek.organisations.rules import Right
from skillweek.plan.models import ActivityKind, Clause, Duty, Edition, Waiver
from skillweek.plan.rules import DONE, WORST_FIRST, duty_state

#: key of the evidence whose kinds are those of ``ActivityKind``
ACTIVITIES = "activities"


@dataclass(frozen=True)
class DutyState:
    """A duty with what was counted for it now."""

    duty: Duty
    count: int
    state: str
    waiver: Waiver | None = None

    @property
    def missing(self) -> int:
        """How many are still owed."""
        return 0 if self.done else max(self.duty.minimum - self.count, 0)

    @property
    def done(self) -> bool:
        """True when it is met or waived."""
        return self.state in DONE

    @property
    def evidence(self) -> registry.Evidence | None:
        """What it is seen by, when that room is there."""
        return dict(registry.evidence.items()).get(self.duty.evidence)

    @property
    def rows(self) -> list[EvidenceRow]:
        """What was counted for it."""
        found = self.evidence
        if found is None or found.rows is None:
            return []
        return found.rows(self.duty.clause.edition, self.duty.parameter, self.duty.organisation)


class Counted:
    """What providers count for ``edition``, each asked once, however many units owe it."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._known: dict[tuple[str, str], dict[int, int]] = {}

    def of(self, key: str, parameter: str) -> dict[int, int]:
        """Counts per unit; none while no room offers this evidence."""
        asked = (key, parameter)
        if asked not in self._known:
            found = registry.evidence[key](self._edition, parameter) if key in registry.evidence else {}
            self._known[asked] = found
        return self._known[asked]


def in_force(edition: Edition) -> QuerySet[Duty]:
    """Duties of ``edition`` that have not been ended."""
    return Duty.objects.filter(clause__edition=edition, ended_at=None)


def states(edition: Edition, duties: QuerySet[Duty], counted: Counted | None = None) -> list[DutyState]:
    """``duties`` with their states at the clock's now, in the order of the clauses."""
    waivers = Waiver.objects.filter(ended_at=None, at__lte=clock.now()).select_related("by")
    found = list(
        duties.select_related(
            "clause__edition__city", "organisation__kind", "organisation__parent", "laid_by"
        )
        .prefetch_related(Prefetch("waivers", waivers, to_attr="waivers_in_force"))
        .order_by("clause__position", "clause__path", "due", "pk")
    )
    counted, today = counted or Counted(edition), clock.today(edition.time_zone)
    made = []
    for duty in found:
        count = counted.of(duty.evidence, duty.parameter).get(duty.organisation_id, 0)
        waiver: Waiver | None = next(iter(duty.waivers_in_force), None)
        state = duty_state(count, duty.minimum, duty.due, today, waived=waiver is not None)
        made.append(DutyState(duty, count, state, waiver))
    return made


def states_of(
    edition: Edition,
    units: Iterable[Organisation],
    clause: Clause | None = None,
    counted: Counted | None = None,
) -> list[DutyState]:
    """What ``units`` owe, by one clause when given."""
    found = in_force(edition).filter(organisation__in=[unit.pk for unit in units])
    return states(edition, found.filter(clause=clause) if clause else found, counted)


def worst_first(found: Iterable[DutyState]) -> list[DutyState]:
    """What needs work most first, what is done last."""
    return sorted(found, key=lambda one: (one.done, WORST_FIRST.index(one.state), one.duty.due))


def board_units(user: AnyUser) -> QuerySet[Organisation]:
    """Units whose duties ``user`` sees: own and below; the city first, then county-level units."""
    units = Organisation.objects.filter(pk__in=scope(user, Right.SEE), active=True)
    below = Case(When(parent=None, then=0), When(kind__is_place=True, then=1), default=2)
    named = units.only("code", "name", "short_name", "name_en", "position", "kind", "parent", "city")
    return named.prefetch_related("kind").order_by(below, "position", "code")


def duties_visible_to(user: AnyUser) -> QuerySet[Duty]:
    """Duties, ended ones too, of units whose desk ``user`` sees."""
    return Duty.objects.filter(organisation__in=scope(user, Right.SEE)).select_related(
        "clause__edition__city", "organisation__kind", "organisation__parent", "laid_by"
    )


def duties_managed_by(user: AnyUser) -> QuerySet[Duty]:
    """Duties that ``user`` may change or end: those laid by a unit that ``user`` manages."""
    managed = scope(user, Right.MANAGE)
    mine = duties_visible_to(user)
    return mine.filter(laid_by__in=managed) | mine.filter(laid_by=None, clause__edition__city__in=managed)


def duties_below(user: AnyUser) -> QuerySet[Duty]:
    """Duties that ``user`` may waive or remind of: those of units whose superior ``user`` manages."""
    return duties_visible_to(user).filter(organisation__parent__in=scope(user, Right.MANAGE))


def alike(duty: Duty, user: AnyUser) -> QuerySet[Duty]:
    """Duties in force that are ``duty`` for other units too, and that ``user`` may change."""
    same = duties_managed_by(user).filter(
        clause=duty.clause, evidence=duty.evidence, parameter=duty.parameter
    )
    return same.filter(ended_at=None).order_by("pk")


def holders(clause: Clause, evidence: str, parameter: str) -> set[int]:
    """Ids of the units that owe this duty already."""
    same = Duty.objects.filter(clause=clause, evidence=evidence, parameter=parameter, ended_at=None)
    return set(same.values_list("organisation", flat=True))


def answering(clause: Clause) -> list[tuple[ActivityKind, list[EvidenceRow]]]:
    """Published activities by the kinds that answer ``clause``, as the room that owns them tells."""
    rows = registry.evidence[ACTIVITIES].rows if ACTIVITIES in registry.evidence else None
    kinds = clause.edition.activitykinds.filter(clause_path=clause.path)
    return [(kind, rows(clause.edition, kind.code, None)) for kind in kinds] if rows else []


def layable(issuer: Organisation) -> QuerySet[Organisation]:
    """Units on which ``issuer`` may lay a duty: itself and all below it, in the order of the tree."""
    units = Organisation.objects.filter(pk__in=subtree_ids(issuer), active=True)
    itself = Case(When(pk=issuer.pk, then=0), default=1)
    return units.select_related("kind", "parent").order_by(itself, "-kind__is_place", "position", "code")


def parameter_label(edition: Edition, duty: Duty) -> str:
    """What a duty is seen by, in words: the evidence, and its kind when there is one."""
    if duty.evidence not in registry.evidence:
        return duty.evidence
    found = registry.evidence[duty.evidence]
    kind = dict(found.parameters(edition)).get(duty.parameter, duty.parameter)
    return f"{found.label} · {kind}" if kind else str(found.label)


def evidence_choices(edition: Edition) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every evidence with its kinds, for a form: (label, [("key:parameter", label)])."""
    choices = []
    for key, found in registry.evidence.items():
        anything = (f"{key}:", str(found.label))
        kinds = [(f"{key}:{code}", f"{found.label} · {label}") for code, label in found.parameters(edition)]
        choices.append((str(found.label), [anything, *kinds]))
    return choices
