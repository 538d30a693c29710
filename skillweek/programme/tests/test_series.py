"""Series of sessions: what would be made, made at one stroke, moved and removed together."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition, Tag, ThemeDay
from skillweek.programme import actions, queries
from skillweek.programme.models import Activity, Session
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.series import Span, read_span, slots
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.programme.tests.test_activities import at

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def draft(school: Organisation, edition: Edition) -> Activity:
    return make_activity(school, edition, state=Activity.State.DRAFT)


@pytest.mark.parametrize(
    ("line", "span"),
    [("9:00-10:30", Span(time(9), time(10, 30))), (" 09：00 至 10：30 ", Span(time(9), time(10, 30))),
     ("14.00~15.00", Span(time(14), time(15))), ("10:30-9:00", None), ("25:00-26:00", None), ("上午", None),
     ("9-10", None)],
)  # fmt: skip
def test_a_line_is_a_span(line: str, span: Span | None) -> None:
    assert read_span(line) == span


@pytest.mark.parametrize(
    ("last", "minutes", "pause", "starts"),
    [(time(11, 30), 30, None, ["9:00", "9:30", "10:00", "10:30", "11:00"]),
     (time(11, 29), 30, None, ["9:00", "9:30", "10:00", "10:30"]),
     (time(14), 60, Span(time(11, 30), time(12, 30)), ["9:00", "10:00", "12:30"]),
     (time(9, 20), 30, None, []), (time(23, 59), 400, None, ["9:00", "15:40"])],
)  # fmt: skip
def test_slots(last: time, minutes: int, pause: Span | None, starts: list[str]) -> None:
    assert [f"{one.starts:%-H:%M}" for one in slots(time(9), last, minutes, pause)] == starts


def test_the_plan_says_what_is_refused_and_why(
    draft: Activity, school: Organisation, edition: Edition, room: Venue
) -> None:
    make_session(draft, starts=at(25, 9), venue=room)
    make_session(make_activity(school, edition, title="酿醋"), starts=at(26, 9), venue=room)
    make_session(make_activity(school, edition, state="draft"), starts=at(27, 9), venue=room)  # holds nothing
    days = [(at(day, 9, 30), at(day, 10, 30)) for day in (22, 25, 26, 27)]
    overlap = (at(27, 10), at(27, 11))
    found = queries.plan_series(draft, [*days, overlap], room)
    assert [(one.starts.day, one.refused) for one in found] == [
        (22, "时间已经过去"), (25, "这个活动 09:00 已有一场"), (26, "“报告厅”09:00–10:30 已经排了“酿醋”"), (27, ""),
        (27, "和这一批里的前一场重叠"),
    ]  # fmt: skip
    room.shared = True
    assert [one.refused for one in queries.plan_series(draft, [days[2], days[3], overlap], room)] == [
        "",
        "",
        "",
    ]


def test_a_copy_does_not_clash_with_what_it_revises(
    school: Organisation, edition: Edition, room: Venue, he: User
) -> None:
    public = make_activity(school, edition)
    make_session(public, starts=at(26, 9), venue=room)
    copy = actions.revise_activity(activity=public, by=he)
    copy.sessions.all().delete()
    assert [one.refused for one in queries.plan_series(copy, [(at(26, 9), at(26, 10))], room)] == [""]


def test_five_hundred_at_one_stroke(draft: Activity, venue: Venue, county: Organisation) -> None:
    def times(count: int) -> list[tuple]:
        return [
            (at(24, 8) + timedelta(minutes=10 * n), at(24, 8) + timedelta(minutes=10 * n + 5))
            for n in range(count)
        ]

    asked = []
    for count in (2, 500):
        draft.sessions.all().delete()
        with CaptureQueriesContext(connection) as captured:
            made = actions.add_series(activity=draft, times=times(count), venue=venue, note="带身份证")
        asked.append(len(captured))
        assert (len(made), draft.sessions.count()) == (count, count)
    assert asked[0] == asked[1]
    last = draft.sessions.order_by("-starts").first()
    assert last is not None
    assert (last.place, last.day, last.note) == (county, date(2021, 5, 27), "带身份证")
    with pytest.raises(ProgrammeError, match="一次最多新增 500 场，这里有 501 场"):
        actions.add_series(activity=draft, times=times(501), venue=venue)


def test_all_or_none(draft: Activity, venue: Venue) -> None:
    make_session(draft, starts=at(25, 9), venue=venue)
    times = [(at(24, 9), at(24, 10)), (at(25, 9), at(25, 10))]
    with pytest.raises(
        ProgrammeError, match="有 1 场不能新增，一场也没有写入：5 月 25 日 这个活动 09:00 已有一场"
    ):
        actions.add_series(activity=draft, times=times, venue=venue)
    with pytest.raises(ProgrammeError, match="活动周以内"):
        actions.add_series(
            activity=draft, times=[(at(24, 9), at(24, 10)), (at(30, 9), at(30, 10))], venue=venue
        )
    with pytest.raises(ProgrammeError, match="没有可以新增的场次"):
        actions.add_series(activity=draft, times=[], venue=venue)
    assert draft.sessions.count() == 1


def test_public_sessions_are_not_touched(school: Organisation, edition: Edition, venue: Venue) -> None:
    public = make_activity(school, edition)
    session = make_session(public, starts=at(25, 9), venue=venue)
    for step in (
        lambda: actions.add_series(activity=public, times=[(at(26, 9), at(26, 10))], venue=venue),
        lambda: actions.remove_sessions(activity=public, sessions=[session]),
        lambda: actions.shift_sessions(activity=public, sessions=[session], by=timedelta(days=1)),
    ):
        with pytest.raises(ProgrammeError, match="不能直接修改"):
            step()
    assert list(Session.objects.values_list("pk", "starts")) == [(session.pk, at(25, 9))]


def test_shift_and_remove_many(draft: Activity, venue: Venue, school: Organisation, edition: Edition) -> None:
    first, second, third = (make_session(draft, starts=at(day, 9), venue=venue) for day in (24, 25, 26))
    foreign = make_session(make_activity(school, edition, state="draft"), starts=at(24, 9), venue=venue)
    n = actions.shift_sessions(
        activity=draft, sessions=[first, second, foreign], by=timedelta(days=1, minutes=30)
    )
    assert n == 2
    moved = list(draft.sessions.values_list("starts", "day"))
    assert moved == [
        (at(25, 9, 30), date(2021, 5, 25)),
        (at(26, 9), date(2021, 5, 26)),
        (at(26, 9, 30), date(2021, 5, 26)),
    ]
    with pytest.raises(ProgrammeError, match="5 月 26 日 的一场不能这样移"):
        actions.shift_sessions(activity=draft, sessions=[first, third], by=timedelta(days=3))
    with pytest.raises(ProgrammeError, match="移几天"):
        actions.shift_sessions(activity=draft, sessions=[first], by=timedelta())
    assert list(draft.sessions.values_list("starts", "day")) == moved
    assert actions.remove_sessions(activity=draft, sessions=[first, third, foreign]) == 2
    assert [one.pk for one in Session.objects.order_by("pk")] == [second.pk, foreign.pk]
    with pytest.raises(ProgrammeError, match="请先选场次"):
        actions.remove_sessions(activity=draft, sessions=[foreign])


SERIES = {
    "days": ["2021-05-24", "2021-05-25"],
    "times": "14:00-15:00",
    "first": "09:00",
    "last": "10:00",
    "minutes": "30",
}


def test_the_pages(draft: Activity, venue: Venue, he: User, sign_in) -> None:
    author, home = sign_in(he), f"/desk/activities/{draft.pk}/when/"
    make_session(draft, starts=at(24, 14), venue=venue)
    assert author.get(f"{home}series/").status_code == 200
    look = author.post(f"{home}series/", SERIES | {"venue": venue.pk})
    page = look.content.decode()
    assert look.status_code == 200
    assert "会新增 5 场" in page
    assert "有 1 场不能新增" in page
    assert draft.sessions.count() == 1  # nothing is written by looking
    back = author.post(f"{home}series/", SERIES | {"venue": venue.pk, "change": "yes"})
    assert back.status_code == 200
    assert 'value="2021-05-24"' in back.content.decode()
    moved = author.post(f"{home}series/", SERIES | {"venue": venue.pk, "confirm": "6"})
    assert moved.status_code == 422
    assert "请再看一遍" in moved.content.decode()
    done = author.post(f"{home}series/", SERIES | {"venue": venue.pk, "confirm": "5"})
    assert done["Location"] == home
    assert draft.sessions.count() == 6
    codes = [one.code for one in draft.sessions.filter(day=date(2021, 5, 25))]
    assert author.get(f"{home}many/").status_code == 200
    assert author.post(f"{home}many/", {"do": "shift", "days": "1", "sessions": codes}).status_code == 302
    assert draft.sessions.filter(day=date(2021, 5, 26)).count() == 3
    assert author.post(f"{home}many/", {"do": "shift", "days": "9", "sessions": codes}).status_code == 422
    assert author.post(f"{home}many/", {"do": "remove"}).status_code == 422
    assert author.post(f"{home}many/", {"do": "remove", "sessions": codes}).status_code == 302
    assert draft.sessions.count() == 3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"days": []}, "请选择日期"), ({"times": "上午"}, "看不懂“上午”"),
     ({"times": "", "first": "", "last": "", "minutes": ""}, "请写时段"),
     ({"last": ""}, "按间隔排要填"),
     ({"last": "08:00"}, "应晚于开始的时间"), ({"pause_from": "09:10"}, "休息要填从几点到几点"),
     ({"minutes": "90", "times": ""}, "排不下一场"), ({"minutes": "1"}, "每场至少 5 分钟"),
     ({"days": [f"2021-05-{day}" for day in range(22, 29)], "first": "08:00", "last": "20:00", "minutes": "5"},
      "一次最多新增 500 场"),
     ({"venue": "", "confirm": "6"}, "请选择场地")],
)  # fmt: skip
def test_bad_input_is_said(
    draft: Activity, venue: Venue, he: User, sign_in, given: dict[str, object], sentence: str
) -> None:
    answer = sign_in(he).post(
        f"/desk/activities/{draft.pk}/when/series/", SERIES | {"venue": venue.pk} | given
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not draft.sessions.exists()


def test_theme_days_and_tags_filter_sessions(edition: Edition, school: Organisation, venue: Venue) -> None:
    theme = ThemeDay.objects.create(
        edition=edition, code="craft", label="工匠日", label_en="Crafts", day=date(2021, 5, 25)
    )
    tag = Tag.objects.create(edition=edition, code="free", label="免费", label_en="Free")
    public = make_activity(school, edition)
    first, second = (make_session(public, starts=at(day, 9), venue=venue) for day in (25, 26))
    other = make_session(make_activity(school, edition), starts=at(25, 14), venue=venue)
    public.tags.add(tag)
    sessions = queries.public_sessions(edition)
    assert list(queries.on_theme_day(sessions, "craft")) == [first, other]
    assert list(queries.tagged(sessions, "free")) == [first, second]
    assert [one.theme for one in queries.themed(sessions, edition)] == [theme, theme, None]
