"""The waiting list: order of arrival, whole parties, one offer for one place, lapsing once, leaving, strangers."""

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from skillweek.booking import actions, queries
from skillweek.booking.actions import (
    accept,
    book_visit,
    cancel_booking,
    decline,
    join,
    lapse,
    leave,
    set_places,
)
from skillweek.booking.actions import offers as mechanism
from skillweek.booking.models import Booking, Offer, Policy, Quota, Suggestion, WaitingEntry
from skillweek.booking.rules import AlreadyBooked, AlreadyWaiting, BookingError, NotAllowed, NotOpen, Queued
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.plan.models import Audience
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_session

Waits = Callable[..., WaitingEntry]


@pytest.fixture
def full(session: Session, wish: dict[str, Any]) -> list[Booking]:
    """Four places, taken by two bookings of two."""
    set_places(session=session, places=4, by=None)
    return [book_visit(**wish | {"phone": f"1390000010{number}"}) for number in range(2)]


@pytest.fixture
def waits(session: Session, parents: Audience) -> Waits:
    """``waits(3)``: a party of three stands at the end of the line."""
    numbers = iter(range(100))

    def one(party: int, **facts: Any) -> WaitingEntry:
        wish = {"session": session, "name": "李示例", "phone": f"139000002{next(numbers):02}", "party": party,
                "audience": parents, "consent": True}  # fmt: skip
        return join(**wish | facts)

    return one


def states() -> list[str]:
    return list(WaitingEntry.objects.order_by("pk").values_list("state", flat=True))


def taken_is_true() -> bool:
    """The count of every quota is what its live bookings say."""
    return all(
        quota.taken
        == sum(one.party for one in Booking.objects.filter(quotas__contains=[quota.pk]) if one.live)
        for quota in Quota.objects.all()
    )


def test_a_freed_place_goes_to_the_first_until_the_hours_are_over(
    full: list[Booking], waits: Waits, now: datetime, session: Session
) -> None:
    session.starts = now + timedelta(hours=9)
    session.ends = now + timedelta(hours=10)
    session.save()
    first, _second = waits(2), waits(2)
    told = Message.objects.get(dedup_key=f"booking.waiting:{first.code}")
    assert told.body.startswith("已排队：5 月 23 日 18:00《汝瓷拉坯体验》2 人。")
    cancel_booking(booking=full[0])
    assert states() == ["offered", "waiting"]
    offer = Offer.objects.get()
    assert (offer.entry, offer.expires_at, offer.booking.state, offer.booking.origin) == (
        first, now + timedelta(hours=4), "held", "list",
    )  # fmt: skip
    assert (
        "为您保留到 5 月 23 日 13:00" in Message.objects.get(dedup_key=f"booking.offered:{first.code}").body
    )
    assert (queries.places_left([session.pk]), taken_is_true()) == ({session.pk: 0}, True)
    booking = accept(entry=first)
    assert (booking.state, accept(entry=first).pk, Booking.objects.filter(origin="list").count()) == (
        "confirmed", booking.pk, 1,
    )  # fmt: skip
    assert Message.objects.filter(dedup_key=f"booking.confirmed:{booking.pk}").count() == 1
    events = first.events.order_by("pgh_id").values_list("state", flat=True)
    assert list(events) == ["waiting", "offered", "accepted"]


def test_the_citys_hours_hold_and_never_past_the_beginning(
    full: list[Booking], waits: Waits, now: datetime, session: Session
) -> None:
    waits(2)
    cancel_booking(booking=full[0])
    assert Offer.objects.get().expires_at == session.starts == now + timedelta(hours=1)
    Policy.objects.create(edition=session.activity.edition, offer_hours=0)
    waits(2)
    cancel_booking(booking=full[1])
    assert Offer.objects.order_by("pk").last().expires_at == now


