"""Sessions as visitors, gates and desks see them: what is open, how many places are left."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat

from skillweek.booking.models import Booking, Question, Quota
from skillweek.booking.queries import terms
from skillweek.booking.rules import LIVE, Facts, NotOpen, may_now, may_open
from skillweek.common import clock
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Audience, Edition, Opening, Phase
from skillweek.plan.queries import closed
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import public_sessions

Link = Quota.sessions.through
#: the quotas of sessions; ids as one array: lists of a whole Week ask for hundreds
_ROOMS = (
    "SELECT link.session_id, quota.audience_id, quota.places - quota.buffer, quota.taken "
    f"FROM {Link._meta.db_table} link JOIN {Quota._meta.db_table} quota ON quota.id = link.quota_id "
    "WHERE link.session_id = ANY(%s::bigint[])"
)


@dataclass(frozen=True)
class Room:
    """Places of one session that anybody may take, and how many are taken."""

    places: int
    taken: int

    @property
    def left(self) -> int:
        """Places still free."""
        return self.places - self.taken

    @property
    def percent(self) -> int:
        """How full it is, for a meter; 100 only when nothing is left."""
        if self.left <= 0:
            return 100
        return min(99, round(100 * self.taken / self.places))


#: the room of a session of which only that it has one was asked
UNCOUNTED = Room(1, 0)


@dataclass(frozen=True)
class Slot:
    """A session in a panel of an activity's page: its room (None without booking) and why it is closed."""

    session: Session
    room: Room | None
    closed: NotOpen | None

    @property
    def counted(self) -> bool:
        """Whether ``room`` says how many places are left."""
        return self.room is not UNCOUNTED

    @property
    def state(self) -> str:
        """``open``, ``full``, ``free`` (no booking needed), ``cancelled``, ``begun`` or ``closed``."""
        if self.session.state == Session.State.CANCELLED:
            return "cancelled"
        if self.session.starts <= clock.now():
            return "begun"
        if self.room is None:
            return "free"
        if self.closed:
            return "closed"
        return "open" if self.room.left > 0 else "full"


@dataclass(frozen=True)
class Panel:
    """The sessions of one activity, in order of time."""

    slots: list[Slot]

    @property
    def first_open(self) -> Slot | None:
        """The first session that can be booked, or None."""
        return next((slot for slot in self.slots if slot.state == "open"), None)

    @property
    def full(self) -> bool:
        """True when sessions are still to come, and every one of them is full."""
        states = {slot.state for slot in self.slots}
        return "full" in states and states.isdisjoint({"open", "free"})


