"""When something comes back: what is different from what was submitted the time before."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.audit.queries import since_last_round
from skillweek.common import clock
from skillweek.exhibition.actions import place_exhibit, remove_exhibit
from skillweek.exhibition.tests.factories import exhibit_facts, make_hall
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions import (
    add_session,
    decide_activity,
    edit_activity,
    remove_session,
    submit_activity,
)
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.review.actions import return_work, submit_work, write_work

SignIn = Callable[[User], Client]
#: the database's own clock tells rounds apart: every step is a transaction of its own
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]


@pytest.fixture
def returned(
    now: datetime, edition: Edition, school: Organisation, venue: Venue, he: User, zhou: User
) -> Activity:
    activity = make_activity(school, edition, state="draft", title="拉坯", body="第一段\n第二段")
    make_session(activity, starts=clock.now().replace(year=2021, month=5, day=23), venue=venue)
    submit_activity(activity=activity, by=he)
    decide_activity(activity=activity, by=zhou, approve=False, reason="请写明年龄")
    activity.refresh_from_db()
    return activity


def test_nothing_is_compared_the_first_time(returned: Activity) -> None:
    assert since_last_round(returned) == []


def test_fields_and_parts(returned: Activity, venue: Venue, he: User, zhou: User, sign_in: SignIn) -> None:
    old = returned.sessions.get()
    edit_activity(activity=returned, body="第一段\n适合十岁以上")
    add_session(
        activity=returned,
        starts=old.starts + timedelta(hours=4),
        ends=old.ends + timedelta(hours=4),
        venue=venue,
    )
    remove_session(session=old)
    submit_activity(activity=returned, by=he)
    found = since_last_round(Activity.objects.get(pk=returned.pk))
    said = [(one.kind, one.added, one.removed, [field.label for field in one.fields]) for one in found]
    assert sorted(said) == [
        ("场次", False, True, []), ("场次", True, False, []), ("活动", False, False, ["活动内容"]),
    ]  # fmt: skip
    page = sign_in(zhou).get(f"/desk/activities/{returned.pk}/").text
    assert ("与上次提交相比" in page, "适合十岁以上</ins>" in page, "第二段</del>" in page) == (
        True,
        True,
        True,
    )


def test_submitted_again_as_it_was(returned: Activity, he: User, zhou: User, sign_in: SignIn) -> None:
    submit_activity(activity=returned, by=he)
    assert since_last_round(returned) == []
    assert "记下来的内容没有变化" in sign_in(zhou).get(f"/desk/activities/{returned.pk}/").text


def test_works_and_their_rows(edition: Edition, school: Organisation, zhou: User, sign_in: SignIn) -> None:
    hall = make_hall(school, edition, exhibits=1, title="土与火")
    submit_work(work=hall, by=None)
    return_work(work=hall, by=zhou, reason="请加展品")
    hall.refresh_from_db()
    write_work(work=hall, facts={"title": "泥与火"}, by=None)
    row = hall.rooms.get().placements.get()
    place_exhibit(work=hall, facts=exhibit_facts(title="第二只碗"), by=None)
    remove_exhibit(work=hall, row=row, by=None)
    hall.refresh_from_db()
    submit_work(work=hall, by=None)
    said = {(one.kind, one.added, one.removed, len(one.fields)) for one in since_last_round(hall)}
    assert said == {("线上展厅", False, False, 1), ("展品位置", False, True, 0), ("展品位置", True, False, 0)}
    assert "泥与火</ins>" in sign_in(zhou).get(hall.get_desk_url()).text