def test_a_family_is_not_split_and_a_smaller_one_behind_is_served_with_the_reason(
    full: list[Booking], waits: Waits, session: Session
) -> None:
    family, pair, single = waits(3), waits(2), waits(1)
    assert queries.reason(family) == "现在没有空出的名额。"
    cancel_booking(booking=full[0])
    assert states() == ["waiting", "offered", "waiting"]
    assert queries.reason(family) == "现在没有空出的名额。空出的名额不够您一行人时，先给了后面人数少的 1 组。"
    decline(entry=pair)
    assert states() == ["waiting", "left", "offered"]
    assert queries.reason(family) == (
        "空出 1 个名额，您要 3 个；一家人不拆开，所以还在等够。空出的名额不够您一行人时，先给了后面人数少的 2 组。"
    )
    cancel_booking(booking=full[1])
    assert states() == ["offered", "left", "offered"]
    accept(entry=family)
    accept(entry=single)
    assert (taken_is_true(), queries.places_left([session.pk])) == (True, {session.pk: 0})


def test_nobody_overtakes_who_waits(full: list[Booking], waits: Waits, wish: dict[str, Any]) -> None:
    waits(3)
    cancel_booking(booking=full[0])
    before = Booking.objects.count()
    with pytest.raises(Queued, match="空出的名额先给排队的人"):
        book_visit(**wish | {"party": 1})
    assert Booking.objects.count() == before
    behind = waits(1)
    assert behind.state == "offered"  # whoever is small enough is served at once, but from the line


def test_another_audiences_line_stops_nobody(
    session: Session, wish: dict[str, Any], parents: Audience, pupils: Audience, waits: Waits
) -> None:
    quota = Quota.objects.create(city_id=session.city_id, audience=parents, places=2)
    quota.sessions.add(session)
    book_visit(**wish)
    waits(2)
    assert book_visit(**wish | {"phone": "13900000555", "audience": pupils}).state == "confirmed"
    with pytest.raises(Queued):
        book_visit(**wish | {"phone": "13900000556"})


def test_more_places_and_shared_quotas_free_places_too(
    full: list[Booking], waits: Waits, session: Session, now: datetime
) -> None:
    later = make_session(session.activity, starts=now + timedelta(hours=5))
    Quota.objects.get().sessions.add(later)
    waits(2)
    waits(2, session=later)
    Quota.objects.update(places=6)
    actions.offer_freed(session)
    assert states() == ["offered", "waiting"]
    cancel_booking(booking=full[0])
    assert states() == ["offered", "offered"]
    assert taken_is_true()


def test_set_places_offers_what_it_adds(full: list[Booking], waits: Waits, session: Session) -> None:
    waits(2)
    set_places(session=session, places=5, by=None)
    assert states() == ["waiting"]
    set_places(session=session, places=6, by=None)
    assert (states(), taken_is_true()) == (["offered"], True)


def test_an_offer_lapses_once_and_passes_on(full: list[Booking], waits: Waits, session: Session) -> None:
    Session.objects.update(starts=session.starts + timedelta(days=1), ends=session.ends + timedelta(days=1))
    session.refresh_from_db()
    first, second = waits(2), waits(2)
    cancel_booking(booking=Booking.objects.get(pk=full[0].pk))
    offer = Offer.objects.get()
    assert lapse(offer=offer) is False
    with clock.frozen(offer.expires_at):
        actions.pass_on()
        assert lapse(offer=offer) is False
        assert (states(), taken_is_true()) == (["closed", "offered"], True)
        with pytest.raises(NotOpen, match="为您保留的时间已过，名额给了下一位"):
            accept(entry=first)
        assert Message.objects.filter(dedup_key=f"booking.lapsed:{first.code}").count() == 1
        accept(entry=second)
    assert list(Offer.objects.order_by("pk").values_list("answer", flat=True)) == ["expired", "accepted"]


