"""Devices without a network: every nonce once, nothing lost, contradictions flagged, people counted once."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking.actions import add_device, revoke_device
from skillweek.booking.models import Booking, Checkin, GateDevice, Incident, Occupancy, Quota
from skillweek.booking.queries import count_attended, tallies
from skillweek.common import clock
from skillweek.common.cipher import blind_index
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.programme.models import Session

API = "/api/v1/gate/"


class Door:
    """A device as it speaks to the server; ``ahead`` is how wrong its clock is."""

    def __init__(self, token: str, ahead: timedelta = timedelta()) -> None:
        self.client = Client(headers={"authorization": f"Bearer {token}"})
        self.ahead = ahead

    def scan(self, nonce: str, code: str = "", **more: Any) -> dict[str, Any]:
        """One scan as it is kept on the device."""
        at = more.pop("at", clock.now()) + self.ahead
        return {"nonce": nonce, "session": "MORNING234", "code": code, "at": at.isoformat(), **more}

    def send(self, *scans: dict[str, Any]) -> Any:
        """Upload; the whole answer."""
        body = {"now": (clock.now() + self.ahead).isoformat(), "scans": list(scans)}
        return self.client.post(f"{API}checkins", body, content_type="application/json")

    def one(self, nonce: str, code: str = "", **more: Any) -> dict[str, Any]:
        """The answer to a single scan."""
        found: dict[str, Any] = self.send(self.scan(nonce, code, **more)).json()["results"][0]
        return found


@pytest.fixture
def door(school: Organisation, he: User, session: Session) -> Door:
    return Door(add_device(owner=school, name="东门", by=he)[1])


@pytest.fixture
def other(school: Organisation, he: User, session: Session) -> Door:
    return Door(add_device(owner=school, name="西门", by=he)[1])


def inside() -> tuple[int, int]:
    row = Occupancy.objects.get()
    return row.inside, row.came


def crowd(session: Session, count: int) -> list[Booking]:
    """``count`` bookings of one or two people, with their places."""
    now = clock.now()
    quota = Quota.objects.get()
    Quota.objects.update(places=5000)
    session.venue.capacity = 5000  # type: ignore[union-attr]  # it has one
    session.venue.save()  # type: ignore[union-attr]  # same
    made = Booking.objects.bulk_create([
        Booking(
            city_id=session.city_id, session=session, name="示例", phone=f"1390000{number:04d}",
            phone_index=blind_index(f"1390000{number:04d}"), party=1 + number % 2, quotas=[quota.pk],
            consent_at=now, created_at=now, retention_until=now.date(),
        )
        for number in range(count)
    ])  # fmt: skip
    Quota.objects.update(taken=sum(one.party for one in made))
    return made


def test_ten_devices_offline_lose_nothing_and_count_everybody_once(
    school: Organisation, he: User, session: Session, edition: Edition
) -> None:
    """2,000 scans of 1,800 bookings on ten devices, 200 on two; shuffled, sent twice, one clock two hours on."""
    chance = random.Random(10)
    visits = crowd(session, 1800)
    doors = [
        Door(add_device(owner=school, name=f"门{n}", by=he)[1], timedelta(hours=2) if n == 3 else timedelta())
        for n in range(10)
    ]
    start = clock.now() - timedelta(minutes=40)
    kept: list[list[dict[str, Any]]] = [[] for _ in doors]
    moments: dict[str, datetime] = {}

    def passes(number: int, which: int, second: float) -> None:
        nonce = f"nonce-{number:05d}"
        moments[nonce] = start + timedelta(seconds=second)
        code = visits[number % 1800].code
        kept[which].append(doors[which].scan(nonce, code, at=moments[nonce], decided=True))

    for number in range(2000):
        passes(number, (number + (number >= 1800)) % 10, chance.randrange(2000) + number / 1e4)
    batches = []
    for _again in range(2):
        for which, scans in enumerate(kept):
            chance.shuffle(scans)
            batches += [
                (which, scans[first : first + 90], timedelta(seconds=chance.randrange(1200)))
                for first in range(0, len(scans), 90)
            ]
    chance.shuffle(batches)
    told: Counter[str] = Counter()
    for which, batch, _later in batches:
        for result in doors[which].send(*batch).json()["results"]:
            assert result["outcome"] == "in"
            told[result["nonce"]] += 1

    assert set(told.values()) == {2}
    assert sorted(Checkin.objects.values_list("nonce", flat=True)) == sorted(moments)
    assert {one.nonce: one.at for one in Checkin.objects.all()} == moments
    assert Checkin.objects.filter(conflict=True).count() == 200
    for one in Checkin.objects.filter(conflict=True):  # the later of the two
        first = Checkin.objects.get(booking=one.booking_id, conflict=False)
        assert (first.at, first.nonce) < (one.at, one.nonce)
        assert first.device_id != one.device_id
    people = sum(one.party for one in visits)
    assert Booking.objects.filter(state="attended").count() == 1800
    assert count_attended(edition).value == tallies([session.pk])[session.pk].inside == people
    assert inside() == (people, people)


def test_the_clock_of_a_device_is_corrected(booking: Booking, door: Door, now: datetime) -> None:
    door.ahead = timedelta(hours=2)
    door.one("nonce-01", booking.code, at=now - timedelta(minutes=10), decided=True)
    kept = Checkin.objects.get()
    assert (kept.at, kept.recorded_at) == (now - timedelta(minutes=10), now)


def test_in_out_and_in_again_in_whatever_order_they_are_told(
    booking: Booking, door: Door, now: datetime
) -> None:
    scans = [
        door.scan(f"nonce-0{n}", booking.code, at=now - timedelta(minutes=9 - n), direction=way, decided=True)
        for n, way in enumerate(("in", "out", "in", "out", "in"))
    ]
    orders = [[4, 3, 2, 1, 0], [1, 4, 0, 3, 2], [3, 0, 4, 2, 1]]
    for order in orders:
        Checkin.objects.all().delete()
        Occupancy.objects.all().delete()
        for place in order:
            door.send(scans[place])
        assert inside() == (2, 6)
        assert Checkin.objects.filter(conflict=True).count() == 0


def test_people_without_booking_in_whatever_order(door: Door, now: datetime, session: Session) -> None:
    going = door.scan("nonce-out", people=3, direction="out", at=now, decided=True)
    coming = door.scan("nonce-in1", people=5, at=now - timedelta(minutes=1), decided=True)
    door.send(going)
    assert inside() == (0, 0)
    door.send(coming)
    assert inside() == (2, 5)
    assert Booking.objects.get().origin == "door"
    assert Quota.objects.get().taken == 5


def test_online_a_second_way_in_is_refused_and_after_leaving_allowed(booking: Booking, door: Door) -> None:
    assert door.one("nonce-01", booking.code)["outcome"] == "in"
    assert door.one("nonce-02", booking.code)["outcome"] == "already"
    assert door.one("nonce-03", booking.code, direction="out")["outcome"] == "out"
    assert door.one("nonce-04", booking.code, direction="out")["outcome"] == "not_in"
    assert door.one("nonce-05", booking.code)["outcome"] == "in"
    assert inside() == (2, 4)
    assert tallies([booking.session_id])[booking.session_id].inside == 2


def test_at_the_limit_nobody_enters_until_somebody_leaves(
    booking: Booking, door: Door, session: Session
) -> None:
    Quota.objects.update(places=200)
    session.venue.capacity = 10  # type: ignore[union-attr]  # it has one
    session.venue.save()  # type: ignore[union-attr]  # same

    def alarm() -> str:
        answer = door.client.get(f"{API}day").json()["sessions"][0]
        return str(answer["alarm"])

    assert door.one("nonce-01", people=7)["outcome"] == "in"
    assert alarm() == ""
    assert door.one("nonce-02", people=1)["outcome"] == "in"
    assert alarm() == "near"
    before = Booking.objects.count(), Quota.objects.get().taken
    assert door.one("nonce-03", people=3)["outcome"] == "full"
    assert (Booking.objects.count(), Quota.objects.get().taken) == before
    assert door.one("nonce-04", booking.code)["outcome"] == "in"
    assert alarm() == "full"
    assert door.one("nonce-05", people=1)["outcome"] == "full"
    assert door.one("nonce-06", people=4, direction="out")["outcome"] == "out"
    assert door.one("nonce-07", people=4)["outcome"] == "in"
    assert inside() == (10, 14)


def test_walk_ins_take_the_places_kept_back(door: Door, session: Session) -> None:
    Quota.objects.update(places=10, buffer=4, taken=6)
    assert door.one("nonce-01", people=5)["outcome"] == "places"
    assert door.one("nonce-02", people=4)["outcome"] == "in"
    assert door.one("nonce-02", people=4)["repeated"] is True
    assert (Quota.objects.get().taken, Booking.objects.get().party) == (10, 4)


def test_who_was_let_in_offline_although_cancelled_is_flagged(booking: Booking, door: Door) -> None:
    Booking.objects.update(state="cancelled")
    assert door.one("nonce-01", booking.code)["outcome"] == "state"
    assert door.one("nonce-02", booking.code, decided=True)["conflict"] is True
    assert Booking.objects.get().state == "cancelled"


def test_who_counted_as_absent_came_after_all(booking: Booking, door: Door) -> None:
    Booking.objects.update(state="no_show")
    Quota.objects.update(taken=0)
    assert door.one("nonce-01", booking.code, decided=True)["outcome"] == "in"
    assert (Booking.objects.get().state, Quota.objects.get().taken) == ("attended", 2)


def test_only_a_device_gets_in_and_only_to_its_unit(
    booking: Booking, door: Door, other_school: Organisation, wu: User, he: User
) -> None:
    stranger = Door(add_device(owner=other_school, name="别处", by=wu)[1])
    assert stranger.one("nonce-01", booking.code)["outcome"] == "unknown"
    assert stranger.client.get(f"{API}day").json()["sessions"] == []
    assert Client().get(f"{API}day").status_code == 401
    mine = GateDevice.objects.get(name="东门")
    assert mine.seen_at is None
    assert door.client.get(f"{API}day").status_code == 200
    mine.refresh_from_db()
    assert mine.seen_at == clock.now()
    revoke_device(device=mine, by=he)
    assert door.client.get(f"{API}day").status_code == 401
    assert door.send(door.scan("nonce-02", booking.code)).status_code == 401
    assert Checkin.objects.count() == 0


def test_the_cookie_counts_only_with_the_pages_own_header(
    school: Organisation, he: User, session: Session
) -> None:
    token = add_device(owner=school, name="东门", by=he)[1]
    client = Client()
    assert (
        client.post(f"{API}device", {"token": "x" * 30}, content_type="application/json").status_code == 404
    )
    answer = client.post(f"{API}device", {"token": token}, content_type="application/json")
    kept = answer.cookies["gate_device"]
    assert (answer.status_code, kept["path"], bool(kept["httponly"]), kept["samesite"]) == (
        200,
        "/api/v1/gate/",
        True,
        "Strict",
    )
    assert client.get(f"{API}day").status_code == 401
    assert client.get(f"{API}day", headers={"x-gate": "1"}).status_code == 200


def test_a_snapshot_opens_with_the_token_alone_and_holds_no_number(
    booking: Booking, school: Organisation, he: User
) -> None:
    import json

    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from skillweek.booking.queries import gate

    token = add_device(owner=school, name="东门", by=he)[1]
    sealed = Door(token).client.get(f"{API}snapshot").content
    assert booking.code.encode() not in sealed
    plain = AESGCM(gate.key_of(token)).decrypt(sealed[:12], sealed[12:], gate.PURPOSE)
    body = json.loads(plain)
    digits = gate.tail(bytes.fromhex(body["salt"]), "0001")
    assert body["bookings"] == [[booking.code, 2, "陈**", digits, "MORNING234", "confirmed", ""]]
    assert b"13900000001" not in plain
    with pytest.raises(InvalidTag):
        AESGCM(gate.key_of(token + "x")).decrypt(sealed[:12], sealed[12:], gate.PURPOSE)


def test_an_incident_is_kept_once(door: Door, session: Session, now: datetime) -> None:
    told = {
        "nonce": "nonce-01", "session": "MORNING234", "kind": "lost", "at": now.isoformat(), "what": "一个书包",
    }  # fmt: skip
    for _again in range(2):
        body = {"now": now.isoformat(), "incidents": [told]}
        answer = door.client.post(f"{API}incidents", body, content_type="application/json")
        assert answer.json() == {"kept": ["nonce-01"]}
    kept = Incident.objects.get()
    assert (kept.what, kept.kind, kept.activity_id, kept.device.name) == (
        "一个书包",
        "lost",
        session.activity_id,
        "东门",
    )  # type: ignore[union-attr]  # it has one


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_never_pass_the_limit_nor_miscount(
    now: datetime, school: Organisation, he: User, session: Session, venue: Any
) -> None:
    """Each thread lets people in and out by its own connection; a count read before it is written would lose some."""
    Quota.objects.update(places=1000)
    venue.capacity = 40
    venue.save()
    token = add_device(owner=school, name="东门", by=he)[1]

    def stand(which: int) -> Counter[str]:
        try:
            with clock.frozen(now):
                mine, told = Door(token), Counter[str]()
                for n in range(12):
                    told[mine.one(f"in-{which:02d}-{n:03d}")["outcome"]] += 1
                    if n % 3 == 2:
                        told[mine.one(f"out-{which:02d}-{n:03d}", direction="out")["outcome"]] += 1
                return told
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        told = sum(pool.map(stand, range(16)), Counter[str]())
    row = Occupancy.objects.get()
    assert row.inside == told["in"] - told["out"] <= 40
    assert row.came == told["in"] == Checkin.objects.filter(direction="in").count()
    assert told["full"] > 0
    assert Quota.objects.get().taken == Booking.objects.filter(state="attended").count()


def test_times_need_a_zone(door: Door, booking: Booking) -> None:
    scan = door.scan("nonce-01", booking.code) | {"at": datetime.now(UTC).replace(tzinfo=None).isoformat()}
    assert door.send(scan).status_code == 422
    assert Checkin.objects.count() == 0
