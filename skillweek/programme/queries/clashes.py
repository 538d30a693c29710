"""What stands around a session, read in a few queries however many sessions there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from skillweek.common import clock
from skillweek.organisations.models import Contact, Venue, Window
from skillweek.organisations.queries import in_force, place_of
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session, SessionStaff
from skillweek.programme.queries.clash_marks import Around, Mark, Room, Span, Stand, marks

#: activities whose sessions stand, or may stand one day
LIVE = (
    Activity.State.DRAFT,
    Activity.State.RETURNED,
    Activity.State.SUBMITTED,
    Activity.State.APPROVED,
    Activity.State.PUBLISHED,
)
WAITING = (Activity.State.SUBMITTED, Activity.State.APPROVED)
#: long texts that no clash looks at
_LONG = ("body", "steps", "good_to_know", "search", "summary")


def room_of(venue: Venue | None) -> Room | None:
    """What a clash needs to know of ``venue``."""
    if venue is None:
        return None
    known = venue.latitude is not None and venue.longitude is not None
    point = (venue.latitude, venue.longitude) if known else None
    return Room(venue.pk, venue.name, venue.capacity, venue.shared, point)  # type: ignore[arg-type]  # both known


def stand_of(session: Session, staff: Iterable[int] = ()) -> Stand:
    """``session`` (with its activity, owner, safeguard and venue) as something that clashes."""
    activity = session.activity
    safeguard = getattr(activity, "safeguard", None)
    return Stand(
        session=session.pk, activity=activity.pk, title=str(activity), owner=activity.owner_id,
        owner_name=activity.owner.called, public=activity.state == Activity.State.PUBLISHED,
        waiting=activity.state in WAITING, starts=session.starts, ends=session.ends, room=room_of(session.venue),
        place=session.place_id, highlight=activity.highlight, expected=(safeguard.expected or 0) if safeguard else 0,
        staff=frozenset(staff), revises=activity.revises_id,
    )  # fmt: skip


def live_sessions(edition: Edition, days: Collection[date] | None = None) -> QuerySet[Session]:
    """Planned sessions of activities that are public or on their way; not those of working copies."""
    found = Session.objects.filter(
        activity__edition=edition, activity__state__in=LIVE, activity__revises=None,
        state=Session.State.PLANNED,
    )  # fmt: skip
    if days is not None:
        found = found.filter(day__in=days)
    related = ("activity__owner", "activity__safeguard", "venue")
    return found.select_related(*related).defer(*(f"activity__{name}" for name in _LONG))


def staff_of(sessions: QuerySet[Session]) -> dict[int, set[int]]:
    """Ids of the contacts who must be there, by session."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = SessionStaff.objects.filter(session__in=sessions.order_by().values("pk"))
    for session, contact in rows.values_list("session", "contact"):
        found[session].add(contact)
    return found


def around(edition: Edition, days: Collection[date] | None = None) -> Around:
    """Everything of ``edition`` that a session on ``days`` (any, when None) can clash with: four queries."""
    sessions = live_sessions(edition, days)
    staff = staff_of(sessions)
    stands = [stand_of(one, staff.get(one.pk, ())) for one in sessions]
    return among(edition, stands)


def among(edition: Edition, stands: Iterable[Stand]) -> Around:
    """The surroundings that consist of ``stands``, with who can be had when."""
    zone = ZoneInfo(edition.time_zone)
    by_day: dict[date, list[Stand]] = defaultdict(list)
    for one in stands:
        for day in {one.starts.astimezone(zone).date(), one.ends.astimezone(zone).date()}:
            by_day[day].append(one)
    venues, people = _windows(edition)
    of_city = Q(organisation=edition.city) | Q(organisation__city=edition.city)
    names = dict(Contact.objects.filter(of_city).values_list("pk", "name"))
    return Around(zone, edition.host_at_once, edition.near_km, by_day, venues, people, names)


def _windows(edition: Edition) -> tuple[dict[int, list[Span]], dict[int, list[Span]]]:
    venues: dict[int, list[Span]] = defaultdict(list)
    people: dict[int, list[Span]] = defaultdict(list)
    for one in Window.objects.filter(Q(owner=edition.city) | Q(owner__city=edition.city)):
        span = Span(one.open, one.starts, one.ends, one.note)
        if one.venue_id:
            venues[one.venue_id].append(span)
        elif one.contact_id:
            people[one.contact_id].append(span)
    return venues, people


def clashes_of(sessions: Collection[Session], edition: Edition) -> dict[int, list[Mark]]:
    """Clashes of ``sessions`` (each with its activity and venue), by id, in a constant number of queries."""
    if not sessions:
        return {}
    days = {day for one in sessions for day in _days(one, ZoneInfo(edition.time_zone))}
    found = around(edition, days)
    staff = staff_of(Session.objects.filter(pk__in=[one.pk for one in sessions]))
    return {one.pk: marks(stand_of(one, staff.get(one.pk, ())), found) for one in sessions}


def clashes_at(
    activity: Activity, *, starts: datetime, ends: datetime, venue: Venue | None,
    session: Session | None = None,
) -> list[Mark]:  # fmt: skip
    """Clashes that a session of ``activity`` would have there."""

    zone = ZoneInfo(activity.edition.time_zone)
    place = venue.place if venue else place_of(activity.owner)
    wish = Session(
        pk=session.pk if session else None, activity=activity, starts=starts, ends=ends, venue=venue, place=place
    )  # fmt: skip
    staff = staff_of(Session.objects.filter(pk=session.pk)).get(session.pk, set()) if session else set()
    return marks(stand_of(wish, staff), around(activity.edition, set(_days(wish, zone))))


def _days(session: Session, zone: ZoneInfo) -> list[date]:
    return [session.starts.astimezone(zone).date(), session.ends.astimezone(zone).date()]


def staff_choices(activity: Activity) -> QuerySet[Contact]:
    """People who may have to be there: contacts in force of the owner and of the units that hold it with it."""
    units = [activity.owner_id, *activity.participations.values_list("organisation", flat=True)]
    found = Contact.objects.filter(in_force(clock.today()), organisation__in=[one for one in units if one])
    return found.select_related("organisation").order_by("organisation", "role", "pk")


def with_clashes(sessions: Iterable[Session], edition: Edition) -> list[Session]:
    """``sessions`` of one activity, those that stand with their ``marks``; all with ``people`` who must be there."""
    found = list(sessions)
    planned = [one for one in found if one.state == Session.State.PLANNED and one.activity.state in LIVE]
    clashes = clashes_of(planned, edition)
    there = SessionStaff.objects.filter(session__in=found).select_related("contact")
    people: dict[int, list[SessionStaff]] = defaultdict(list)
    for row in there:
        people[row.session_id].append(row)
    for one in found:
        one.marks = clashes.get(one.pk, [])  # type: ignore[attr-defined]  # for the template
        one.people = people.get(one.pk, [])  # type: ignore[attr-defined]  # for the template
    return found