def test_who_waited_in_vain_is_told_what_else_there_is(
    full: list[Booking], waits: Waits, session: Session, now: datetime
) -> None:
    other = make_session(session.activity, starts=now + timedelta(hours=5))
    small = make_session(session.activity, starts=now + timedelta(hours=4))
    set_places(session=other, places=9, by=None)
    set_places(session=small, places=2, by=None)
    entry = waits(3)
    with clock.frozen(session.starts):
        actions.pass_on()
        actions.pass_on()
    assert states() == ["closed"]
    assert [(one.entry, one.session) for one in Suggestion.objects.all()] == [(entry, other)]
    assert Message.objects.filter(kind="booking.missed").count() == 1
    got = book_visit(
        session=other, name=entry.name, phone=entry.phone, party=3, audience=entry.audience, consent=True
    )
    actions.pass_on()
    assert Suggestion.objects.get().taken == got


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        ({"party": 7}, NotAllowed, "每次可以约 1 至 6 人"),
        ({"party": 5}, NotAllowed, "每次可以约 1 至 4 人"),
        ({"consent": False}, NotAllowed, "请先同意"),
        ({"phone": "13900000100"}, AlreadyBooked, "已经预约了这一场"),
        ({"phone": "13900000200"}, AlreadyWaiting, "已经在排队了"),
    ],
)
def test_what_cannot_wait_is_refused_with_the_reason(
    full: list[Booking], waits: Waits, change: dict[str, Any], error: type[BookingError], sentence: str
) -> None:
    waits(2)
    with pytest.raises(error, match=sentence):
        waits(**{"party": 2} | change)
    assert states() == ["waiting"]


def test_where_places_are_free_nobody_waits(session: Session, waits: Waits) -> None:
    with pytest.raises(NotOpen, match="现在还有名额，可以直接预约"):
        waits(2)


def test_leaving_and_declining_twice(full: list[Booking], waits: Waits) -> None:
    first, second = waits(2), waits(2)
    leave(entry=first)
    with pytest.raises(NotOpen, match="这个候补现在是“已退出”"):
        leave(entry=first)
    waits(2, phone=first.phone)
    cancel_booking(booking=full[0])
    assert states() == ["left", "offered", "waiting"]
    decline(entry=second)
    with pytest.raises(NotOpen, match="没有等您确认的名额"):
        decline(entry=second)
    assert (states(), taken_is_true()) == (["left", "left", "offered"], True)


def test_the_pages_from_the_full_session_to_the_receipt(
    client: Client, full: list[Booking], waits: Waits, parents: Audience, session: Session
) -> None:
    waits(3)
    page = client.get(f"/sessions/{session.code}/book/").content.decode()
    assert f'href="/sessions/{session.code}/waiting/"' in page
    assert "现在有 1 组 3 人在排队" in page
    typed = {"name": "陈示例", "phone": "139 0000 0001", "party": "2", "audience": str(parents.pk)}
    refused = client.post(f"/sessions/{session.code}/waiting/", typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["consent"])
    assert 'value="陈示例"' in refused.content.decode()
    shown = client.post(f"/sessions/{session.code}/waiting/", typed | {"consent": "on"}, follow=True)
    entry = WaitingEntry.objects.last()
    token = queries.waiting_token(entry)
    assert shown.redirect_chain == [(reverse("booking:waiting", args=[token]), 302)]
    assert "前面还有 1 组 3 人" in shown.content.decode()
    assert "13900000001" not in shown.content.decode()
    early = client.post(reverse("booking:waiting_accept", args=[token]))
    assert (early.status_code, "还没有为您保留的名额" in early.content.decode()) == (409, True)
    cancel_booking(booking=full[0])
    assert "确认要这 2 个名额" in client.get(reverse("booking:waiting", args=[token])).content.decode()
    got = client.post(reverse("booking:waiting_accept", args=[token]), follow=True)
    assert "为您留好 2 个位子" in got.content.decode()
    left = reverse("booking:waiting_leave", args=[token])
    assert client.get(left).headers["Location"] == reverse("booking:waiting", args=[token])
    assert client.post(left).status_code == 409
    assert client.get("/waiting/NOTHING.abc/").status_code == 404


def test_the_page_lets_one_leave(client: Client, full: list[Booking], waits: Waits) -> None:
    path = reverse("booking:waiting_leave", args=[queries.waiting_token(waits(2))])
    assert "要退出吗？" in client.get(path).content.decode()
    assert "已经退出" in client.post(path, follow=True).content.decode()
    assert states() == ["left"]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each of ``works`` returns, or the error it raised, all begun together on connections of their own."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        except BookingError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        jobs = [pool.submit(contextvars.copy_context().run, run, work) for work in works]
        return [job.result() for job in jobs]


