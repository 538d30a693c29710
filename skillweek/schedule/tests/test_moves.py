"""Placing sessions on the board, taking that back, and making it true."""

from datetime import datetime
from typing import Any

import pytest

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions import cancel_session, move_session
from skillweek.programme.models import Session
from skillweek.programme.queries import relied_on
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.schedule.actions import apply_moves, drop_move, place_move
from skillweek.schedule.models import Move
from skillweek.schedule.rules import ScheduleError, stands_at
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in May 2021, local time."""
    return datetime(2021, 5, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def session(school: Organisation, edition: Edition, room: Venue) -> Session:
    return make_session(make_activity(school, edition, movable=True), starts=at(25, 9), venue=room, hours=2)


@pytest.fixture
def other(school: Organisation, edition: Edition, room: Venue) -> Session:
    activity = make_activity(school, edition, movable=True, title="焊一盏小夜灯")
    return make_session(activity, starts=at(26, 14), venue=room, hours=2)


def rows() -> list[Any]:
    return [*Session.objects.order_by("pk").values_list("pk", "starts", "venue", "holds_venue"),
            *Move.objects.order_by("pk").values_list("session", "to_starts", "to_venue")]  # fmt: skip


def test_placed_and_applied(session: Session, zhou: User, edition: Edition, lin: User, room: Venue) -> None:
    seen = stands_at(session)
    move = place_move(session=session, starts=at(26, 9), ends=at(26, 11), venue=room, by=zhou, seen=seen)
    assert move is not None
    session.refresh_from_db()
    assert (session.starts, move.from_starts, move.to_starts) == (at(25, 9), at(25, 9), at(26, 9))
    again = place_move(session=session, starts=at(27, 9), ends=at(27, 11), venue=room, by=zhou, seen=seen)
    assert again is not None
    assert (again.pk, Move.objects.count()) == (move.pk, 1)
    told = len(history(session))
    done = apply_moves(edition=edition, by=lin)
    session.refresh_from_db()
    assert (session.starts, session.ends, session.day) == (at(27, 9), at(27, 11), at(27, 9).date())
    assert session.holds_venue
    assert ([one.pk for one in done.sessions], done.refused, Move.objects.count()) == ([session.pk], [], 0)
    assert apply_moves(edition=edition, by=lin).sessions == []
    assert len(history(session)) > told


def test_put_back_is_no_move(session: Session, zhou: User, room: Venue) -> None:
    place_move(session=session, starts=at(26, 9), ends=at(26, 11), venue=room, by=zhou)
    assert place_move(session=session, starts=session.starts, ends=session.ends, venue=room, by=zhou) is None
    assert not Move.objects.exists()


def test_two_swap_their_rooms(session: Session, other: Session, lin: User, edition: Edition) -> None:
    for one, two in ((session, other), (other, session)):
        place_move(session=one, starts=two.starts, ends=two.ends, venue=two.venue, by=lin)
    done = apply_moves(edition=edition, by=lin)
    assert (len(done.sessions), done.refused) == (2, [])
    there = {one.pk: (one.starts, one.holds_venue) for one in Session.objects.all()}
    assert there == {session.pk: (at(26, 14), True), other.pk: (at(25, 9), True)}


def test_a_booked_session_keeps_its_room_and_keeps_the_other_out(
    session: Session, other: Session, lin: User, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one, two in ((session, other), (other, session)):
        place_move(session=one, starts=two.starts, ends=two.ends, venue=two.venue, by=lin)
    monkeypatch.setitem(relied_on._providers, "visits", lambda ids: {session.pk} & set(ids))
    before = rows()
    done = apply_moves(edition=edition, by=lin)
    assert done.sessions == []
    assert [(move.session_id, why) for move, why in done.refused] == [
        (session.pk, "已经有人预约了这一场，时间不能再调整"),
        (other.pk, "“报告厅”5 月 25 日 09:00–11:00 已有别的活动“汝瓷拉坯体验”，请换时间或场地"),
    ]
    assert rows() == before


def test_what_changed_since_is_stale(
    session: Session, zhou: User, lin: User, edition: Edition, room: Venue
) -> None:
    seen = stands_at(session)
    place_move(session=session, starts=at(26, 9), ends=at(26, 11), venue=room, by=zhou, seen=seen)
    move_session(session=session, starts=at(28, 9), ends=at(28, 11), venue=room)
    before = rows()
    with pytest.raises(ScheduleError, match="有人改过"):
        place_move(session=session, starts=at(27, 9), ends=at(27, 11), venue=room, by=zhou, seen=seen)
    done = apply_moves(edition=edition, by=lin)
    assert [why for _move, why in done.refused] == ["这一场在调整之后又有人改过，请重新安排"]
    assert rows() == before


def test_cancelled_since_is_refused(
    session: Session, zhou: User, lin: User, edition: Edition, room: Venue
) -> None:
    place_move(session=session, starts=at(26, 9), ends=at(26, 11), venue=room, by=zhou)
    cancel_session(session=session)
    done = apply_moves(edition=edition, by=lin)
    assert ([why for _move, why in done.refused], done.sessions) == (["这一场的时间不能调整"], [])


def test_refused_at_once(
    session: Session, zhou: User, wu: User, he: User, room: Venue, school: Organisation, edition: Edition
) -> None:
    fixed = make_session(make_activity(school, edition), starts=at(25, 14), venue=room)
    draft = make_session(make_activity(school, edition, state="draft", movable=True), starts=at(25, 16))
    before = rows()

    def refused(one: Session, starts: datetime, by: User) -> str:
        with pytest.raises(ScheduleError) as caught:
            place_move(session=one, starts=starts, ends=starts.replace(hour=20), venue=room, by=by)
        return str(caught.value)

    assert refused(session, at(26, 9), wu) == "您不能调整这个单位的场次"
    assert refused(session, at(26, 9), he) == "您不能调整这个单位的场次"
    assert refused(session, at(22, 9), zhou) == "已经开始的场次不能调整，也不能移到过去"
    assert refused(session, at(29, 9), zhou) == "日期应在活动周以内：2021-05-22 至 2021-05-28"
    assert refused(fixed, at(26, 9), zhou) == "这一场的时间不能调整"
    assert refused(draft, at(26, 9), zhou) == "只能调整已发布活动的场次；草稿由填报单位自己改"
    assert rows() == before


def test_dropped(session: Session, zhou: User, wu: User, room: Venue) -> None:
    move = place_move(session=session, starts=at(26, 9), ends=at(26, 11), venue=room, by=zhou)
    assert move is not None
    with pytest.raises(ScheduleError, match="您不能调整"):
        drop_move(move=move, by=wu)
    assert Move.objects.count() == 1
    drop_move(move=move, by=zhou)
    assert not Move.objects.exists()


def test_only_the_city_applies(session: Session, zhou: User, edition: Edition, room: Venue) -> None:
    place_move(session=session, starts=at(26, 9), ends=at(26, 11), venue=room, by=zhou)
    before = rows()
    with pytest.raises(ScheduleError, match="市级"):
        apply_moves(edition=edition, by=zhou)
    assert rows() == before


def test_into_a_shared_place_many_fit(
    session: Session, other: Session, lin: User, edition: Edition, school: Organisation
) -> None:
    square = add_venue(owner=school, name="广场", address="叶县", capacity=900, shared=True)
    for one in (session, other):
        place_move(session=one, starts=at(27, 9), ends=at(27, 11), venue=square, by=lin)
    done = apply_moves(edition=edition, by=lin)
    assert (len(done.sessions), [one.holds_venue for one in Session.objects.all()]) == (2, [False, False])
