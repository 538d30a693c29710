"""Stations: groups spread so that no station overflows; works, again, refused, a stranger, who comes late."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import (
    arrange,
    arrange_all,
    book_visit,
    cancel_booking,
    change_booking,
    raise_station,
    save_station,
    set_places,
    switch_station,
)
from skillweek.booking.actions.places import NotYours
from skillweek.booking.actions.terms import NotYourRules
from skillweek.booking.models import Booking, Station, Turn
from skillweek.booking.rules import BookingError, Stop, groups_of, route_of, spread, turns_of
from skillweek.programme.models import Activity, Session

SignIn = Callable[[User], Client]
BEGIN = datetime(2021, 5, 23, 9, 0, tzinfo=UTC)


@given(
    stops=st.lists(st.tuples(st.integers(1, 40), st.integers(1, 60)), min_size=1, max_size=6),
    parties=st.lists(st.integers(1, 60), max_size=40),
    minutes=st.integers(10, 400),
)
def test_no_station_ever_overflows(stops: list[tuple[int, int]], parties: list[int], minutes: int) -> None:
    route = route_of(
        [Stop(pk, *facts) for pk, facts in enumerate(stops)], BEGIN, BEGIN + timedelta(minutes=minutes)
    )
    groups = [
        group for pk, party in enumerate(parties) for group in groups_of(UUID(int=pk), party, route.most)
    ]
    assert sum(group.people for group in groups) == sum(parties)
    if not route.fits:
        return
    placed, left = spread(groups, route, {})
    assert sorted([*placed, *left]) == sorted(groups)
    inside: dict[tuple[int, datetime], int] = defaultdict(int)
    for group, start in placed.items():
        turns = turns_of(route, BEGIN, start)
        assert sorted(stop.pk for stop, _begins, _ends in turns) == list(range(len(stops)))
        assert all(ends <= later for (_s, _b, ends), (_t, later, _e) in pairwise(turns))
        assert turns[-1][2] <= BEGIN + timedelta(minutes=minutes)
        for stop, begins, _ends in turns:
            inside[stop.pk, begins] += group.people
    assert all(people <= stops[pk][0] for (pk, _begins), people in inside.items())
    free = [
        route.most - sum(one.people for one, at in placed.items() if at == start)
        for start in range(route.rounds)
    ]
    assert all(one.people > max(free) for one in left)
    assert spread(groups, route, placed) == (placed, left)


def test_a_large_group_goes_in_equal_parts() -> None:
    assert [one.people for one in groups_of(UUID(int=7), 42, 20)] == [14, 14, 14]
    assert [one.people for one in groups_of(UUID(int=7), 41, 20)] == [14, 14, 13]


def test_everybody_is_placed_anew_when_that_makes_room() -> None:
    route = route_of([Stop(1, 10, 30), Stop(2, 10, 30)], BEGIN, BEGIN + timedelta(hours=1))
    kept = {groups_of(UUID(int=1), 5, 10)[0]: 0, groups_of(UUID(int=2), 5, 10)[0]: 1}
    groups = [*kept, *groups_of(UUID(int=3), 10, 10)]
    placed, left = spread(groups, route, kept)
    assert (len(placed), left) == (3, [])
    assert spread(groups, route, kept, now_round=1)[1] == groups_of(UUID(int=3), 10, 10)


@pytest.fixture
def stations(activity: Activity, he: User) -> list[Station]:
    """Two stops of a quarter of an hour for four people."""
    facts = {"capacity": 4, "minutes": 15}
    return [
        save_station(activity=activity, by=he, facts=facts | {"name": name}) for name in ("拉坯间", "窑炉")
    ]


@pytest.fixture
def full(wish: dict[str, Any], stations: list[Station], he: User) -> list[Booking]:
    """Three bookings of four, three and three people in a session of an hour and a half."""
    return [
        book_visit(**wish | {"phone": f"1390000000{number}", "party": party})
        for number, party in enumerate((4, 3, 3))
    ]


def crowd(session: Session) -> list[int]:
    """The most people at once, in each station of the plan."""
    lines = queries.plan_of(session, queries.stations_of(session.activity_id))
    return [max(line.cells[at].people for line in lines) for at in range(2)]


def test_arranging_spreads_and_twice_changes_nothing(full: list[Booking], session: Session, he: User) -> None:
    done = arrange(session=session, by=he)
    before = sorted(Turn.objects.values_list())
    assert (done.people, done.left, done.changed, crowd(session)) == (10, 0, True, [4, 4])
    assert not arrange(session=session, by=he).changed
    assert sorted(Turn.objects.values_list()) == before
    way = queries.turns_of_booking(full[0])
    assert [[turn.station.name for turn in part] for part in way] in (
        [["拉坯间", "窑炉"]],
        [["窑炉", "拉坯间"]],
    )


def test_who_comes_later_is_added_and_who_cancels_makes_room(
    full: list[Booking], wish: dict[str, Any], session: Session, he: User
) -> None:
    set_places(session=session, places=40, by=he)
    arrange(session=session, by=he)
    first = {turn.pk for turn in full[0].turns.all()}
    late = book_visit(**wish | {"phone": "13900000009", "party": 4})
    assert queries.without_turns(session) == [late]
    arrange(session=session, by=he)
    assert (late.turns.count(), crowd(session)) == (2, [4, 4])
    assert {turn.pk for turn in full[0].turns.all()} == first
    cancel_booking(booking=full[1])
    assert queries.turns_of_booking(Booking.objects.get(pk=full[1].pk)) == []
    arrange(session=session, by=he)
    assert not full[1].turns.exists()


def test_a_party_that_grows_is_placed_anew(full: list[Booking], session: Session, he: User) -> None:
    arrange(session=session, by=he)
    set_places(session=session, places=40, by=he)
    change_booking(booking=full[1], party=4)
    arrange(session=session, by=he)
    assert {turn.people for turn in full[1].turns.all()} == {4}
    assert crowd(session) == [4, 4]


def test_more_than_the_way_holds_are_named(
    full: list[Booking], wish: dict[str, Any], session: Session, he: User
) -> None:
    set_places(session=session, places=200, by=he, largest_party=6)
    Station.objects.update(capacity=1, minutes=40)
    done = arrange(session=session, by=he)
    assert (done.people, done.left) == (2, 8)


def test_no_time_no_stations_and_strangers(session: Session, activity: Activity, he: User, wu: User) -> None:
    with pytest.raises(BookingError, match="还没有站点"):
        arrange(session=session, by=he)
    station = save_station(activity=activity, by=he, facts={"name": "窑炉", "capacity": 4, "minutes": 400})
    with pytest.raises(BookingError, match="走完各站要 400 分钟，这一场只有"):
        arrange(session=session, by=he)
    with pytest.raises(NotYours):
        arrange(session=session, by=wu)
    for act in (
        lambda: save_station(activity=activity, by=wu, facts={"name": "x", "capacity": 1, "minutes": 1}),
        lambda: save_station(
            activity=activity, by=wu, facts={"name": "x", "capacity": 1, "minutes": 1}, station=station
        ),
        lambda: switch_station(station=station, by=wu, active=False),
        lambda: raise_station(station=station, by=wu),
    ):
        with pytest.raises(NotYourRules):
            act()
    assert list(Station.objects.values_list("name", "active")) == [("窑炉", True)]
    assert not Turn.objects.exists()


def test_the_house_arranges_when_nobody_can_cancel_any_more(full: list[Booking], session: Session) -> None:
    assert (arrange_all(), arrange_all()) == (1, 0)
    assert full[0].turns.count() == 2


def test_stations_are_ordered_and_switched(stations: list[Station], he: User) -> None:
    raise_station(station=stations[1], by=he)
    raise_station(station=stations[1], by=he)
    assert [one.name for one in Station.objects.all()] == ["窑炉", "拉坯间"]
    switch_station(station=stations[0], by=he, active=False)
    switch_station(station=stations[0], by=he, active=False)
    assert [one.name for one in queries.stations_of(stations[0].activity_id)] == ["窑炉"]
    assert stations[0].events.order_by("pgh_id").last().pgh_label == "update"


def test_the_pages(full: list[Booking], session: Session, he: User, men: User, sign_in: SignIn) -> None:
    client, activity = sign_in(he), session.activity_id
    home = f"/desk/activities/{activity}/stations/"
    refused = client.post(f"{home}new/", {"name": "釉料间", "capacity": "0", "minutes": "15"})
    assert (refused.status_code, "釉料间" in refused.text, Station.objects.count()) == (422, True, 2)
    assert client.post(f"{home}new/", {"name": "釉料间", "capacity": "9", "minutes": "15"}).status_code == 302
    last = Station.objects.last()
    assert (
        client.post(
            f"/desk/stations/{last.pk}/", {"name": "釉料房", "capacity": "9", "minutes": "15"}
        ).status_code
        == 302
    )
    assert client.post(f"/desk/stations/{last.pk}/raise/").status_code == 302
    shown = client.get(home).text
    assert shown.index("釉料房") < shown.index("窑炉")
    assert client.post(f"/desk/stations/{last.pk}/switch/").status_code == 302
    path = f"/desk/sessions/{session.code}/route/"
    assert "还没有安排" in client.get(path).text
    assert client.post(path).status_code == 302
    shown = client.get(path).text
    assert all(booking.code in shown for booking in full)
    assert "到了以后怎么走" in Client().get(f"/bookings/{queries.token(full[0])}/").text
    assert "拉坯间" in Client().get(f"/bookings/{queries.token(full[0])}/").text
    Station.objects.update(minutes=600)
    assert client.post(path).status_code == 409
    gate = sign_in(men).post(
        f"/gate/{session.code}/", {"code": full[0].code, "nonce": "n-12345678", "way": "in"}
    )
    assert "开始" in gate.text
