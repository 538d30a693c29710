"""Waiting lists as those who wait, the public and desks see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Count, Q, QuerySet, Sum

from skillweek.booking.models import Booking, Offer, Policy, Quota, WaitingEntry
from skillweek.booking.queries.bookings import token
from skillweek.booking.queries.sessions import open_sessions, rooms
from skillweek.booking.rules import HOPING, LIVE, morning_after, why_no_offer
from skillweek.common import clock
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session

State = WaitingEntry.State
SALT = "booking.waiting"
SUGGESTIONS = 3


@dataclass(frozen=True)
class Line:
    """So many parties, and the people in them."""

    groups: int = 0
    people: int = 0


def waiting_token(entry: WaitingEntry) -> str:
    """The signed key to an entry: who has it sees its place, accepts, declines and leaves."""
    return signing.Signer(salt=SALT, sep=".").sign(entry.code)


def by_waiting_token(text: str) -> QuerySet[WaitingEntry]:
    """The entry ``text`` is the key to; nothing when it was altered."""
    try:
        code = signing.Signer(salt=SALT, sep=".").unsign(text)
    except signing.BadSignature:
        return WaitingEntry.objects.none()
    return WaitingEntry.objects.filter(code=code).select_related(
        "city", "session__activity__edition", "session__activity__owner", "session__venue", "audience", "draw"
    )


def policy_of(edition: Edition) -> Policy:
    """The rules of an edition; where the city set none, the presets."""
    return Policy.objects.filter(edition=edition).first() or Policy(edition=edition)


def morning_for(edition: Edition, moment: datetime) -> datetime | None:
    """When messages that can wait go out if ``moment`` lies in the edition's quiet hours, else None."""
    policy = policy_of(edition)
    return morning_after(moment, policy.quiet_from, policy.quiet_until)


def in_line(session: Session) -> QuerySet[WaitingEntry]:
    """Who waits for ``session`` without an offer, in order of arrival; entries of a draw are not in a line."""
    return WaitingEntry.objects.filter(
        city_id=session.city_id, session=session, state=State.WAITING, draw=None
    ).order_by("pk")


def hoping(session: Session) -> list[tuple[WaitingEntry, Offer | None]]:
    """Who waits for ``session`` or has an offer, in order of arrival, each with the offer that is open."""
    entries = WaitingEntry.objects.filter(session=session, state__in=HOPING).select_related(
        "audience", "draw"
    )
    found = Offer.objects.filter(entry__session=session, answer="")
    offers = {offer.entry_id: offer for offer in found}
    return [(entry, offers.get(entry.pk)) for entry in entries.order_by("pk")]


def line(session: Session) -> Line:
    """How many wait for ``session``."""
    return _line(in_line(session))


def ahead_of(entry: WaitingEntry) -> Line:
    """How many wait in front of ``entry``."""
    return _line(in_line(entry.session).filter(pk__lt=entry.pk))


def _line(found: QuerySet[WaitingEntry]) -> Line:
    figures = found.order_by().aggregate(groups=Count("pk"), people=Sum("party"))
    return Line(figures["groups"], figures["people"] or 0)


def reason(entry: WaitingEntry) -> str:
    """Why ``entry`` has no place yet, in one sentence."""
    room = rooms([entry.session_id], entry.audience_id).get(entry.session_id)
    behind = Offer.objects.filter(
        entry__session=entry.session_id, entry__pk__gt=entry.pk, entry__party__lt=entry.party
    )
    left = max(room.left, 0) if room else 0
    return why_no_offer(left, entry.party, behind.values("entry").distinct().count())


def open_offer(entry: WaitingEntry) -> Offer | None:
    """The offer that waits for an answer of ``entry``, or None."""
    return entry.offers.filter(answer="").select_related("booking").first()


def suggested(entry: WaitingEntry) -> list[Session]:
    """What was suggested to ``entry`` instead, and can still be visited."""
    rows = entry.suggestions.filter(session__starts__gt=clock.now(), session__state=Session.State.PLANNED)
    return [one.session for one in rows.select_related("session__activity", "session__venue")]


def receipt_of(entry: WaitingEntry) -> str:
    """The key to the booking that ``entry`` became, or empty."""
    if entry.state != State.ACCEPTED:
        return ""
    mine = Booking.objects.filter(session=entry.session_id, phone_index=entry.phone_index, state__in=LIVE)
    booking = mine.first()
    return token(booking) if booking else ""


def most_places(session: Session, audience_id: int | None) -> int | None:
    """How many the session could hold for an audience if nobody else came; None where no quota applies."""
    applies = Q(audience=None) | Q(audience=audience_id)
    found = [one.places - one.buffer for one in Quota.objects.filter(applies, sessions=session)]
    return min(found, default=None)


def overdue_offers() -> QuerySet[Offer]:
    """Offers nobody answered in time, oldest first."""
    return Offer.objects.filter(answer="", expires_at__lte=clock.now()).order_by("expires_at", "pk")


def awaited() -> QuerySet[Session]:
    """Sessions still to come that somebody waits for."""
    hoped = Q(waiting__state=State.WAITING, waiting__draw=None)
    return Session.objects.filter(hoped, starts__gt=clock.now(), state=Session.State.PLANNED).distinct()


def in_vain() -> QuerySet[Session]:
    """Sessions somebody waits for although nobody can come to them any more: begun, called off, taken back."""
    over = Q(starts__lte=clock.now()) | ~Q(state=Session.State.PLANNED)
    over |= ~Q(activity__state=Activity.State.PUBLISHED)
    return Session.objects.filter(over, waiting__state=State.WAITING, waiting__draw=None).distinct()


def fitting(session: Session) -> list[tuple[Session, int, set[int]]]:
    """Other sessions of the edition with room, nearest in kind first: session, places left, its audiences."""
    others = (
        open_sessions(session.activity.edition)
        .exclude(pk=session.pk)
        .exclude(draw__drawn_at=None, draw__isnull=False)
    )
    found = list(others.select_related("activity").prefetch_related("activity__audiences"))
    left = {key: room.left for key, room in rooms([one.pk for one in found]).items()}
    found.sort(
        key=lambda one: (
            one.activity_id != session.activity_id,
            one.activity.kind_id != session.activity.kind_id,
            one.place_id != session.place_id,
            one.starts,
        )
    )
    return [
        (one, left[one.pk], {audience.pk for audience in one.activity.audiences.all()})
        for one in found
        if left.get(one.pk, 0) > 0
    ]


def chosen(
    found: Iterable[tuple[Session, int, set[int]]], audience_id: int | None, party: int
) -> list[Session]:
    """Of :func:`fitting`, the first few that hold the party and are for its audience."""
    fit = [
        one
        for one, left, audiences in found
        if left >= party and (audience_id is None or not audiences or audience_id in audiences)
    ]
    return fit[:SUGGESTIONS]


def waits(session: Session, phone_index: str) -> bool:
    """True while this number waits for the session, or has an offer."""
    return WaitingEntry.objects.filter(session=session, phone_index=phone_index, state__in=HOPING).exists()
