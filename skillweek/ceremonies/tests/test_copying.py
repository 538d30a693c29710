"""Taking over the preparation of another ceremony."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.ceremonies import actions
from skillweek.ceremonies.actions.copying import PARTS
from skillweek.ceremonies.models import Ceremony, Guest, Rehearsal, RunItem, Seat, Zone
from skillweek.ceremonies.rules import CeremonyError
from skillweek.ceremonies.tests.factories import OPENING, make_ceremony, make_guest, make_item
from skillweek.organisations.models import Organisation
from skillweek.organisations.tests.factories import make_contact
from skillweek.plan.actions import clone_edition
from skillweek.plan.models import Edition
from skillweek.programme.tests.factories import make_activity, make_session

SignIn = Callable[[User], Client]


@pytest.fixture
def full(ceremony: Ceremony, county: Organisation, school: Organisation, zhou: User) -> Ceremony:
    contact = make_contact(county, name="示例-王")
    make_item(ceremony, "鼓队开场", 10, contact=contact, material="大鼓", fixed=time(9, 0))
    make_item(ceremony, "升旗", 5, who="示例-李")
    stands = actions.add_zone(ceremony=ceremony, kind="stands", name="展位", rows=1, columns=2)
    actions.set_stand(seat=stands.seats.first(), holder=school, shows="机器人")
    seats = actions.add_zone(ceremony=ceremony, kind="seats", name="前区", rows=2, columns=3)
    guest = make_guest(ceremony, "示例-甲", unit="示例局", post="局长", kind="leader")
    make_guest(ceremony, "示例-乙", unit="示例局", kind="leader")
    make_guest(ceremony, "示例-队", unit="示例校", kind="party", people=30)
    actions.withdraw_guest(guest=make_guest(ceremony, "示例-走"))
    actions.seat_guest(guest=guest, seat=seats.seats.first())
    made = actions.add_rehearsal(
        ceremony=ceremony, starts=OPENING - timedelta(hours=20), ends=OPENING - timedelta(hours=18),
        checks=["话筒"], place="广场", who="全体",
    )  # fmt: skip
    actions.tick_check(check=made.checks.get(), done=True, by=zhou)
    actions.arrange(ceremony=ceremony, arrival="八点以前到", contact=contact)
    return ceremony


@pytest.fixture
def target(full: Ceremony, county: Organisation, edition: Edition) -> Ceremony:
    """Another of the same unit, a day later and an hour later."""
    activity = make_activity(county, edition, kind="launch", title="另一场仪式")
    make_session(activity, starts=OPENING + timedelta(days=1, hours=1))
    return actions.begin_ceremony(activity=activity)


def _rows(ceremony: Ceremony) -> tuple[int, ...]:
    models: tuple[Any, ...] = (RunItem, Zone, Guest, Rehearsal)
    return tuple(model.objects.filter(ceremony=ceremony).count() for model in models)


def test_everything_comes_with_its_times_moved(
    full: Ceremony, target: Ceremony, school: Organisation
) -> None:
    before = _rows(full)
    assert actions.copy_ceremony(source=full, ceremony=target, parts=list(PARTS)) == []
    target.refresh_from_db()
    items = [(one.title, one.owner, one.material, one.fixed) for one in target.items.all()]
    assert items == [("鼓队开场", "示例-王", "大鼓", time(10, 0)), ("升旗", "示例-李", "", None)]
    seats = Seat.objects.filter(zone__ceremony=target)
    assert (seats.count(), seats.exclude(guest=None).count()) == (8, 0)
    assert [(one.holder, one.shows) for one in seats.exclude(holder=None)] == [(school, "机器人")]
    guests = target.guests.values_list("name", "unit", "post", "people", "answer", "invited_at")
    assert sorted(guests) == [
        ("（待定）学校队伍", "示例校", "", 30, "none", None), ("（待定）领导", "示例局", "", 1, "none", None),
    ]  # fmt: skip
    rehearsal = target.rehearsals.get()
    assert rehearsal.starts == OPENING + timedelta(days=1, hours=1) - timedelta(hours=20)
    assert [(one.text, one.done_at) for one in rehearsal.checks.all()] == [("话筒", None)]
    assert (target.arrival, target.contact) == ("八点以前到", full.items.first().contact)
    assert _rows(full) == before


def test_names_come_without_addresses(full: Ceremony, target: Ceremony) -> None:
    actions.copy_ceremony(source=full, ceremony=target, parts=["guests"], names=True)
    found = [(one.name, one.post, one.email, one.phone) for one in target.guests.order_by("pk")]
    assert found == [("示例-甲", "局长", "", ""), ("示例-乙", "", "", ""), ("示例-队", "", "", "")]
    assert _rows(target) == (0, 0, 3, 0)


def test_twice_and_what_is_written_is_refused(full: Ceremony, target: Ceremony) -> None:
    make_item(target, "自己写的")
    with pytest.raises(CeremonyError, match="“流程”已经写了") as problem:
        actions.copy_ceremony(source=full, ceremony=target, parts=list(PARTS))
    assert (problem.value.field, _rows(target)) == ("parts", (1, 0, 0, 0))
    actions.copy_ceremony(source=full, ceremony=target, parts=["seats"])
    with pytest.raises(CeremonyError, match="“座位与展位”已经写了"):
        actions.copy_ceremony(source=full, ceremony=target, parts=["seats"])
    assert _rows(target) == (1, 2, 0, 0)


def test_rehearsals_in_the_past_stay_behind(full: Ceremony, target: Ceremony, now: datetime) -> None:
    Rehearsal.objects.update(starts=now - timedelta(days=9), ends=now - timedelta(days=8))
    said = actions.copy_ceremony(source=full, ceremony=target, parts=["rehearsals"])
    assert (said, _rows(target)) == (["1 次彩排的时间已经过去，没有带来"], (0, 0, 0, 0))


def test_another_unit_is_no_source(full: Ceremony, other_school: Organisation, edition: Edition) -> None:
    own = make_ceremony(other_school, edition, title="别人的仪式")
    with pytest.raises(CeremonyError, match="本单位"):
        actions.copy_ceremony(source=full, ceremony=own, parts=["show"])
    assert _rows(own) == (0, 0, 0, 0)


def test_through_the_page(full: Ceremony, target: Ceremony, zhou: User, he: User, sign_in: SignIn) -> None:
    officer, address = sign_in(zhou), f"/desk/ceremonies/{target.activity_id}/copy/"
    home = officer.get(f"/desk/ceremonies/{target.activity_id}/").text
    assert f'href="{address}"' in home
    assert "示例启动仪式（" in officer.get(address).text
    wrong = officer.post(address, {"source": full.pk})
    assert (wrong.status_code, "请至少选择一项" in wrong.text, _rows(target)) == (422, True, (0, 0, 0, 0))
    assert sign_in(he).post(address, {"source": full.pk, "parts": ["show"]}).status_code == 404
    done = officer.post(address, {"source": full.pk, "parts": ["show", "seats"]}, follow=True)
    assert ("已经带过来" in done.text, _rows(target)) == (True, (2, 2, 0, 0))
    again = officer.post(address, {"source": full.pk, "parts": ["show"]})
    assert (again.status_code, "已经写了" in again.text) == (422, True)


def test_the_next_year_takes_it_over(full: Ceremony, edition: Edition, lin: User) -> None:
    facts = {"name": "示例市2022年职业教育活动周", "theme": "", "mailbox": "", "starts": date(2022, 5, 8),
             "ends": date(2022, 5, 16), "deadline": date(2022, 5, 27)}  # fmt: skip
    made, taken = clone_edition(
        source=edition, by=lin, facts=facts, parts=("codes", "activities", "ceremonies")
    )
    assert {one.key: one.count for one in taken}["ceremonies"] == 1
    fresh = Ceremony.objects.get(activity__edition=made)
    assert (fresh.activity.copied_from, _rows(fresh)) == (full.activity, (2, 2, 2, 1))
    far = made.starts - edition.starts
    assert fresh.rehearsals.get().starts == full.rehearsals.get().starts + far
    assert fresh.guests.filter(name__startswith="示例").count() == 0
