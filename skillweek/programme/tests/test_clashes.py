"""What a session clashes with, told while it is written and where it is reviewed; and who must be there."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Contact, Organisation, Venue, Window
from skillweek.plan.models import Edition
from skillweek.programme import actions, queries
from skillweek.programme.models import Activity, Session, SessionStaff
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in May 2021, local time."""
    return datetime(2021, 5, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def mine(school: Organisation, edition: Edition, room: Venue) -> Session:
    activity = make_activity(school, edition, state="draft", title="我的活动")
    return make_session(activity, starts=at(25, 9), hours=2, venue=room)


def contact(unit: Organisation, name: str = "示例-马老师", duty: str = "讲解") -> Contact:
    return Contact.objects.create(
        organisation=unit, role="other", duty=duty, name=name, since=at(1, 9).date()
    )


def told(session: Session) -> list[tuple[str, str]]:
    """Tone and text of what ``session`` clashes with."""
    session = queries.sessions_of(session.activity).get(pk=session.pk)
    found = queries.clashes_of([session], session.activity.edition)[session.pk]
    return [(mark.tone.value, mark.text) for mark in found]


def test_nothing(mine: Session, school: Organisation, edition: Edition, room: Venue) -> None:
    make_session(make_activity(school, edition), starts=at(25, 11), venue=room)
    make_session(make_activity(school, edition), starts=at(26, 9), venue=room)
    assert told(mine) == []


def test_a_taken_room(
    mine: Session, school: Organisation, other_school: Organisation, edition: Edition, room: Venue
) -> None:
    make_session(make_activity(other_school, edition, title="公开的"), starts=at(25, 10), venue=room)
    make_session(
        make_activity(other_school, edition, state="draft", title="保密的"), starts=at(25, 8), venue=room
    )
    make_session(
        make_activity(school, edition, state="submitted", title="自家的"), starts=at(25, 9), venue=room
    )
    gone = make_session(
        make_activity(other_school, edition), starts=at(25, 12), venue=room, state="cancelled"
    )
    assert gone.state == "cancelled"
    assert told(mine) == [
        ("hard", "“报告厅”10:00–11:30 已经排了“公开的”"),
        ("draft", "“报告厅”08:00–09:30 已经排了示例-宝丰县的一个活动（草稿）"),
        ("draft", "“报告厅”09:00–10:30 已经排了“自家的”"),
    ]  # fmt: skip
    Venue.objects.update(shared=True)
    assert told(mine) == []


def test_windows_of_the_venue(mine: Session, school: Organisation, room: Venue) -> None:
    span = {"owner": school, "venue": room}
    Window.objects.create(**span, open=True, starts=at(25, 9), ends=at(25, 12))
    assert told(mine) == []
    shut = Window.objects.create(**span, open=False, starts=at(25, 10), ends=at(25, 11), note="高考考场")
    assert told(mine) == [("warn", "“报告厅”这时不能用：高考考场")]
    shut.delete()
    Window.objects.update(ends=at(25, 10))
    assert told(mine) == [("warn", "不在“报告厅”的可用时间内")]


def test_a_person_at_two_places(mine: Session, school: Organisation, edition: Edition, venue: Venue) -> None:
    person = contact(school)
    actions.set_staff(session=mine, people=[person])
    other = make_session(make_activity(school, edition, title="别处的"), starts=at(25, 10), venue=venue)
    assert told(mine) == []
    actions.set_staff(session=other, people=[person])
    assert told(mine) == [("warn", "示例-马老师 10:00–11:30 要在“别处的”")]
    Window.objects.create(owner=school, contact=person, open=False, starts=at(25, 8), ends=at(25, 9, 30))
    assert told(mine)[0] == ("warn", "“示例-马老师”这时不能用")


def test_capacity_and_too_many_at_once(
    mine: Session, school: Organisation, edition: Edition, venue: Venue, room: Venue
) -> None:
    mine.activity.safeguard.expected = 300
    mine.activity.safeguard.save()
    for n in range(2):
        make_session(make_activity(school, edition, title=f"同时{n}"), starts=at(25, 9), venue=venue)
    assert told(mine) == [("warn", "预计 300 人，“报告厅”只能容纳 200 人")]
    make_session(make_activity(school, edition, state="draft"), starts=at(25, 9), venue=venue)
    assert told(mine)[-1] == ("draft", "示例-叶县职这时要同时办 4 场")


def test_highlights_near_each_other(
    mine: Session, other_school: Organisation, school: Organisation, edition: Edition, room: Venue
) -> None:
    Activity.objects.filter(pk=mine.activity_id).update(highlight=True)
    Venue.objects.filter(pk=room.pk).update(latitude="33.63", longitude="113.35")
    near = add_venue(
        owner=other_school, name="近处", address="宝丰", capacity=90, latitude="33.64", longitude="113.36"
    )
    far = add_venue(
        owner=other_school, name="远处", address="宝丰", capacity=90, latitude="33.93", longitude="113.36"
    )
    activity = make_activity(other_school, edition, title="宝丰的看点", highlight=True)
    other = make_session(activity, starts=at(25, 11, 30), hours=1, venue=near)
    assert told(mine) == [("warn", "看点“宝丰的看点”（11:30–12:30）同在这半天，相距 1.4 公里")]
    Session.objects.filter(pk=other.pk).update(venue=far)
    assert told(mine) == []
    same = make_activity(school, edition, title="同县的看点", highlight=True)
    make_session(same, starts=at(25, 10))
    assert told(mine) == [("warn", "同县的看点“同县的看点”也在这时（10:00–11:30），会互相分走观众")]


def test_how_many_at_once_is_a_figure_of_the_edition(
    mine: Session, school: Organisation, edition: Edition, venue: Venue
) -> None:
    make_session(make_activity(school, edition), starts=at(25, 9), venue=venue)
    found = []
    for most in (1, 2):
        Edition.objects.update(host_at_once=most)
        mine.activity.edition.refresh_from_db()
        found.append(told(mine))
    assert found == [[("warn", "示例-叶县职这时要同时办 2 场")], []]


def test_how_near_is_a_figure_of_the_edition(
    mine: Session, other_school: Organisation, edition: Edition, room: Venue
) -> None:
    Activity.objects.filter(pk=mine.activity_id).update(highlight=True)
    Venue.objects.filter(pk=room.pk).update(latitude="33.63", longitude="113.35")
    near = add_venue(
        owner=other_school, name="近处", address="宝丰", capacity=90, latitude="33.64", longitude="113.36"
    )
    other = make_activity(other_school, edition, title="宝丰的看点", highlight=True)
    make_session(other, starts=at(25, 11, 30), hours=1, venue=near)
    found = []
    for apart in (1.0, 1.5):
        Edition.objects.update(near_km=apart)
        mine.activity.edition.refresh_from_db()
        found.append(told(mine))
    assert found == [[], [("warn", "看点“宝丰的看点”（11:30–12:30）同在这半天，相距 1.4 公里")]]


def test_a_working_copy_does_not_clash_with_what_it_revises(
    school: Organisation, edition: Edition, room: Venue
) -> None:
    public = make_activity(school, edition)
    make_session(public, starts=at(25, 9), venue=room)
    copy = make_activity(school, edition, state="draft", revises=public)
    assert told(make_session(copy, starts=at(25, 9), venue=room)) == []


def test_queries_do_not_grow(school: Organisation, edition: Edition, venue: Venue) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            activity = make_activity(school, edition)
            actions.set_staff(
                session=make_session(activity, starts=at(25, 9), venue=venue),
                people=[contact(school, duty=activity.code[:20])],
            )
        with CaptureQueriesContext(connection) as asked:
            sessions = list(queries.live_sessions(edition))
            assert len(queries.clashes_of(sessions, edition)) == len(sessions)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_set_staff(mine: Session, school: Organisation, other_school: Organisation) -> None:
    first, second = contact(school), contact(school, "示例-杨老师", "主持")
    actions.set_staff(session=mine, people=[first])
    SessionStaff.objects.update(task="讲解")
    actions.set_staff(session=mine, people=[first, second])
    before = list(SessionStaff.objects.order_by("contact").values_list("contact", "task"))
    assert before == [(first.pk, "讲解"), (second.pk, "")]
    with pytest.raises(ProgrammeError) as caught:
        actions.set_staff(session=mine, people=[contact(other_school, "示例-外人")])
    assert (
        caught.value.field,
        list(SessionStaff.objects.order_by("contact").values_list("contact", "task")),
    ) == (
        "people",
        before,
    )
    assert len(history(mine.staff.get(contact=first))) == 2
    actions.set_staff(session=mine, people=[])
    assert not SessionStaff.objects.exists()
    Session.objects.update(state="cancelled")
    with pytest.raises(ProgrammeError, match="已经取消"):
        actions.set_staff(session=mine, people=[first])


def test_the_staff_page(
    mine: Session, school: Organisation, he: User, wu: User, sign_in: Any, other_school: Organisation
) -> None:
    person, foreign = contact(school), contact(other_school, "示例-外人")
    url = f"/desk/activities/{mine.activity_id}/when/{mine.code}/staff/"
    assert sign_in(wu).get(url).status_code == 404
    client: Client = sign_in(he)
    assert client.post(url, {"people": [foreign.pk]}).status_code == 422
    assert not SessionStaff.objects.exists()
    assert client.post(url, {"people": [person.pk]}).status_code == 302
    assert [row.contact for row in mine.staff.all()] == [person]
    assert "示例-马老师" in client.get(f"/desk/activities/{mine.activity_id}/when/").content.decode()


def test_told_while_writing(
    mine: Session, school: Organisation, edition: Edition, room: Venue, he: User, wu: User, sign_in: Any
) -> None:
    make_session(make_activity(school, edition, title="公开的"), starts=at(26, 10), venue=room)
    url = f"/desk/activities/{mine.activity_id}/clashes/"
    wish = {"day": "2021-05-26", "starts": "09:00", "ends": "11:00", "venue": room.pk, "session": mine.code}
    client: Client = sign_in(he)
    assert "“报告厅”10:00–11:30 已经排了“公开的”" in client.get(url, wish).content.decode()
    assert "没有冲突" in client.get(url, wish | {"day": "2021-05-25"}).content.decode()
    assert client.get(url, wish | {"starts": "zzz"}).content.decode().strip() == ""
    assert client.get(url, wish | {"ends": "08:00"}).content.decode().strip() == ""
    assert sign_in(wu).get(url, wish).status_code == 404
    page = client.get(f"/desk/activities/{mine.activity_id}/when/{mine.code}/").content.decode()
    assert f'hx-get="{url}"' in page
    Session.objects.filter(pk=mine.pk).update(starts=at(26, 9), ends=at(26, 11), day=at(26, 9).date())
    assert "已经排了“公开的”" in client.get(f"/desk/activities/{mine.activity_id}/when/").content.decode()


def test_told_where_it_is_reviewed(
    mine: Session, school: Organisation, edition: Edition, room: Venue, zhou: User, sign_in: Any, he: User
) -> None:
    make_session(make_activity(school, edition, title="公开的"), starts=at(25, 10), venue=room)
    actions.submit_activity(activity=mine.activity, by=he)
    page = sign_in(zhou).get(f"/desk/activities/{mine.activity_id}/").content.decode()
    assert "“报告厅”10:00–11:30 已经排了“公开的”" in page