def with_facts(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """``sessions`` with what :func:`facts_of` needs, so that it asks the database nothing more."""
    phases = Phase.objects.filter(edition=OuterRef("activity__edition"), starts_at__lte=clock.now())
    spans = Opening.objects.filter(edition=OuterRef("activity__edition"), step="book")
    quotas = Link.objects.filter(session=OuterRef("pk")).order_by("quota__largest_party")
    return sessions.annotate(
        phase_now=Subquery(phases.order_by("-starts_at").values("name")[:1]),
        span=Subquery(spans.values(both=Concat(F("opens"), Value(" "), F("closes")))[:1]),
        largest_party=Subquery(quotas.values("quota__largest_party")[:1]),
        policy_set=terms.policy_of("activity__edition"),
        terms_set=terms.terms_of("activity"),
        asks=Exists(Question.objects.filter(activity=OuterRef("activity"), active=True)),
    )


def visitable() -> QuerySet[Session]:
    """Sessions of published activities, cancelled and past ones too: their page says why they cannot be booked."""
    return with_facts(_published()).select_related(
        "city", "activity__edition", "activity__owner", "activity__kind", "venue", "place"
    )


def bookable(audience: str) -> QuerySet[Session]:
    """Like :func:`visitable` with what a booking needs and no more, for the rush.

    ``audience_found`` is the id of the audience of that code when the activity names it.
    """
    audiences = Audience.objects.filter(activities=OuterRef("activity_id"))
    return (
        with_facts(_published())
        .annotate(
            audience_found=Subquery(audiences.filter(code=audience).values("pk")[:1]),
            audience_asked=Exists(audiences),
        )
        .select_related("city", "activity__edition", "activity__owner")
        .only(
            "code", "starts", "state", "city__code", "activity__owner__code", "activity__state",
            "activity__published_at", "activity__title", "activity__title_en", "activity__edition__ends",
            "activity__edition__retention_days",
        )
    )  # fmt: skip


def _published() -> QuerySet[Session]:
    return Session.objects.filter(
        activity__state=Activity.State.PUBLISHED, activity__published_at__lte=clock.now()
    )


def facts_of(session: Session, audience: Audience | None = None) -> Facts:
    """What the rules need to know about ``session``; one query unless it came through :func:`with_facts`."""
    known = session
    if not hasattr(session, "phase_now"):
        known = with_facts(Session.objects.select_related("activity")).get(pk=session.pk)
    activity = known.activity
    limits, way = terms.limits_of(known), terms.way_of(known, audience)
    return Facts(
        starts=known.starts,
        called_off=known.state == Session.State.CANCELLED,
        published=activity.state == Activity.State.PUBLISHED
        and activity.published_at is not None
        and activity.published_at <= clock.now(),
        phase=known.phase_now or "",  # type: ignore[attr-defined]  # annotated by with_facts
        limited=known.largest_party is not None,  # type: ignore[attr-defined]  # same
        largest_party=known.largest_party or 0,  # type: ignore[attr-defined]  # same
        span=known.span or "",  # type: ignore[attr-defined]  # same
        closed=str(may_now(known.starts, clock.now(), limits, way) or ""),
    )


def open_sessions(edition: Edition) -> QuerySet[Session]:
    """Sessions that can be booked now, full ones included, in order of time."""
    if closed(edition, "book"):
        return Session.objects.none()
    limited = Exists(Link.objects.filter(session_id=OuterRef("pk")))
    return public_sessions(edition).filter(limited, starts__gt=clock.now())


def rooms(session_ids: Iterable[int], audience_id: int | None = None) -> dict[int, Room]:
    """Room of each session that has quotas; for one audience, the tightest quota that applies to it.

    Without an audience: the tightest quota for all, or where there is none the quotas per audience together.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROOMS, [list(session_ids)])
        links = cursor.fetchall()
    whole: dict[int, list[Room]] = defaultdict(list)
    parts: dict[int, list[Room]] = defaultdict(list)
    for session_id, quota_audience, places, taken in links:
        if quota_audience in (None, audience_id):
            whole[session_id].append(Room(places, taken))
        elif audience_id is None:
            parts[session_id].append(Room(places, taken))
    together = {
        key: Room(sum(room.places for room in some), sum(room.taken for room in some))
        for key, some in parts.items()
    }
    return together | {key: min(some, key=lambda room: room.left) for key, some in whole.items()}


def limited(session_ids: Iterable[int]) -> set[int]:
    """Those of the sessions that must be booked; how many places are left is not read."""
    return set(Link.objects.filter(session_id__in=list(session_ids)).values_list("session_id", flat=True))


def places_left(session_ids: Iterable[int]) -> dict[int, int | None]:
    """Places left by session id; None where no booking is needed."""
    wanted = list(session_ids)
    found = rooms(wanted)
    return {key: found[key].left if key in found else None for key in wanted}


def panel(activity: Activity, counted: bool = True) -> Panel:
    """The sessions of ``activity``, for ``booking/_panel.html``.

    Without being ``counted`` the page says nothing that a booking changes: it loads the places left by itself.
    """
    now = clock.now()
    sessions = list(
        with_facts(activity.sessions.select_related("activity", "venue")).order_by("starts", "id")
    )
    ids = [session.pk for session in sessions]
    found = rooms(ids) if counted else dict.fromkeys(limited(ids), UNCOUNTED)
    return Panel([Slot(one, found.get(one.pk), may_open(facts_of(one), now)) for one in sessions])


def alternatives(session: Session, party: int = 1) -> list[Slot]:
    """Other sessions of the same activity that still have room for ``party``."""
    return [
        slot
        for slot in panel(session.activity).slots
        if slot.session.pk != session.pk and slot.state == "open" and slot.room and slot.room.left >= party
    ]


def at_gate(user: AnyUser, day: date | None = None) -> QuerySet[Session]:
    """Sessions of ``day`` (today) at whose gate ``user`` may stand."""
    return Session.objects.filter(
        activity__owner__in=scope(user, Right.GATE),
        activity__state=Activity.State.PUBLISHED,
        state=Session.State.PLANNED,
        day=day or clock.today(),
    ).select_related("activity__owner", "venue")


def at_desk(user: AnyUser) -> QuerySet[Session]:
    """Sessions with places of the units whose desk ``user`` may see."""
    limited = Exists(Link.objects.filter(session_id=OuterRef("pk")))
    return Session.objects.filter(limited, activity__owner__in=scope(user, Right.SEE)).select_related(
        "activity__owner", "venue"
    )


def settable_by(user: AnyUser) -> QuerySet[Session]:
    """Sessions whose number of places ``user`` may set."""
    return Session.objects.filter(
        activity__owner__in=scope(user, Right.EDIT), activity__revises=None, state=Session.State.PLANNED
    ).select_related("activity__owner", "venue")


def promised() -> tuple[Any, Any]:
    """Places that a session offers and people who booked, on ``OuterRef("pk")`` (for ``promised_places``).

    Where several quotas hold for everybody the tightest counts; where there are only those of audiences, their sum.
    """
    links: Any = Link.objects.filter(session=OuterRef("pk")).order_by().values("session")
    everybody = links.filter(quota__audience=None).annotate(n=Min("quota__places")).values("n")
    audiences = links.filter(quota__audience__isnull=False).annotate(n=Sum("quota__places")).values("n")
    live: Any = Booking.objects.filter(session=OuterRef("pk"), state__in=LIVE).order_by().values("session")
    places = Coalesce(Subquery(everybody), Subquery(audiences))
    return places, Subquery(live.annotate(n=Sum("party")).values("n"))


def whole_quotas(session_ids: Iterable[int]) -> dict[int, Quota]:
    """By session id: the quota that is this session's alone and for everybody."""
    links = dict(Link.objects.filter(session_id__in=list(session_ids)).values_list("quota_id", "session_id"))
    own = Quota.objects.filter(pk__in=links, audience=None).alias(shared=Count("sessions")).filter(shared=1)
    return {links[quota.pk]: quota for quota in own.order_by("-pk")}


def whole_quota(session: Session) -> Quota | None:
    """The quota that is this session's alone and for everybody, or None."""
    return whole_quotas([session.pk]).get(session.pk)
