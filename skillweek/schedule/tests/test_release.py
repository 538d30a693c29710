"""Making versions: what is frozen, what is written down, when nothing happens, two at once."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from skillweek.accounts.models import User
from skillweek.audit.queries import tracked
from skillweek.common import clock
from skillweek.organisations.actions import add_venue
from skillweek.plan.models import Audience, Edition
from skillweek.programme.actions import cancel_activity, cancel_session
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.schedule import actions, queries
from skillweek.schedule.actions import place_move, release_due
from skillweek.schedule.models import Change, Release, ReleasedActivity, ReleasedSession
from skillweek.schedule.rules import NothingNew, Outdated, sentence
from skillweek.schedule.tests.conftest import Programme


def release(**given: Any) -> Release:
    """The version that was made."""
    return actions.release(**given).version


def log(version: Release) -> list[tuple[str, str, str]]:
    """The lines of a version: kind, activity, what it says."""
    lines = version.changes.select_related("activity").order_by("activity__code", "kind", "pk")
    return [(line.kind, line.activity.code, sentence(line)) for line in lines]


def test_the_first_version_freezes_everything_and_lists_nothing(programme: Programme, lin: User) -> None:
    made = release(edition=programme.edition, by=lin, note="  首次公布 ")
    assert (made.number, made.by, made.note, made.at) == (1, lin, "首次公布", clock.now())
    frozen = made.sessions.order_by("session_id").values_list(
        "session_id", "starts", "ends", "venue_name", "cancelled"
    )
    assert list(frozen) == [
        (one.pk, one.starts, one.ends, one.venue.name if one.venue else "", False)
        for one in (programme.first, programme.second, programme.class_)
    ]
    assert [*made.activities.order_by("activity").values_list("activity", "title")] == [
        (programme.pottery.pk, "汝瓷拉坯体验"), (programme.online.pk, "护理云课堂"),
    ]  # fmt: skip
    assert log(made) == []


def test_what_is_not_public_is_not_in_it(programme: Programme, lin: User, school: Any) -> None:
    draft = make_activity(school, programme.edition, state=Activity.State.DRAFT)
    later = make_activity(school, programme.edition, published_at=clock.now() + timedelta(hours=1))
    for activity in (draft, later):
        make_session(activity, starts=clock.now() + timedelta(days=2))
    made = release(edition=programme.edition, by=lin)
    assert {row.activity_id for row in made.activities.all()} == {programme.pottery.pk, programme.online.pk}
    assert made.sessions.count() == 3


def test_every_kind_of_change_is_written_in_plain_words(
    programme: Programme, lin: User, school: Any, other_school: Any, edition: Edition, now: datetime
) -> None:
    hall = add_venue(owner=school, name="报告厅", address="叶县示例路1号", capacity=300)
    dance = make_activity(school, edition, code="dance", title="舞蹈")
    make_session(dance, starts=now + timedelta(hours=2), venue=hall)
    release(edition=edition, by=lin)
    start = datetime(2021, 5, 25, 9, tzinfo=now.tzinfo)
    Session.objects.filter(pk=programme.first.pk).update(
        starts=start, ends=start + timedelta(hours=1), venue=hall
    )
    cancel_session(session=programme.second)
    added = make_session(programme.online, starts=now + timedelta(days=3))
    Activity.objects.filter(pk=programme.online.pk).update(summary="换了介绍", good_to_know="带上耳机")
    programme.online.audiences.add(Audience.objects.get(edition=edition, code="media"))
    cancel_activity(activity=dance)
    fresh = make_activity(other_school, edition, code="fresh", title="新活动")
    make_session(fresh, starts=now + timedelta(days=1, hours=1), venue=hall)
    made = release(edition=edition, by=lin)
    assert log(made) == [
        ("added", "cloud-class", "加了一场：5 月 26 日 09:00，线上"),
        ("revised", "cloud-class", "修改了一句话介绍、活动内容、适合谁"),
        ("cancelled", "dance", "整个活动取消"),
        ("added", "fresh", "新的活动：5 月 24 日 10:00，报告厅"),
        ("cancelled", "pottery", "5 月 24 日 09:00 的一场取消"),
        ("moved", "pottery", "5 月 23 日 14:00 → 5 月 25 日 09:00，地点改到报告厅"),
    ]
    assert {line.session_id for line in made.changes.filter(kind="added")} == {None, added.pk}
    assert made.sessions.count() == 5, "only what differs is frozen"
    assert release_due() == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"venue": None}, "5 月 23 日 14:00 的一场，地点改到线上"),
        ({"ends": timedelta(hours=1)}, "5 月 23 日 14:00–15:30 → 14:00–16:30"),
        ({"starts": timedelta(hours=-1)}, "5 月 23 日 14:00 → 13:00"),
    ],
)
def test_small_moves_are_said_shortly(programme: Programme, facts: dict[str, Any], said: str) -> None:
    release(edition=programme.edition, by=None)
    for name, value in facts.items():
        known = getattr(programme.first, name)
        setattr(programme.first, name, known + value if value else None)
    programme.first.save()
    assert [sentence(line) for line in release(edition=programme.edition, by=None).changes.all()] == [said]


def test_without_a_change_there_is_no_version(programme: Programme, lin: User) -> None:
    release(edition=programme.edition, by=lin)
    programme.pottery.save()  # touched, not changed
    with pytest.raises(NothingNew, match="和上一版没有不同"):
        release(edition=programme.edition, by=lin)
    assert release_due() == []
    assert (Release.objects.count(), Change.objects.count(), ReleasedSession.objects.count()) == (1, 0, 3)


def test_an_empty_programme_has_no_version(edition: Edition, now: datetime) -> None:
    assert release_due() == []
    assert Release.objects.count() == 0


def test_by_itself_it_follows_what_is_public(programme: Programme) -> None:
    [first] = release_due()
    assert (first.number, first.by) == (1, None)
    cancel_session(session=programme.second)
    [second] = release_due()
    assert (second.number, log(second)) == (2, [("cancelled", "pottery", "5 月 24 日 09:00 的一场取消")])


def test_long_after_the_week_nothing_is_released(programme: Programme) -> None:
    with clock.frozen(clock.now() + timedelta(days=60)):
        assert release_due() == []


def test_what_goes_away_without_being_cancelled_is_told_as_cancelled(programme: Programme) -> None:
    release_due()
    Activity.objects.filter(pk=programme.online.pk).update(state=Activity.State.DRAFT)
    [made] = release_due()
    assert log(made) == [("cancelled", "cloud-class", "整个活动取消")]
    assert release_due() == []
    Activity.objects.filter(pk=programme.online.pk).update(state=Activity.State.PUBLISHED)
    [again] = release_due()
    assert [line[0] for line in log(again)] == ["added"]


def test_an_officer_releases_what_was_shown_or_nothing(programme: Programme, lin: User) -> None:
    release(edition=programme.edition, by=None)
    cancel_session(session=programme.second)
    seen = queries.pending(programme.edition, 1)
    assert (seen.total, [sentence(line) for line in seen.lines]) == (1, ["5 月 24 日 09:00 的一场取消"])
    cancel_session(session=programme.first)
    with pytest.raises(Outdated, match="又有新的变化"):
        release(edition=programme.edition, by=lin, seen=seen.token)
    assert Release.objects.count() == 1
    current = queries.pending(programme.edition, 1)
    assert (
        release(edition=programme.edition, by=lin, seen=current.token).changes.count() == current.total == 2
    )


def test_moves_of_the_board_wait_for_an_officer(programme: Programme, lin: User, now: datetime) -> None:
    release(edition=programme.edition, by=None)
    Activity.objects.update(movable=True)
    later = now + timedelta(days=2)
    place_move(
        session=programme.second, starts=later, ends=later + timedelta(hours=1), venue=programme.venue, by=lin
    )
    assert release_due() == []
    seen = queries.pending(programme.edition, 1)
    assert [sentence(line) for line in seen.lines] == ["5 月 24 日 09:00 → 5 月 25 日 09:00"]
    made = release(edition=programme.edition, by=lin, seen=seen.token)
    assert log(made) == [("moved", "pottery", "5 月 24 日 09:00 → 5 月 25 日 09:00")]
    programme.second.refresh_from_db()
    assert programme.second.starts == later


def test_a_move_that_cannot_be_is_named(programme: Programme, lin: User, now: datetime) -> None:
    release(edition=programme.edition, by=None)
    Activity.objects.update(movable=True)
    later = now + timedelta(days=2)
    place_move(
        session=programme.second, starts=later, ends=later + timedelta(hours=1), venue=programme.venue, by=lin
    )
    Session.objects.filter(pk=programme.second.pk).update(ends=programme.second.ends + timedelta(hours=1))
    outcome = actions.release(edition=programme.edition, by=lin)
    assert [(move.session, reason) for move, reason in outcome.refused] == [
        (programme.second, "这一场在调整之后又有人改过，请重新安排")
    ]
    with pytest.raises(NothingNew, match="又有人改过"):
        release(edition=programme.edition, by=lin)
    assert Release.objects.count() == 2


def test_two_versions_compare_over_those_between(programme: Programme, now: datetime) -> None:
    release_due()
    for hours in (1, 2):
        Session.objects.filter(pk=programme.first.pk).update(
            starts=now + timedelta(hours=5 + hours), ends=now + timedelta(hours=7 + hours)
        )
        release_due()
    cancel_session(session=programme.class_)
    release_due()
    found = queries.between(programme.edition, 1, 3)
    assert [sentence(line) for line in found.lines] == ["5 月 23 日 14:00 → 16:00"]
    back = queries.between(programme.edition, 4, 2)
    assert sorted(line.kind for line in back.lines) == ["added", "moved"]
    assert queries.between(programme.edition, 2, 2).total == 0


def test_session_numbers_rise_with_versions_that_change_them(programme: Programme) -> None:
    release_due()
    cancel_session(session=programme.second)
    release_due()
    found = queries.revisions([programme.first.pk, programme.second.pk, 0])
    assert {pk: one.number for pk, one in found.items()} == {programme.first.pk: 1, programme.second.pk: 2}


def test_it_is_in_the_history(programme: Programme, lin: User) -> None:
    made = release(edition=programme.edition, by=lin, note="首次公布")
    assert tracked["schedule.release"].journal
    assert made.events.values_list("number", "note", "by").get() == (1, "首次公布", lin.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins(programme: Programme) -> None:
    release(edition=programme.edition, by=None)
    cancel_session(session=programme.second)
    ready, outcomes = threading.Barrier(2), []

    def go() -> None:
        with clock.frozen(datetime(2021, 5, 23, 9, tzinfo=programme.first.starts.tzinfo)):
            ready.wait()
            try:
                outcomes.append(release(edition=programme.edition, by=None).number)
            except NothingNew:
                outcomes.append(0)
            finally:
                connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == [0, 2]
    assert ReleasedActivity.objects.count() == 2
    assert Change.objects.count() == 1
