"""A venue holds one public session at a time."""

from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.actions import OrganisationError, add_venue, edit_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme import actions
from skillweek.programme.models import Activity, Session
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.review import queries as reviews
from skillweek.review.queries import may_decide
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in May 2021, local time."""
    return datetime(2021, 5, day, hour, minute, tzinfo=ZONE)


def submitted(
    owner: Organisation, edition: Edition, by: User, venue: Venue, hour: int, **facts: Any
) -> Activity:
    """An activity that waits for its review, with one session on the 25th."""
    activity = make_activity(owner, edition, state="draft", **facts)
    make_session(activity, starts=at(25, hour), hours=2, venue=venue)
    actions.submit_activity(activity=activity, by=by)
    return activity


def approve(activity: Activity, zhou: User, lin: User) -> None:
    """Up the chain, to the public."""
    for by in (zhou, lin):
        activity.refresh_from_db()
        if may_decide(by, reviews.of(activity)):
            actions.decide_activity(activity=activity, by=by, approve=True)


def rows() -> list[Any]:
    return [*Activity.objects.order_by("pk").values_list("pk", "state", "published_at"),
            *Session.objects.order_by("pk").values_list("pk", "starts", "venue", "state", "holds_venue")]  # fmt: skip


def test_published_sessions_hold_their_room(
    school: Organisation, edition: Edition, room: Venue, he: User, zhou: User, lin: User
) -> None:
    first = submitted(school, edition, he, room, 9)
    second = submitted(school, edition, he, room, 10, title="焊一盏小夜灯")
    after = submitted(school, edition, he, room, 11, title="接着办的")
    approve(first, zhou, lin)
    approve(after, zhou, lin)
    before = rows()
    with pytest.raises(ProgrammeError) as caught:
        approve(second, zhou, lin)
    assert str(caught.value) == (
        "“报告厅”5 月 25 日 09:00–11:00 已有别的活动“汝瓷拉坯体验”；"
        "“报告厅”5 月 25 日 11:00–13:00 已有别的活动“接着办的”，"
        "请换时间或场地"
    )
    assert rows() == before
    assert dict(Session.objects.values_list("activity", "holds_venue")) == {
        first.pk: True,
        second.pk: False,
        after.pk: True,
    }
    actions.cancel_session(session=first.sessions.get())
    actions.cancel_activity(activity=after)
    approve(second, zhou, lin)
    assert dict(Session.objects.values_list("activity", "holds_venue")) == {
        first.pk: False,
        second.pk: True,
        after.pk: False,
    }


def test_its_own_sessions_may_not_overlap_either(
    school: Organisation, edition: Edition, room: Venue, he: User, zhou: User, lin: User
) -> None:
    activity = make_activity(school, edition, state="draft")
    for hour in (9, 10):
        make_session(activity, starts=at(25, hour), hours=2, venue=room)
    actions.submit_activity(activity=activity, by=he)
    with pytest.raises(ProgrammeError, match="已有别的活动"):
        approve(activity, zhou, lin)
    assert list(Session.objects.values_list("holds_venue", flat=True)) == [False, False]


def test_many_at_a_shared_place(
    school: Organisation, edition: Edition, he: User, zhou: User, lin: User
) -> None:
    square = add_venue(owner=school, name="广场", address="叶县", capacity=900, shared=True)
    for title in ("一", "二"):
        approve(submitted(school, edition, he, square, 9, title=title), zhou, lin)
    assert list(Session.objects.values_list("activity__state", "holds_venue")) == [("published", False)] * 2


def test_a_venue_that_is_no_more_shared(
    school: Organisation, edition: Edition, room: Venue, zhou: User, other_school: Organisation
) -> None:
    edit_venue(venue=room, by=zhou, facts={"shared": True})
    room.refresh_from_db()
    one = make_session(make_activity(school, edition), starts=at(25, 9), venue=room)
    two = make_session(make_activity(school, edition, title="接着办的"), starts=at(25, 10), venue=room)
    draft = make_session(make_activity(school, edition, state="draft"), starts=at(25, 10), venue=room)
    with pytest.raises(OrganisationError) as caught:
        edit_venue(venue=room, by=zhou, facts={"shared": False, "name": "新楼"})
    assert str(caught.value) == (
        "这个场地同一时间有几个公开的活动，不能改成一次只办一个：5 月 25 日 09:00–10:30“汝瓷拉坯体验”与“接着办的”"
    )
    room.refresh_from_db()
    assert (room.shared, room.name, Session.objects.filter(holds_venue=True).exists()) == (
        True,
        "报告厅",
        False,
    )
    actions.cancel_session(session=two)
    edit_venue(venue=room, by=zhou, facts={"shared": False})
    assert dict(Session.objects.values_list("pk", "holds_venue")) == {
        one.pk: True,
        two.pk: False,
        draft.pk: False,
    }
    edit_venue(venue=room, by=zhou, facts={"shared": True})
    assert not Session.objects.filter(holds_venue=True).exists()


def test_the_database_refuses_by_itself(school: Organisation, edition: Edition, room: Venue) -> None:
    make_session(make_activity(school, edition), starts=at(25, 9), venue=room)
    with pytest.raises(IntegrityError, match="session_venue_free"), transaction.atomic():
        make_session(make_activity(school, edition), starts=at(25, 10), venue=room)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment(school: Organisation, edition: Edition, room: Venue, now: datetime) -> None:
    """Two officers move two sessions into one free room, each in a connection of its own."""
    sessions = [
        make_session(make_activity(school, edition, movable=True, title=title), starts=at(25, hour), venue=room)
        for title, hour in (("一", 9), ("二", 14))
    ]  # fmt: skip
    results: list[str] = []

    def move(session: Session) -> None:
        try:
            with clock.frozen(now):
                actions.move_session(session=session, starts=at(27, 9), ends=at(27, 11), venue=room)
            results.append("moved")
        except ProgrammeError as error:
            results.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=move, args=[session]) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results)[0] == "moved"
    assert sorted(results)[1].startswith("“报告厅”5 月 27 日 09:00–11:00")
    assert Session.objects.filter(starts=at(27, 9), holds_venue=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_lets_one_in_when_two_come_at_once(
    school: Organisation, edition: Edition, room: Venue
) -> None:
    """Whatever the code above forgets to lock: the second waits for the first, and is refused when that stays."""
    activities = [make_activity(school, edition, title=f"直接写入{n}") for n in range(2)]
    refused: list[str] = []

    def put(activity: Activity) -> None:
        try:
            make_session(activity, starts=at(26, 9), venue=room, holds_venue=True)
        except IntegrityError as error:
            refused.append(error.__cause__.diag.constraint_name)
        finally:
            connection.close()

    with transaction.atomic():
        make_session(activities[0], starts=at(26, 10), venue=room, holds_venue=True)
        second = Thread(target=put, args=[activities[1]])
        second.start()
        waiting = """SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND wait_event_type = 'Lock'"""
        with connection.cursor() as cursor:
            while second.is_alive() and not cursor.execute(waiting).fetchone()[0]:
                cursor.execute("SELECT pg_stat_clear_snapshot()")
    second.join()
    assert refused == ["session_venue_free"]
    assert list(Session.objects.values_list("activity__title", flat=True)) == ["直接写入0"]
