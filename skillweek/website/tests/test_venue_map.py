"""The true map: what lies together shares a dot, names never cover each other, nothing is lost."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from skillweek.organisations.models import Organisation
from skillweek.plan.models import ActivityKind
from skillweek.website.queries.listing import Entry, Room, Slot
from skillweek.website.rules import Point, SlotState, kilometres, point_of
from skillweek.website.venue_map import NEAR, WIDTH, draw

AT = datetime(2021, 5, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def _entry(name: str, point: Point | None) -> Entry:
    slots = [Slot(name, AT, AT.replace(hour=10), None, SlotState.FREE)]
    room = Room(name, name, point) if name else None
    return Entry(date(2021, 5, 23), name, name, ActivityKind(), "", "", room, [], slots)


def test_every_entry_stands_on_one_dot_or_in_the_rest() -> None:
    points = {"a": (33.70, 113.20), "b": (33.7001, 113.2001), "c": (34.10, 112.80), "d": None, "": None}
    found = draw([_entry(name, point) for name, point in points.items()], [])
    assert sorted(len(dot.entries) for dot in found.dots) == [1, 2]
    assert [entry.activity for entry in found.rest] == ["d", ""]
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= found.height for dot in found.dots)
    together = next(dot for dot in found.dots if dot.others)
    assert (together.name, together.others) == ("a", 1)


def test_north_is_up_and_east_is_right() -> None:
    found = draw([_entry("south-west", (33.0, 112.0)), _entry("north-east", (34.0, 114.0))], [])
    dots = {dot.key: dot for dot in found.dots}
    assert dots["north-east"].y < dots["south-west"].y
    assert dots["north-east"].x > dots["south-west"].x


def test_the_bar_is_as_long_as_it_says() -> None:
    south, north = (33.0, 113.0), (34.0, 113.0)
    found = draw([_entry("s", south), _entry("n", north)], [])
    dots = {dot.key: dot for dot in found.dots}
    pixels = (dots["s"].y - dots["n"].y) / kilometres(south, north)
    assert found.bar == pytest.approx(found.kilometres * pixels, rel=0.01)


def test_names_keep_apart() -> None:
    seats = [(33.70, 113.20), (33.7001, 113.2001), (33.7002, 113.2002), (34.2, 112.6)]
    units = [Organisation(name=f"县{n}", short_name=f"县{n}", latitude=lat, longitude=lon)
             for n, (lat, lon) in enumerate(seats)]  # fmt: skip
    found = draw([_entry("a", seats[0])], units)
    assert len(found.names) == 3
    assert len(found.areas) == 4


def test_one_venue_alone_is_a_map_too() -> None:
    found = draw([_entry("a", (33.7, 113.2))], [])
    (dot,) = found.dots
    assert abs(dot.x - WIDTH / 2) < NEAR
    assert found.kilometres == 1


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("33.7352,113.3111", (33.74, 113.31)), ("-1,2", (-1.0, 2.0)), ("91,0", None), ("0,181", None), ("1", None),
        ("a,b", None), ("1,2,3", None), ("٣,٤", None), ("1e3,2", None), ("nan,nan", None), ("", None),
    ],
)  # fmt: skip
def test_where_somebody_is_is_rounded(text: str, point: Point | None) -> None:
    assert point_of(text) == point
