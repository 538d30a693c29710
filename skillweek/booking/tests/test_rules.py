"""The table of states, cell by cell, and the reasons."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from skillweek.booking.models import Booking
from skillweek.booking.rules import (
    LIVE,
    Facts,
    at_another_time,
    masked_name,
    may_book,
    may_cancel,
    may_open,
    may_set_places,
    next_state,
)

NOW = datetime(2021, 5, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
STEPS = ("confirm", "cancel", "attend", "miss")
TABLE = {
    "held": ("confirmed", "cancelled", None, None),
    "confirmed": (None, "cancelled", "attended", "no_show"),
    "cancelled": (None, None, None, None),
    "attended": (None, None, None, None),
    "no_show": (None, None, "attended", None),  # told late by a device without network
}
OPEN = {
    "starts": NOW + timedelta(hours=1), "called_off": False, "published": True, "phase": "run", "limited": True,
    "largest_party": 6,
}  # fmt: skip


def test_every_cell_of_the_table() -> None:
    walked = {state: tuple(next_state(state, step) for step in STEPS) for state in Booking.State.values}
    assert walked == TABLE


def test_places_are_taken_in_the_states_the_database_constrains() -> None:
    condition = next(c for c in Booking._meta.constraints if c.name == "booking_once_per_phone").condition
    assert condition.children == [("state__in", list(LIVE))]


def test_an_open_session_can_be_booked() -> None:
    assert may_book(Facts(**OPEN), NOW, 6, True) is None


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        ({"called_off": True}, "这一场已经取消"),
        ({"published": False}, "这项活动现在没有开放预约"),
        ({"limited": False}, "这一场不用预约，到时直接来"),
        ({"starts": NOW}, "这一场已经开始，不能再预约"),
        ({"phase": "register"}, "现在不在预约时间内"),
        ({"phase": "collect"}, "现在不在预约时间内"),
    ],
)
def test_why_a_session_is_closed(fact: dict[str, object], sentence: str) -> None:
    assert str(may_open(Facts(**OPEN | fact), NOW)) == sentence


@pytest.mark.parametrize(
    ("party", "consent", "field"), [(0, True, "party"), (7, True, "party"), (1, False, "consent")]
)
def test_what_a_visitor_may_not_wish(party: int, consent: bool, field: str) -> None:
    refused = may_book(Facts(**OPEN), NOW, party, consent)
    assert refused is not None
    assert refused.field == field


@pytest.mark.parametrize(
    ("state", "starts", "sentence"),
    [
        ("confirmed", NOW + timedelta(hours=1), "None"),
        ("held", NOW + timedelta(hours=1), "None"),
        ("confirmed", NOW, "这一场已经开始，不能再取消"),
        ("cancelled", NOW + timedelta(hours=1), "这个预约已经取消"),
        ("attended", NOW + timedelta(hours=1), "已经到场或已经结束的预约不能取消"),
        ("no_show", NOW + timedelta(hours=1), "已经到场或已经结束的预约不能取消"),
    ],
)
def test_when_a_booking_can_be_given_back(state: str, starts: datetime, sentence: str) -> None:
    assert str(may_cancel(state, starts, NOW)) == sentence


def test_places_stay_between_what_is_taken_and_what_the_venue_holds() -> None:
    assert may_set_places(10, 10, 10) is None
    assert may_set_places(500, 0, None) is None
    assert str(may_set_places(9, 10, 20)) == "已经约出 10 个名额，不能少于这个数；现在填的是 9"
    assert str(may_set_places(21, 0, 20)) == "场地最多容纳 20 人；现在填的是 21"


def test_names_are_recognised_not_known() -> None:
    assert [masked_name(name) for name in ("陈", "陈某", "欧阳示例")] == ["陈*", "陈*", "欧***"]


def test_bookings_for_another_time_are_noticed() -> None:
    today = NOW.date()
    assert [
        at_another_time(today, 1, today, 1), at_another_time(today, 1, today, None),
        at_another_time(today, 1, today, 2), at_another_time(today + timedelta(days=1), 1, today, 1),
    ] == ["", "", "session", "day"]  # fmt: skip
