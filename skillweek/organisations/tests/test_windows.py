"""When venues and people can be had."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations.actions import OrganisationError, add_windows, remove_window
from skillweek.organisations.models import Contact, Organisation, Venue, Window
from tests.cast import ZONE


@pytest.fixture
def person(school: Organisation) -> Contact:
    return Contact.objects.create(
        organisation=school, role="liaison", name="示例-马老师", since=date(2021, 5, 1)
    )


def rows() -> list[Any]:
    return list(Window.objects.values_list("venue", "contact", "open", "starts", "ends", "note"))


def test_several_days_at_once(room: Venue, he: User) -> None:
    add_windows(
        of=room,
        by=he,
        open=True,
        first=date(2021, 5, 22),
        last=date(2021, 5, 24),
        starts=time(9),
        ends=time(17),
    )
    assert [(one.starts, one.ends, one.owner) for one in Window.objects.all()] == [
        (datetime(2021, 5, day, 9, tzinfo=ZONE), datetime(2021, 5, day, 17, tzinfo=ZONE), room.owner)
        for day in (22, 23, 24)
    ]
    add_windows(
        of=room,
        by=he,
        open=True,
        first=date(2021, 5, 24),
        last=date(2021, 5, 25),
        starts=time(9),
        ends=time(17),
    )
    assert Window.objects.count() == 4
    window = Window.objects.first()
    assert [change.made for change in history(window)] == [True]


def test_a_whole_day_of_a_person(person: Contact, he: User) -> None:
    (window,) = add_windows(of=person, by=he, open=False, first=date(2021, 5, 22), note="外出带队")
    assert (window.starts, window.ends) == (
        datetime(2021, 5, 22, tzinfo=ZONE),
        datetime(2021, 5, 23, tzinfo=ZONE),
    )


def test_refused(room: Venue, he: User, wu: User, zhao: User) -> None:
    day = date(2021, 5, 22)
    add_windows(of=room, by=he, open=True, first=day)
    before = rows()
    for by, facts, sentence in (
        (wu, {}, "您不能修改这个单位的可用时间"),
        (zhao, {}, "您不能修改这个单位的可用时间"),
        (he, {}, "这段时间已经登记过"),
        (he, {"last": date(2021, 5, 21)}, "最后一天应不早于第一天"),
        (he, {"last": date(2021, 7, 31)}, "一次最多登记 62 天"),
        (he, {"starts": time(10), "ends": time(9)}, "结束时间应晚于开始时间"),
    ):
        with pytest.raises(OrganisationError) as caught:
            add_windows(of=room, by=by, open=True, first=day, **facts)
        assert str(caught.value) == sentence
    with pytest.raises(OrganisationError, match="不能修改"):
        remove_window(window=Window.objects.get(), by=wu)
    assert rows() == before
    remove_window(window=Window.objects.get(), by=he)
    assert rows() == []


@pytest.mark.parametrize("kind", ["venue", "contact"])
def test_pages(kind: str, room: Venue, person: Contact, he: User, wu: User, zhou: User, sign_in: Any) -> None:
    url = (
        f"/desk/venues/{room.code}/windows/"
        if kind == "venue"
        else f"/desk/units/contact/{person.code}/windows/"
    )
    wish = {"open": "no", "first": "2021-05-22", "last": "2021-05-23", "note": "高考考场"}
    assert sign_in(wu).get(url).status_code == 404
    assert sign_in(wu).post(url, wish).status_code == 404
    client: Client = sign_in(he)
    assert "还没有登记" in client.get(url).text
    wrong = client.post(url, {"first": "2021-05-22", "last": "2021-05-20", "open": "no", "note": "留着"})
    assert (wrong.status_code, "最后一天应不早于第一天" in wrong.text, "留着" in wrong.text) == (
        422,
        True,
        True,
    )
    assert rows() == []
    assert client.post(url, wish).headers["Location"] == url
    assert [(one.open, one.note) for one in Window.objects.all()] == [(False, "高考考场")] * 2
    assert "高考考场" in sign_in(zhou).get(url).text
    window = Window.objects.first()
    assert window is not None
    assert sign_in(wu).post(f"/desk/windows/{window.pk}/remove/").status_code == 404
    assert Window.objects.count() == 2
    assert client.post(f"/desk/windows/{window.pk}/remove/").headers["Location"] == url
    assert Window.objects.count() == 1
