"""What the pages of safety, permits and money show."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.organisations.models import Venue
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition, SafetyItem
from skillweek.programme.models import Activity, Permit, Safeguard, SafetyAnswer, Session
from skillweek.programme.queries.activities import visible_to
from skillweek.programme.rules import is_online, missing_safeguards, permit_gaps
from skillweek.programme.rules.budgets import total
from skillweek.programme.rules.permits import (
    NEAR_DAYS,
    Standing,
    changed_since,
    permit_held,
    snapshot,
    standing,
)
from skillweek.programme.rules.safety import items_asked, written

State = Activity.State
#: states in which an activity still goes somewhere
ALIVE = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.APPROVED, State.PUBLISHED)


def with_safeguards(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """``activities`` with everything that the rules on safety, permits and money ask about."""
    return activities.select_related("edition", "safeguard", "permit").prefetch_related(
        "edition__safetyitems", "edition__frugalitywords", "safety_answers", "budget"
    )


def reviewed_by(user: AnyUser) -> QuerySet[Activity]:
    """Activities of the units for which ``user`` decides."""
    return visible_to(user).filter(owner__in=scope(user, Right.REVIEW))


def planned(activity: Activity) -> list[Session]:
    """Sessions that are to happen, with their rooms."""
    return [one for one in activity.sessions.all() if one.state == Session.State.PLANNED]


def permit_of(activity: Activity) -> Permit | None:
    """The permit's row, or None."""
    return permit_held(activity)


def standing_of(activity: Activity, sessions: Sequence[Session] | None = None) -> Standing:
    """Where the permit of ``activity`` stands today."""
    there = planned(activity) if sessions is None else sessions
    kept: Safeguard | None = getattr(activity, "safeguard", None)
    expected, permit = kept.expected if kept else None, permit_of(activity)
    return standing(
        permit=permit, expected=expected, edition=activity.edition, days=[one.day for one in there],
        today=clock.today(activity.edition.time_zone), changed=changed_since(permit, snapshot(expected, there)),
        online=is_online(there),
    )  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """The safety plan of an activity: items asked, with what is written on each."""

    rows: list[tuple[SafetyItem, SafetyAnswer | None]]
    done: int
    total: int


def plan_of(activity: Activity) -> Plan:
    """What is asked, and what is written."""
    kept: Safeguard | None = getattr(activity, "safeguard", None)
    online = is_online(planned(activity))
    items = items_asked(activity.edition.safetyitems.all(), activity.edition, kept, online=online)
    answers = list(activity.safety_answers.select_related("file", "item"))
    by_item = {one.item_id: one for one in answers}
    there = written(answers)
    return Plan(
        [(item, by_item.get(item.pk)) for item in items], sum(item.pk in there for item in items), len(items)
    )


def public_note(activity: Activity) -> str:
    """What those who come are told about safety; the rest of the safeguards is for officers."""
    kept: Safeguard | None = getattr(activity, "safeguard", None)
    return kept.public_note if kept else ""


def safety_facts(activity: Activity) -> dict[str, Any]:
    """What a page that shows the safeguards of ``activity`` needs besides it."""
    return {
        "standing": standing_of(activity), "permit": permit_of(activity), "plan": plan_of(activity),
        "spent": total(activity.budget.all()),
    }  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One of the pages of the step: its name in addresses, its label, how much is missing on it."""

    name: str
    label: str
    gaps: int


def pages_of(activity: Activity) -> list[Page]:
    """The pages on safety that this activity needs: a small one three, a large one also the plan and the permit."""
    sessions = planned(activity)
    gaps = Counter(
        gap.step for gap in missing_safeguards(activity, sessions) + permit_gaps(activity, sessions)
    )
    wanted = [("safety", _("责任人和人数")), ("care", _("措施和保险"))]
    if plan_of(activity).total:
        wanted.append(("plan", _("安全方案")))
    if standing_of(activity, sessions).needed:
        wanted.append(("permit", _("大型活动许可")))
    wanted.append(("budget", _("经费")))
    return [Page(name, label, gaps[name]) for name, label in wanted]


def rooms_of(activity: Activity) -> list[Venue]:
    """Rooms of the planned sessions, each once, by name."""
    found = {one.venue.pk: one.venue for one in planned(activity) if one.venue}
    return sorted(found.values(), key=lambda room: room.name)


def stale_permits(edition: Edition) -> list[tuple[Activity, Standing]]:
    """Activities to come whose permit, or application, was made for something else than now stands."""
    coming = Session.objects.filter(
        activity=OuterRef("pk"), state=Session.State.PLANNED, ends__gt=clock.now(), venue__isnull=False
    )
    found = Activity.objects.filter(
        Exists(coming), ~Q(permit__covers={}), edition=edition, state__in=ALIVE, permit__isnull=False,
        safeguard__expected__gte=edition.crowd_from,
    )  # fmt: skip
    full = found.select_related("edition", "safeguard", "permit", "owner").prefetch_related(
        Prefetch("sessions", Session.objects.select_related("venue"))
    )
    rows = [(one, standing_of(one)) for one in full.order_by("pk")]
    return [row for row in rows if row[1].state == "stale"]


def permits_of(user: AnyUser, edition: Edition) -> list[tuple[Activity, Standing]]:
    """Large activities of the units that ``user`` reviews for, the earliest last filing day first."""
    found = with_safeguards(
        visible_to(user)
        .filter(
            owner__in=scope(user, Right.REVIEW), edition=edition, state__in=ALIVE,
            safeguard__expected__gte=edition.crowd_from,
        )
        .select_related("owner__parent")
        .prefetch_related(Prefetch("sessions", Session.objects.select_related("venue")))
    )  # fmt: skip
    rows = [(one, standing_of(one)) for one in found]
    needed = [row for row in rows if row[1].needed]
    return sorted(needed, key=lambda row: (row[1].last_day or date.max, row[0].pk))


def standings(activities: Iterable[Activity]) -> dict[int, Standing]:
    """Where the permits of ``activities`` (a page of a list) stand, by id; only of those that need one."""
    pks = [one.pk for one in activities]
    found = Activity.objects.filter(pk__in=pks, safeguard__expected__gte=F("edition__crowd_from"))
    full = found.select_related("edition", "safeguard", "permit").prefetch_related(
        Prefetch("sessions", Session.objects.select_related("venue"))
    )
    known = {one.pk: standing_of(one) for one in full}
    return {pk: one for pk, one in known.items() if one.needed}


def unfiled(edition: Edition) -> QuerySet[Activity]:
    """Large activities whose last filing day is near or past and for which nothing was filed; with ``last_day``."""
    planned_days = Q(sessions__state=Session.State.PLANNED, sessions__venue__isnull=False)
    today = clock.today(edition.time_zone)
    nothing = Q(permit=None) | Q(permit__filed_on=None, permit__file=None, permit__exemption="")
    return (
        Activity.objects.filter(
            nothing, edition=edition, state__in=ALIVE, safeguard__expected__gte=edition.crowd_from
        )
        .annotate(first_room_day=Min("sessions__day", filter=planned_days))
        .filter(
            first_room_day__gte=today,
            first_room_day__lte=today + timedelta(days=edition.permit_days + NEAR_DAYS),
        )
        .annotate(
            last_day=ExpressionWrapper(
                F("first_room_day") - Value(edition.permit_days), output_field=DateField()
            )
        )
    )
