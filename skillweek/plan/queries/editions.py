"""Editions, their phases and their clauses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from skillweek.common import clock
from skillweek.common.parts import kept
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, own, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Clause, Edition, Opening, Phase, Reading
from skillweek.plan.rules import ORDER, STEPS, current_phase, is_open, refusal


def editions() -> QuerySet[Edition]:
    """Editions of the city this site shows (setting CITY; without it, of all cities)."""
    found = Edition.objects.select_related("city", "city__kind")
    return found.filter(city__code=settings.CITY) if settings.CITY else found


def editions_of(city_id: int) -> QuerySet[Edition]:
    """Editions of one city."""
    return Edition.objects.filter(city=city_id)


def current_first(found: QuerySet[Edition]) -> QuerySet[Edition]:
    """``found`` with the one that counts now in front: the next one that is not archived yet, else the last one.

    So next year's can be prepared while this year's still runs. An edition without the phase is archived the day
    after its deadline.
    """
    archive = Phase.objects.filter(edition=OuterRef("pk"), name=Phase.Name.ARCHIVE).values("starts_at")
    day_after = ExpressionWrapper(F("deadline") + timedelta(days=1), output_field=DateTimeField())
    found = found.alias(over_at=Coalesce(Subquery(archive), day_after))
    found = found.alias(over=Case(When(over_at__lte=clock.now(), then=Value(1)), default=Value(0)))
    return found.order_by("over", Case(When(over=0, then=F("starts"))), "-starts")


#: attribute of a request whose view has asked already: the layout around its page asks there first
SHOWN = "shown_edition"


def current_edition() -> Edition | None:
    """The edition this site shows, or None before there is one."""
    return kept(lambda: current_first(editions()).first(), "edition")


@dataclass(frozen=True)
class Calendar:
    """When the phases of an edition begin, and where its steps differ from the preset."""

    begins: Mapping[str, datetime]
    spans: Mapping[str, tuple[str, str]]
    zone: str

    @property
    def days(self) -> dict[str, date]:
        """The local day on which each phase begins."""
        zone = ZoneInfo(self.zone)
        return {name: moment.astimezone(zone).date() for name, moment in self.begins.items()}

    def phase(self, now: datetime | None = None) -> str:
        """Name of the phase at ``now`` (the clock's now by default)."""
        moment = now or clock.now()
        begun = [name for name, starts in self.begins.items() if starts <= moment]
        return max(begun, key=lambda name: (self.begins[name], ORDER.index(name)), default=ORDER[0])

    def span(self, step: str) -> tuple[str, str]:
        """First and last phase in which ``step`` is open."""
        return self.spans.get(step) or (STEPS[step].opens, STEPS[step].closes)

    def closed(self, step: str) -> str | None:
        """Why ``step`` is not open now, in a sentence; None when it is."""
        return refusal(step, self.phase(), self.begins, self.span(step))


def calendar(edition: Edition) -> Calendar:
    """Phases and openings of ``edition``, in two queries."""
    begins = {phase.name: phase.starts_at for phase in edition.phases.all()}
    spans = {one.step: (one.opens, one.closes) for one in Opening.objects.filter(edition=edition)}
    return Calendar(begins, spans, edition.time_zone)


def closed(edition: Edition, step: str) -> str | None:
    """Why ``step`` (a key of ``rules.STEPS``) is not open in ``edition`` now, in a sentence; None when it is."""
    return calendar(edition).closed(step)


def closed_now(step: str) -> str | None:
    """Why ``step`` is not open in the edition this site shows; None when it is, or before there is one."""
    edition = current_edition()
    return closed(edition, step) if edition else None


def phase(edition: Edition, now: datetime | None = None) -> str:
    """Name of the edition's phase at ``now`` (the clock's now by default)."""
    return current_phase(list(edition.phases.all()), now or clock.now())


def manageable(user: AnyUser) -> QuerySet[Edition]:
    """Editions that ``user`` may manage, the latest first."""
    return Edition.objects.filter(city__in=scope(user, Right.MANAGE)).select_related(
        "city__kind", "cloned_from"
    )


def city_of(user: AnyUser) -> Organisation | None:
    """The city whose editions ``user`` may found; None for everybody but its officers."""
    return own(user, Right.MANAGE).filter(parent=None).first()


def overview(user: AnyUser) -> QuerySet[Edition]:
    """Editions of ``user``'s city with how many clauses and duties each has."""
    counted = manageable(user).prefetch_related("phases")
    return counted.annotate(
        clause_count=Count("clauses", distinct=True), duty_count=Count("clauses__duties", distinct=True)
    ).order_by("-starts", "-pk")


def readings_of(user: AnyUser) -> QuerySet[Reading]:
    """Notices read for cities that ``user`` manages and not put aside, latest first."""
    found = Reading.objects.filter(city__in=scope(user, Right.MANAGE), discarded_at=None)
    return found.select_related("city", "file", "edition", "by")


def unconfirmed(city: Organisation) -> QuerySet[Reading]:
    """Notices read for ``city`` that nothing has come of yet."""
    return Reading.objects.filter(city=city, edition=None, discarded_at=None).select_related("file")


def outline(edition: Edition) -> QuerySet[Clause]:
    """The clauses in order, each with ``owed``: how many duties hang on it."""
    return edition.clauses.annotate(owed=Count("duties", filter=Q(duties__ended_at=None))).order_by(
        "position", "path"
    )


@dataclass(frozen=True)
class StepRow:
    """One line of the table of steps: what an edition says, what the preset says, and whether it is open now."""

    key: str
    label: str
    span: tuple[str, str]
    preset: tuple[str, str]
    open_in: list[bool]
    open_now: bool

    @property
    def changed(self) -> bool:
        """True when the edition differs from the preset."""
        return self.span != self.preset


def step_table(found: Calendar) -> list[StepRow]:
    """Every step with the phases in which it is open."""
    now = found.phase()
    return [
        StepRow(
            key, str(step.label), found.span(key), (step.opens, step.closes),
            [is_open(key, name, found.span(key)) for name in ORDER], is_open(key, now, found.span(key)),
        )
        for key, step in STEPS.items()
    ]  # fmt: skip
