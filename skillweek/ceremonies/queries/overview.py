"""Every unit's ceremony at a glance: who owes one, how far it is, whether it was held."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from skillweek.ceremonies.models import Ceremony
from skillweek.ceremonies.queries.ceremonies import launches_editable_by, launches_visible_to, stagings
from skillweek.ceremonies.queries.readiness import all_steps
from skillweek.ceremonies.rules import Step, percent
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser
from skillweek.plan.models import Duty, Edition
from skillweek.plan.queries import duties_visible_to
from skillweek.plan.queries.duties import Counted, DutyState, states
from skillweek.programme.models import Activity, Session

#: ways to see that a duty to hold a ceremony is met: one that was held, or one that is public
EVIDENCE = (("ceremonies", ""), ("activities", "launch"))


@dataclass(frozen=True)
class Line:
    """One unit with its duty (or none) and one of its ceremonies (or none yet)."""

    unit: Organisation
    duty: DutyState | None
    activity: Activity | None
    session: Session | None
    held: bool
    ready: int | None
    steps: list[Step]
    may_write: bool

    @property
    def missing(self) -> list[Step]:
        """What is still to do."""
        return [step for step in self.steps if not step.done]


def owed(user: AnyUser, edition: Edition) -> list[DutyState]:
    """Duties to hold a ceremony, of the units that ``user`` sees."""
    found = duties_visible_to(user).filter(clause__edition=edition, ended_at=None)
    duties = Duty.objects.none()
    for evidence, parameter in EVIDENCE:
        duties = duties | found.filter(evidence=evidence, parameter=parameter)
    return states(edition, duties, Counted(edition))


def lines(user: AnyUser, edition: Edition) -> list[Line]:
    """Units that owe a ceremony or prepare one, the city first, then in the order of the tree."""
    duties = {one.duty.organisation_id: one for one in owed(user, edition)}
    planned = (
        Session.objects.filter(state=Session.State.PLANNED).select_related("venue").order_by("starts", "pk")
    )
    launches = list(
        launches_visible_to(user).filter(edition=edition).exclude(state=Activity.State.MERGED)
        .prefetch_related(Prefetch("sessions", planned, to_attr="planned")).order_by("created_at", "pk")
    )  # fmt: skip
    mine = set(launches_editable_by(user).filter(edition=edition).values_list("pk", flat=True))
    steps = _steps(launches)
    found = [_line(one, duties.get(one.owner_id), steps.get(one.pk), one.pk in mine) for one in launches]
    there = {one.owner_id for one in launches if one.state != Activity.State.CANCELLED}
    found += [
        Line(one.duty.organisation, one, None, None, False, None, [], False)
        for unit, one in duties.items() if unit not in there
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.unit.parent_id is not None, one.unit.position, one.unit.code))


def _steps(launches: Sequence[Activity]) -> dict[int, list[Step]]:
    """What is to be prepared of those that were begun, by id of the activity."""
    begun: list[Ceremony] = []
    for one in launches:
        ceremony: Ceremony | None = getattr(one, "ceremony", None)
        if ceremony is not None:
            ceremony.activity = one
            begun.append(ceremony)
    sessions = {one.pk: one.planned[0] for one in launches if one.planned}  # type: ignore[attr-defined]  # prefetched
    by_ceremony = all_steps(stagings(begun, sessions))
    return {one.activity_id: by_ceremony[one.pk] for one in begun}


def _line(activity: Activity, duty: DutyState | None, steps: list[Step] | None, may_write: bool) -> Line:
    planned: list[Session] = activity.planned  # type: ignore[attr-defined]  # prefetched
    public = activity.state == Activity.State.PUBLISHED
    held = public and any(one.ends <= clock.now() for one in planned)
    ready = percent(steps) if steps is not None else None
    return Line(
        activity.owner, duty, activity, next(iter(planned), None), held, ready, steps or [], may_write
    )
