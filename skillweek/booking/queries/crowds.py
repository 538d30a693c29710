"""Crowd rules and bookings: how many places a limit leaves, and who could stay, move or be released."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from skillweek.booking.models import Booking, Quota
from skillweek.booking.queries.calloffs import ENDED
from skillweek.booking.queries.instead import SameDay, live_sessions
from skillweek.booking.rules import LIVE
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Session
from skillweek.programme.queries.crowds import limits, upcoming

Link = Quota.sessions.through


@dataclass
class Thin:
    """A session with more people than a rule lets in: who stays, who moves where, who is released."""

    session: Session
    limit: int
    people: int
    staying: int
    moves: list[tuple[Booking, Session]] = field(default_factory=list)
    releases: list[Booking] = field(default_factory=list)

    @property
    def over(self) -> int:
        """How many people are too many."""
        return self.people - self.limit

    @property
    def moved(self) -> int:
        """How many people go to another session."""
        return sum(booking.party for booking, _to in self.moves)

    @property
    def released(self) -> int:
        """How many people lose their places."""
        return sum(booking.party for booking in self.releases)

    @property
    def groups(self) -> int:
        """How many parties move or are released."""
        return len(self.moves) + len(self.releases)


def followed(edition: Edition) -> QuerySet[Session]:
    """Sessions of ``edition`` whose places follow the limits of their rooms."""
    return upcoming(edition).filter(quotas__isnull=False, state=Session.State.PLANNED).distinct()


def session_caps(edition: Edition) -> dict[int, int]:
    """By id of a session under a crowd rule: how many people it may take, a daily cap shared out by their wishes."""
    sessions = list(followed(edition).order_by("starts", "pk"))
    found = limits(Session.objects.filter(pk__in=[one.pk for one in sessions]))
    wishes = _wishes([one.pk for one in sessions])
    caps: dict[int, int] = {}
    days: dict[tuple[int | None, object, int], list[int]] = defaultdict(list)
    for one in sessions:
        limit = found[one.pk]
        if limit is None or limit.rule is None:
            continue
        caps[one.pk] = limit.allowed
        if limit.daily is not None:
            days[one.venue_id, one.day, limit.daily].append(one.pk)
    for (_venue, _day, daily), ids in days.items():
        asked = {pk: min(caps[pk], wishes.get(pk, 0)) for pk in ids}
        total = sum(asked.values())
        for pk in ids if total > daily else ():
            caps[pk] = asked[pk] * daily // total
    return caps


def _rows(sessions: Collection[int]) -> list[tuple[int, Quota]]:
    links = Link.objects.filter(session_id__in=list(sessions)).select_related("quota").order_by("quota_id")
    return [(link.session_id, link.quota) for link in links]


def _wish(quota: Quota) -> int:
    return quota.places if quota.wished_places is None else quota.wished_places


def _wishes(sessions: Collection[int]) -> dict[int, int]:
    """By session: the places its organiser wishes for everybody, or of all audiences together."""
    whole: dict[int, list[int]] = defaultdict(list)
    parts: dict[int, int] = defaultdict(int)
    for session, quota in _rows(sessions):
        if quota.audience_id is None:
            whole[session].append(_wish(quota))
        else:
            parts[session] += _wish(quota)
    return dict(parts) | {session: min(some) for session, some in whole.items()}


def quota_caps(caps: dict[int, int]) -> dict[int, int]:
    """By quota: how many places the limits of its sessions (``caps``) leave it.

    One for everybody is held down itself; where there are only those of audiences, they share the limit.
    """
    by_session: dict[int, list[Quota]] = defaultdict(list)
    for session, quota in _rows(caps):
        by_session[session].append(quota)
    found: dict[int, int] = {}
    for session, quotas in by_session.items():
        whole = [one for one in quotas if one.audience_id is None]
        total = sum(_wish(one) for one in quotas)
        for one in whole or quotas:
            share = caps[session] if whole else min(_wish(one), caps[session] * _wish(one) // max(total, 1))
            found[one.pk] = min(found.get(one.pk, share), share)
    return found


def plan(edition: Edition, user: AnyUser) -> list[Thin]:
    """For every session of the units ``user`` is above that is over: the earliest stay, whole parties only.

    Of the others, who fits into a session of the same activity on the same day moves there; the rest is released.
    """
    caps = session_caps(edition)
    mine = followed(edition).filter(pk__in=caps, activity__owner__in=scope(user, Right.REVIEW))
    sessions = {
        one.pk: one
        for one in mine.select_related("activity__owner", "activity__edition", "venue", "city").order_by(
            "starts", "pk"
        )
    }
    booked: dict[int, list[Booking]] = defaultdict(list)
    live = Booking.objects.filter(session__in=sessions, state__in=LIVE).select_related("audience")
    for booking in live.order_by("created_at", "pk"):
        booked[booking.session_id].append(booking)
    found, leaving = [], []
    for pk, session in sessions.items():
        people = sum(one.party for one in booked[pk])
        if people > caps[pk]:
            staying, out = _split(booked[pk], caps[pk])
            found.append(Thin(session, caps[pk], people, staying))
            leaving.append(out)
    _settle(edition, found, leaving)
    return found


def _split(bookings: Iterable[Booking], limit: int) -> tuple[int, list[Booking]]:
    """How many people stay, and which bookings do not: who is inside stays, then the earliest that fit."""
    ordered = list(bookings)
    staying = sum(one.party for one in ordered if one.state not in ENDED)
    out = []
    for one in ordered:
        if one.state not in ENDED:
            continue
        if staying + one.party <= limit:
            staying += one.party
        else:
            out.append(one)
    return staying, out


def _settle(edition: Edition, found: list[Thin], leaving: list[list[Booking]]) -> None:
    """Where each of who leaves goes; a place is given once."""
    finder, over = SameDay(edition, [one.session for one in found]), {one.session.pk for one in found}
    live = live_sessions({one.phone_index for out in leaving for one in out})
    for thin, out in zip(found, leaving, strict=True):
        for booking in out:
            besides = live[booking.phone_index] | over
            there = finder.first(thin.session, booking.audience_id, booking.party, besides)
            if there is None or booking.state != Booking.State.CONFIRMED:
                thin.releases.append(booking)
                continue
            finder.use(there.pk, booking.party)
            live[booking.phone_index].add(there.pk)
            thin.moves.append((booking, there))


def seen(plan: Iterable[Thin]) -> str:
    """Says which plan somebody has looked at."""
    text = [
        f"{one.session.pk}:{one.limit}:{one.people}:"
        + ",".join(f"{booking.pk}>{to.pk}" for booking, to in one.moves)
        + ":" + ",".join(str(booking.pk) for booking in one.releases)
        for one in plan
    ]  # fmt: skip
    return hashlib.sha256("|".join(text).encode()).hexdigest()[:16]