@pytest.mark.usefixtures("transactional_db")
class TestAtTheSameMoment:
    def test_two_freed_places_make_two_offers_in_order(self, full: list[Booking], waits: Waits) -> None:
        for _number in range(4):
            waits(2)
        at_once(*(lambda one=one: cancel_booking(booking=one) for one in full))
        assert states() == ["offered", "offered", "waiting", "waiting"]
        assert (Offer.objects.count(), taken_is_true()) == (2, True)

    def test_an_offer_is_accepted_or_lapses_never_both(
        self, full: list[Booking], waits: Waits, session: Session
    ) -> None:
        first, _second = waits(2), waits(2)
        cancel_booking(booking=full[0])
        offer = Offer.objects.get()
        Offer.objects.update(expires_at=clock.now())

        def early() -> Booking:
            with clock.frozen(clock.now() - timedelta(seconds=1)):
                return accept(entry=first)

        accepted, lapsed, again = at_once(early, lambda: lapse(offer=offer), lambda: lapse(offer=offer))
        won = isinstance(accepted, Booking)
        assert sorted([won, lapsed, again]) == [False, False, True]
        assert states() == (["accepted", "waiting"] if won else ["closed", "offered"])
        assert taken_is_true()

    def test_places_freed_while_people_join_are_not_lost(
        self, full: list[Booking], waits: Waits, session: Session
    ) -> None:
        at_once(*(lambda one=one: cancel_booking(booking=one) for one in full),
                *(lambda: waits(2) for _number in range(4)))  # fmt: skip
        room = queries.rooms([session.pk])[session.pk]
        waiting = WaitingEntry.objects.filter(state="waiting").count()
        assert taken_is_true()
        assert waiting == 0 or room.left == 0

    def test_without_the_locks_of_the_house_an_offer_is_accepted_and_lapses(
        self, full: list[Booking], waits: Waits, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The tests above have teeth: who only looks at the rows gives the same places away twice."""
        entry = waits(2)
        cancel_booking(booking=full[0])
        Offer.objects.update(expires_at=clock.now())
        looked = Barrier(2)

        def look(offer: Offer) -> Offer:
            found = Offer.objects.select_related("booking", "entry__session__activity__edition").get(
                pk=offer.pk
            )
            looked.wait()
            return found

        monkeypatch.setattr(mechanism, "hold_offer", look)
        monkeypatch.setattr("skillweek.booking.actions.waiting.hold_offer", look)

        def early() -> Booking:
            with clock.frozen(clock.now() - timedelta(seconds=1)):
                return accept(entry=entry)

        offer = Offer.objects.get()
        accepted, lapsed = at_once(early, lambda: lapse(offer=offer))
        assert (isinstance(accepted, Booking), lapsed) == (True, True)


def test_the_net_offers_what_nobody_noticed(full: list[Booking], waits: Waits) -> None:
    waits(2)
    Quota.objects.update(places=6)
    assert states() == ["waiting"]
    actions.pass_on()
    assert (states(), taken_is_true()) == (["offered"], True)


def test_the_desk_sees_who_waits_masked_and_in_order(
    full: list[Booking], waits: Waits, session: Session, sign_in: Any, he: Any, now: datetime
) -> None:
    Session.objects.filter(pk=session.pk).update(
        starts=now + timedelta(days=1), ends=now + timedelta(days=1, hours=1)
    )
    address = f"/desk/bookings/{session.code}/"
    assert "在等名额的人" not in sign_in(he).get(address).content.decode()
    first, second = waits(2), waits(3)
    full[0].session.refresh_from_db()
    cancel_booking(booking=full[0])
    page = sign_in(he).get(address)
    assert [(one, name, phone, bool(offer)) for one, name, phone, offer in page.context["hoping"]] == [
        (first, "李**", "139****0200", True), (second, "李**", "139****0201", False),
    ]  # fmt: skip
    text = page.content.decode()
    assert ("保留到 5 月 23 日 13:00" in text, "李示例" in text, "139000002" in text) == (True, False, False)
