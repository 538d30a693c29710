"""Writing a hall and placing exhibits."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.exhibition.actions import place_exhibit, remove_exhibit
from skillweek.exhibition.models import Exhibit, Hall, Placement, Room
from skillweek.exhibition.tests.factories import exhibit_facts, make_hall, publish
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.review.actions import ReviewError, submit_work, write_work

SignIn = Callable[[User], Client]


def test_exhibits_stand_in_rooms_in_order(now: datetime, school: Organisation, edition: Edition) -> None:
    hall = make_hall(school, edition, exhibits=2)
    place_exhibit(work=hall, facts=exhibit_facts(room="成器", title="天青茶盏"), by=None)
    shown = [(row.room.title, row.exhibit.title) for row in Placement.objects.filter(room__hall=hall)
             .order_by("room__position", "position")]  # fmt: skip
    assert shown == [("素坯", "碗 0"), ("素坯", "碗 1"), ("成器", "天青茶盏")]


def test_moving_the_last_exhibit_away_closes_its_room(
    now: datetime, school: Organisation, edition: Edition
) -> None:
    hall = make_hall(school, edition)
    row = Placement.objects.get(room__hall=hall)
    place_exhibit(work=hall, row=row, facts=exhibit_facts(room="成器"), by=None)
    assert [room.title for room in Room.objects.filter(hall=hall)] == ["成器"]


def test_removing_keeps_the_exhibit(now: datetime, school: Organisation, edition: Edition) -> None:
    hall = make_hall(school, edition)
    remove_exhibit(work=hall, row=Placement.objects.get(room__hall=hall), by=None)
    assert (Placement.objects.count(), Exhibit.objects.count()) == (0, 1)


def test_an_exhibit_of_a_public_hall_does_not_change(
    now: datetime, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    shown = publish(make_hall(school, edition), zhou, lin)
    exhibit = Exhibit.objects.get()
    draft = make_hall(school, edition, exhibits=0, title="第二个厅")
    row = Placement.objects.create(room=Room.objects.create(hall=draft, title="借展"), exhibit=exhibit)
    with pytest.raises(ReviewError, match="正在展出"):
        place_exhibit(work=draft, row=row, facts=exhibit_facts(title="换了名字"), by=None)
    exhibit.refresh_from_db()
    assert (exhibit.title, shown.state) == ("碗 0", "published")


def test_a_submitted_hall_takes_nothing_more(now: datetime, school: Organisation, edition: Edition) -> None:
    hall = make_hall(school, edition)
    submit_work(work=hall, by=None)
    with pytest.raises(ReviewError):
        place_exhibit(work=hall, facts=exhibit_facts(), by=None)
    with pytest.raises(ReviewError):
        write_work(work=hall, facts={"title": "换"}, by=None)
    hall.refresh_from_db()
    assert (hall.title, Placement.objects.count()) == ("土与火", 1)


def test_a_file_that_is_no_picture_is_refused_at_its_field(
    now: datetime, school: Organisation, edition: Edition
) -> None:
    hall = make_hall(school, edition, exhibits=0)
    script = SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")
    with pytest.raises(ReviewError) as refused:
        place_exhibit(work=hall, facts=exhibit_facts(picture=script), by=None)
    assert (refused.value.field, Exhibit.objects.count()) == ("picture", 0)


def test_a_published_hall_has_a_moment(now: datetime, school: Organisation, edition: Edition) -> None:
    with pytest.raises(IntegrityError, match="hall_published_has_moment"):
        Hall.objects.create(
            city_id=school.tenant_id, edition=edition, owner=school, title="汝瓷馆", introduction="前言",
            state=Hall.State.PUBLISHED, created_at=clock.now(), updated_at=clock.now(),
        )  # fmt: skip
