"""The rehearsal clock: its stations, who moves it, and that a real installation cannot be moved."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import Settings

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.desk import actions
from skillweek.desk.rules import current_station, stations
from skillweek.plan.models import Edition

SignIn = Callable[[User], Client]
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def rehearsal(settings: Settings, tmp_path: Path) -> None:
    settings.REHEARSAL, settings.CLOCK_FILE = True, tmp_path / "clock"


def test_stations_come_from_the_editions_own_dates(edition: Edition) -> None:
    found = stations(edition, edition.phases.all())
    assert [(one.key, f"{one.moment:%Y-%m-%d %H:%M}") for one in found] == [
        ("plan", "2021-04-30 10:00"), ("publish", "2021-05-15 09:00"), ("opening", "2021-05-22 09:00"),
        ("middle", "2021-05-25 10:00"), ("last", "2021-05-28 15:00"), ("deadline", "2021-06-02 16:00"),
        ("after", "2021-06-10 10:00"),
    ]  # fmt: skip


def test_stations_without_phases_are_in_order(edition: Edition) -> None:
    moments = [one.moment for one in stations(edition, [])]
    assert moments == sorted(moments)


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2021-01-01T00:00", ""), ("2021-05-22T09:00", "opening"), ("2022-01-01T00:00", "after")],
)
def test_where_the_clock_stands(at: str, expected: str, edition: Edition) -> None:
    found = stations(edition, edition.phases.all())
    assert current_station(found, datetime.fromisoformat(at).replace(tzinfo=ZONE)) == expected


@pytest.mark.usefixtures("rehearsal")
def test_a_city_officer_moves_it_and_comes_back(edition: Edition, lin: User, sign_in: SignIn) -> None:
    client = sign_in(lin)
    for _ in range(2):
        moved = client.post("/desk/clock/", {"station": "opening", "next": "/desk/duties/?late"})
        assert (moved.status_code, moved["Location"]) == (302, "/desk/duties/?late")
        opening = datetime(2021, 5, 22, 9, tzinfo=ZONE)
        assert opening <= clock.now() < opening + timedelta(minutes=1)
    assert "2021-05-22 09:0" in client.get("/desk/").text


@pytest.mark.usefixtures("rehearsal")
def test_others_see_it_and_cannot_move_it(edition: Edition, zhou: User, he: User, sign_in: SignIn) -> None:
    for person in (zhou, he):
        page = sign_in(person).get("/desk/").text
        assert ("演练时钟" in page, 'name="station"' in page) == (True, False)
        sign_in(person).post("/desk/clock/", {"station": "opening"})
        with pytest.raises(actions.ClockError):
            actions.move_clock(moment=datetime(2021, 5, 22, tzinfo=ZONE), by=person)
    assert clock.offset() == timedelta()


@pytest.mark.usefixtures("rehearsal")
@pytest.mark.parametrize(
    "back", ["https://example.invalid/", "//example.invalid/", "javascript:alert(1)", ""]
)
def test_it_never_leads_away(back: str, edition: Edition, lin: User, sign_in: SignIn) -> None:
    moved = sign_in(lin).post("/desk/clock/", {"station": "opening", "next": back})
    assert (moved.status_code, moved["Location"]) == (302, "/desk/")


@pytest.mark.usefixtures("rehearsal")
def test_an_unknown_station(edition: Edition, lin: User, sign_in: SignIn) -> None:
    assert sign_in(lin).post("/desk/clock/", {"station": "moon"}).status_code == 404
    assert clock.offset() == timedelta()


def test_outside_a_rehearsal_there_is_no_clock(edition: Edition, lin: User, sign_in: SignIn) -> None:
    client = sign_in(lin)
    assert client.post("/desk/clock/", {"station": "opening"}).status_code == 404
    assert "演练时钟" not in client.get("/desk/").text
