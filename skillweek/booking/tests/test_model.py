"""Bookings against a model in plain Python: whatever people do, in whatever order, both say the same.

``--hypothesis-profile=long`` runs it at the length of a night.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from skillweek.accounts.models import User
from skillweek.booking import actions
from skillweek.booking.models import Booking, Offer, Quota, WaitingEntry
from skillweek.booking.rules import BookingError, Wished
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session

settings.register_profile(
    "long",
    max_examples=200,
    stateful_step_count=10_000,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
LIVE = ("held", "confirmed", "attended")
PHONES = [f"1390000{n:04}" for n in range(12)]
phones, parties = st.sampled_from(PHONES), st.integers(1, 7)
kinds, places_of = st.sampled_from(["parents", "pupils"]), st.integers(0, 12)
at_a_or_b = st.sampled_from("AB")


@dataclass
class Cap:
    """A quota."""

    sessions: str
    kind: str | None
    places: int
    buffer: int = 0


@dataclass
class Visit:
    """A booking."""

    at: str
    phone: str
    party: int
    kind: str
    state: str = "confirmed"


@dataclass
class Hope:
    """An entry of a waiting list, and the booking that keeps places for it."""

    at: str
    phone: str
    party: int
    kind: str
    state: str = "waiting"
    kept: Any = None


@dataclass
class Model:
    """What ought to be."""

    caps: dict[int, Cap]
    visits: dict[Any, Visit] = field(default_factory=dict)
    hopes: dict[int, Hope] = field(default_factory=dict)

    def applying(self, at: str, kind: str) -> list[Cap]:
        return [cap for cap in self.caps.values() if at in cap.sessions and cap.kind in (None, kind)]

    def taken(self, cap: Cap) -> int:
        return sum(
            one.party for one in self.visits.values()
            if one.state in LIVE and one.at in cap.sessions and cap.kind in (None, one.kind)
        )  # fmt: skip

    def left(self, at: str, kind: str) -> int:
        return min(max(cap.places - cap.buffer - self.taken(cap), 0) for cap in self.applying(at, kind))

    def has(self, at: str, phone: str) -> bool:
        return any(one.state in LIVE and (one.at, one.phone) == (at, phone) for one in self.visits.values())

    def hoping(self, at: str, phone: str) -> bool:
        return any(
            one.state in ("waiting", "offered") and (one.at, one.phone) == (at, phone)
            for one in self.hopes.values()
        )

    def queue(self, at: str, kind: str) -> bool:
        """Whether somebody who waits comes first."""
        return any(
            cap.places - cap.buffer - self.taken(cap) < one.party and cap.kind in (None, kind)
            for one in self.hopes.values() if (one.at, one.state) == (at, "waiting")
            for cap in self.applying(at, one.kind)
        )  # fmt: skip

    def may_book(self, at: str, phone: str, party: int, kind: str) -> bool:
        known = self.has(at, phone) or self.queue(at, kind)
        return party <= 6 and not known and party <= self.left(at, kind)

    def may_join(self, at: str, phone: str, party: int, kind: str) -> bool:
        most = min(cap.places - cap.buffer for cap in self.applying(at, kind))
        idle = not any((one.at, one.state) == (at, "waiting") for one in self.hopes.values())
        known = self.has(at, phone) or self.hoping(at, phone)
        return party <= min(6, most) and not known and not (idle and self.left(at, kind) >= party)

    def offer(self) -> list[int]:
        """Keep places for who waits, in order of arrival; who is offered some now."""
        made = []
        for key in sorted(self.hopes):
            one = self.hopes[key]
            if one.state != "waiting" or self.left(one.at, one.kind) < one.party:
                continue
            if self.has(one.at, one.phone):
                one.state = "accepted"
                continue
            one.state, one.kept = "offered", ("offer", key)
            self.visits[one.kept] = Visit(one.at, one.phone, one.party, one.kind, "held")
            made.append(key)
        return made

    def end(self, hope: Hope, state: str) -> None:
        """An offer is not taken: its places go on."""
        hope.state = state
        self.visits[hope.kept].state = "cancelled"
        self.offer()


class Machine(RuleBasedStateMachine):
    """People at two sessions that share places; parents have a quota of their own in one of them."""

    world: dict[str, Any]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.moment: datetime = self.world["now"]
        self.sessions: dict[str, Session] = self.world["sessions"]
        self.he: User = self.world["he"]
        self.gone = 0
        self.model = Model({})
        for cap in (Cap("A", None, 6), Cap("B", None, 8, 1), Cap("AB", None, 10), Cap("A", "parents", 4)):
            self.model.caps[self._save(cap).pk] = cap

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def _save(self, cap: Cap, quota: Quota | None = None) -> Quota:
        audience = Audience.objects.get(code=cap.kind) if cap.kind else None
        wished = Wished("", cap.places, cap.buffer)
        sessions = [self.sessions[at] for at in cap.sessions]
        return actions.save_quota(
            by=self.he, wished=wished, sessions=sessions, audience=audience, quota=quota
        )

    def _does(self, expected: bool, act: Any, **facts: Any) -> Any:
        """Do it at the moment of the test; it must be refused just when the model says so."""
        done, refused = None, None
        with clock.frozen(self.moment):
            try:
                with transaction.atomic():
                    done = act(**facts)
            except BookingError as error:
                refused = error
        assert (refused is None) == expected, refused or "not refused"
        return done

    @staticmethod
    def _pick(data: Any, keys: list[Any]) -> Any:
        """One of ``keys``, drawn by its place: ids differ from run to run."""
        return keys[data.draw(st.integers(0, len(keys) - 1))]

    def _some(self, data: Any, states: tuple[str, ...]) -> tuple[Any, Visit]:
        kept = {one.kept for one in self.model.hopes.values() if one.state == "offered"}
        keys = [key for key, one in self.model.visits.items() if one.state in states and key not in kept]
        key = self._pick(data, keys)
        return key, self.model.visits[key]

    def _row(self, key: Any) -> Booking:
        rows = Booking.objects.select_related(
            "session__activity__edition", "session__city", "audience", "city"
        )
        return rows.get(pk=Offer.objects.get(entry=key[1]).booking_id if isinstance(key, tuple) else key)

    def _facts(self, at: str, phone: str, party: int, kind: str) -> dict[str, Any]:
        session = Session.objects.select_related("activity__edition", "activity__owner", "city").get(
            pk=self.sessions[at].pk
        )
        audience = Audience.objects.get(code=kind)
        return {
            "session": session,
            "name": "陈示例",
            "phone": phone,
            "party": party,
            "audience": audience,
            "consent": True,
        }

    @rule(at=at_a_or_b, phone=phones, party=parties, kind=kinds)
    def book(self, at: str, phone: str, party: int, kind: str) -> None:
        expected = self.model.may_book(at, phone, party, kind)
        made = self._does(expected, actions.book_visit, **self._facts(at, phone, party, kind))
        if made:
            self.model.visits[made.pk] = Visit(at, phone, party, kind)

    @rule(at=at_a_or_b, phone=phones, party=parties, kind=kinds)
    def join(self, at: str, phone: str, party: int, kind: str) -> None:
        expected = self.model.may_join(at, phone, party, kind)
        made = self._does(expected, actions.join, **self._facts(at, phone, party, kind))
        if made:
            self.model.hopes[made.pk] = Hope(at, phone, party, kind)
            self.model.offer()

    def _visits(self, *states: str) -> bool:
        kept = {one.kept for one in self.model.hopes.values() if one.state == "offered"}
        return any(one.state in states and key not in kept for key, one in self.model.visits.items())

    @precondition(lambda self: self._visits("confirmed", "attended", "cancelled"))
    @rule(data=st.data())
    def cancel(self, data: Any) -> None:
        key, visit = self._some(data, ("confirmed", "attended", "cancelled"))
        if self._does(visit.state == "confirmed", actions.cancel_booking, booking=self._row(key)):
            visit.state = "cancelled"
            self.model.offer()

    @precondition(lambda self: self._visits("confirmed", "attended"))
    @rule(data=st.data(), party=parties)
    def change(self, data: Any, party: int) -> None:
        key, visit = self._some(data, ("confirmed", "attended"))
        more = party - visit.party
        fits = more <= 0 or (party <= 6 and more <= self.model.left(visit.at, visit.kind))
        expected = visit.state == "confirmed" and fits
        if self._does(expected, actions.change_booking, booking=self._row(key), party=party):
            visit.party = party
            if more < 0:
                self.model.offer()

    @precondition(lambda self: self._visits("confirmed", "attended"))
    @rule(data=st.data())
    def move(self, data: Any) -> None:
        key, visit = self._some(data, ("confirmed", "attended"))
        there = "B" if visit.at == "A" else "A"
        visit.state, state = "moving", visit.state
        fits = visit.party <= self.model.left(there, visit.kind)
        visit.state = state
        expected = state == "confirmed" and fits and not self.model.has(there, visit.phone)
        if self._does(expected, actions.move_booking, booking=self._row(key), to=self.sessions[there]):
            visit.at = there
            self.model.offer()

    def _hopes(self, *states: str) -> list[int]:
        return [key for key, one in self.model.hopes.items() if one.state in states]

    @precondition(lambda self: self._hopes("waiting", "offered", "accepted"))
    @rule(data=st.data(), step=st.sampled_from(["accept", "decline", "leave"]))
    def answer(self, data: Any, step: str) -> None:
        key = self._pick(data, self._hopes("waiting", "offered", "accepted"))
        hope, entry = self.model.hopes[key], WaitingEntry.objects.select_related("session").get(pk=key)
        if step == "accept":
            again = hope.state == "accepted" and hope.kept is not None
            if self._does(hope.state == "offered" or again, actions.accept, entry=entry) and not again:
                hope.state, self.model.visits[hope.kept].state = "accepted", "confirmed"
            return
        wanted = "offered" if step == "decline" else "waiting"
        expected = hope.state == wanted
        self._does(expected, actions.decline if step == "decline" else actions.leave, entry=entry)
        if expected and step == "decline":
            self.model.end(hope, "left")
        elif expected:
            hope.state = "left"

    @rule(data=st.data(), places=places_of, buffer=st.integers(0, 2))
    def resize(self, data: Any, places: int, buffer: int) -> None:
        key = self._pick(data, sorted(self.model.caps))
        cap = self.model.caps[key]
        wished = Cap(cap.sessions, cap.kind, places, buffer)
        expected = places >= self.model.taken(cap) and buffer <= places
        if self._does(expected, self._save, cap=wished, quota=Quota.objects.get(pk=key)):
            self.model.caps[key] = wished
            self.model.offer()

    @precondition(lambda self: self._visits("confirmed", "attended", "cancelled"))
    @rule(data=st.data())
    def check_in(self, data: Any) -> None:
        key, visit = self._some(data, ("confirmed", "attended", "cancelled"))
        self.gone += 1
        inside = sum(
            one.party for one in self.model.visits.values() if (one.at, one.state) == (visit.at, "attended")
        )
        allowed = min(
            cap.places for cap in self.model.caps.values() if visit.at in cap.sessions and cap.kind is None
        )
        expected = visit.state == "confirmed" and inside + visit.party <= allowed
        facts = {
            "booking": self._row(key),
            "by": self.world["men"],
            "nonce": f"n-{self.gone}",
            "anyway": True,
        }
        if self._does(expected, actions.check_in, **facts):
            visit.state = "attended"

    @rule(hours=st.integers(1, 3))
    def time_goes_on(self, hours: int) -> None:
        self.moment = min(self.moment + timedelta(hours=hours), self.world["latest"])
        overdue = Offer.objects.filter(answer="", expires_at__lte=self.moment).order_by("expires_at", "pk")
        for entry in overdue.values_list("entry", flat=True):
            self.model.end(self.model.hopes[entry], "closed")
        with clock.frozen(self.moment):
            actions.pass_on()
        self.model.offer()

    @invariant()
    def both_say_the_same(self) -> None:
        quotas = dict(Quota.objects.values_list("pk", "taken"))
        assert quotas == {key: self.model.taken(cap) for key, cap in self.model.caps.items()}
        entries = dict(WaitingEntry.objects.values_list("pk", "state"))
        assert entries == {key: one.state for key, one in self.model.hopes.items()}
        names = {session.pk: at for at, session in self.sessions.items()}
        kept = dict(Offer.objects.values_list("booking", "entry"))
        rows = Booking.objects.values_list("pk", "session", "party", "state")
        found = {("offer", kept[pk]) if pk in kept else pk: (names[at], *rest) for pk, at, *rest in rows}
        assert found == {key: (one.at, one.party, one.state) for key, one in self.model.visits.items()}


@pytest.fixture
def world(
    now: datetime, school: Organisation, edition: Edition, lin: User, he: User, men: User
) -> dict[str, Any]:
    """Two sessions on the last day of the Week."""
    activity = make_activity(school, edition, audiences=("parents", "pupils"), code="model")
    starts = now + timedelta(days=4)
    sessions = {at: make_session(activity, starts=starts + timedelta(hours=n)) for n, at in enumerate("AB")}
    return {"now": now, "sessions": sessions, "he": he, "men": men, "latest": now + timedelta(days=2)}


def test_bookings_follow_the_model(world: dict[str, Any]) -> None:
    machine = type("Visits", (Machine,), {"world": world})
    if settings._current_profile == "long":
        run_state_machine_as_test(machine)
        return
    short = settings(
        max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=short)
