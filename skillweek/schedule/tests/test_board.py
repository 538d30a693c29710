"""The week board: what it shows, where cards may go, and what is saved."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions import move_session
from skillweek.programme.models import CrowdRule, Permit, Safeguard, Session
from skillweek.programme.tests.factories import make_activity, make_crowd_rule, make_session
from skillweek.schedule import queries
from skillweek.schedule.actions import place_move
from skillweek.schedule.models import Move
from skillweek.schedule.rules import stands_at
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")
BOARD = "/desk/schedule/"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in May 2021, local time."""
    return datetime(2021, 5, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def session(school: Organisation, edition: Edition, room: Venue) -> Session:
    activity = make_activity(school, edition, movable=True, title="可调的")
    return make_session(activity, starts=at(25, 9), venue=room, hours=2)


def url(session: Session) -> str:
    return f"/desk/schedule/sessions/{session.code}/"


def shown(user: User, edition: Edition, **sift: str) -> dict[str, list[tuple[int, str, str, bool]]]:
    """Cards by lane: day, title, tone, movable."""
    board = queries.board(user, edition, queries.Sift(**sift))
    return {
        lane.label: [
            (day.day, card.session.activity.title, card.tone, card.movable)
            for day, cards in lane.days for card in cards
        ]
        for lane in board.lanes
    }  # fmt: skip


def test_cards_by_lane(
    session: Session, school: Organisation, other_school: Organisation, edition: Edition, room: Venue,
    lin: User, zhou: User,
) -> None:  # fmt: skip
    make_session(make_activity(school, edition, title="定死的"), starts=at(26, 9), venue=room)
    make_session(
        make_activity(school, edition, title="没写完的", state="draft"), starts=at(26, 14), venue=room
    )
    make_session(
        make_activity(school, edition, title="待审的", state="submitted"), starts=at(27, 9), venue=room
    )
    make_session(make_activity(other_school, edition, title="宝丰的", movable=True), starts=at(24, 9))
    mine = [(25, "可调的", "public", True), (26, "定死的", "public", False),
            (26, "没写完的", "draft", False), (27, "待审的", "waiting", False)]  # fmt: skip
    assert shown(zhou, edition) == {"叶县教育体育": mine}
    assert shown(lin, edition) == {"宝丰县教育体": [(24, "宝丰的", "public", True)], "叶县教育体育": mine}
    assert shown(lin, edition, lane="venue") == {"报告厅": mine, "线上": [(24, "宝丰的", "public", True)]}
    assert shown(lin, edition, lane="owner", words="宝丰") == {
        "示例-宝丰县": [(24, "宝丰的", "public", True)]
    }
    assert shown(lin, edition, place="yexian", kind="launch") == {"叶县教育体育": []}
    assert shown(lin, edition, lane="venue", place="baofeng") == {"线上": [(24, "宝丰的", "public", True)]}


def test_a_moved_card_stands_where_it_was_moved_to(
    session: Session, school: Organisation, edition: Edition, room: Venue, zhou: User, sign_in: Any
) -> None:
    other = make_session(make_activity(school, edition, title="别的"), starts=at(26, 10), venue=room)
    place_move(session=session, starts=at(26, 9), ends=at(26, 11), venue=room, by=zhou)
    board = queries.board(zhou, edition, queries.Sift())
    cards = {card.session.pk: card for card in board.cards}
    assert cards[session.pk].starts == at(26, 9)
    assert [mark.text for mark in cards[session.pk].marks] == ["“报告厅”10:00–11:30 已经排了“别的”"]
    assert [mark.tone for mark in cards[other.pk].marks] == ["hard"]
    page = sign_in(zhou).get(BOARD).text
    assert ("1 项调整还没有发布" in page, "原 5 月 25 日 09:00" in page) == (True, True)


def test_where_a_card_may_go(
    session: Session, school: Organisation, edition: Edition, room: Venue, venue: Venue, zhou: User, wu: User,
    sign_in: Any,
) -> None:  # fmt: skip
    make_session(make_activity(school, edition, title="别的"), starts=at(26, 10), venue=room)
    client: Client = sign_in(zhou)
    cells = client.get(f"{url(session)}targets/").json()["cells"]
    assert [(one["day"][-2:], one["tone"]) for one in cells] == [
        ("24", ""), ("25", ""), ("26", "hard"), ("27", ""), ("28", ""),
    ]  # fmt: skip
    cells = client.get(f"{url(session)}targets/", {"lane": [room.code, venue.code]}).json()["cells"]
    assert {(one["lane"], one["tone"]) for one in cells if one["day"] == "2021-05-26"} == {
        (room.code, "hard"),
        (venue.code, ""),
    }
    wish = {"day": "2021-05-26", "starts": "09:00"}
    assert "已经排了“别的”" in client.get(f"{url(session)}clashes/", wish).text
    assert "没有冲突" in client.get(f"{url(session)}clashes/", wish | {"starts": "13:00"}).text
    assert client.get(f"{url(session)}clashes/").status_code == 400
    assert sign_in(wu).get(f"{url(session)}targets/").status_code == 404


def test_moved_without_a_script(session: Session, venue: Venue, zhou: User, sign_in: Any) -> None:
    client: Client = sign_in(zhou)
    page = client.get(f"{url(session)}?lane=venue").text
    assert (stands_at(session) in page, 'value="lane=venue"' in page) == (True, True)
    wish = {"day": "2021-05-27", "starts": "14:00", "venue": venue.code, "seen": stands_at(session)}
    answer = client.post(url(session), wish | {"back": "lane=venue&next=//evil"}, follow=True)
    assert answer.redirect_chain == [(f"{BOARD}?lane=venue", 302)]
    assert "“可调的”移到 5 月 27 日 14:00，实训楼；发布新版日程后公众才看到" in answer.text
    move = Move.objects.get()
    assert (move.to_starts, move.to_ends, move.to_venue, move.by) == (at(27, 14), at(27, 16), venue, zhou)
    page = client.get(url(session)).text
    assert "周历上已经调整过" in page
    gone = client.post(f"/desk/schedule/moves/{move.pk}/drop/", {"back": ""}, follow=True)
    assert (Move.objects.exists(), "回到原来的时间和场地" in gone.text) == (False, True)


def test_what_stays_empty_stays_as_it_is(session: Session, room: Venue, zhou: User, sign_in: Any) -> None:
    sign_in(zhou).post(url(session), {"day": "2021-05-27"})
    move = Move.objects.get()
    assert (move.to_starts, move.to_ends, move.to_venue) == (at(27, 9), at(27, 11), room)


def test_refused_with_a_sentence(session: Session, room: Venue, zhou: User, sign_in: Any) -> None:
    client: Client = sign_in(zhou)
    seen = stands_at(session)
    past = client.post(url(session), {"day": "2021-05-22", "seen": seen})
    assert (past.status_code, "也不能移到过去" in past.text) == (422, True)
    assert client.post(url(session), {"day": "2021-06-22"}).status_code == 422
    move_session(session=session, starts=at(28, 9), ends=at(28, 11), venue=room)
    stale = client.post(url(session), {"day": "2021-05-27", "seen": seen})
    assert (stale.status_code, "有人改过" in stale.text) == (422, True)
    assert not Move.objects.exists()


def test_strangers_and_others(
    session: Session, edition: Edition, other_county: Organisation, other_school: Organisation,
    he: User, wu: User, zhou: User, sign_in: Any,
) -> None:  # fmt: skip
    for user in (he, wu):
        for address in (BOARD, url(session)):
            assert sign_in(user).get(address).status_code == 404
    foreign = make_session(make_activity(other_school, edition, movable=True), starts=at(25, 9))
    assert sign_in(zhou).get(url(foreign)).status_code == 404
    assert sign_in(zhou).post(url(foreign), {"day": "2021-05-26"}).status_code == 404
    move = Move.objects.create(session=foreign, from_starts=at(25, 9), from_ends=at(25, 10), to_starts=at(26, 9),
                               to_ends=at(26, 10), at=at(23, 9))  # fmt: skip
    assert sign_in(zhou).post(f"/desk/schedule/moves/{move.pk}/drop/").status_code == 404
    assert Move.objects.count() == 1


def test_queries_do_not_grow(
    school: Organisation, edition: Edition, room: Venue, zhou: User, sign_in: Any
) -> None:
    counts = []
    client: Client = sign_in(zhou)
    client.get(BOARD)
    for hour in (9, 12, 15):
        session = make_session(make_activity(school, edition, movable=True), starts=at(25, hour), venue=room)
        place_move(session=session, starts=at(26, hour), ends=at(26, hour + 1), venue=room, by=zhou)
        with CaptureQueriesContext(connection) as asked:
            client.get(BOARD, {"lane": "venue"})
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_an_empty_board(edition: Edition, lin: User, sign_in: Any) -> None:
    assert "还没有排期" in sign_in(lin).get(BOARD).text
    assert "没有这样的场次" in sign_in(lin).get(BOARD, {"q": "没有"}).text


def test_cards_say_what_is_over_its_limit_and_whose_permit_is_due(
    session: Session, school: Organisation, edition: Edition, city: Organisation, room: Venue, lin: User,
    sign_in: Any,
) -> None:  # fmt: skip
    def cautions() -> dict[str, list[tuple[str, str]]]:
        cards = queries.board(lin, edition, queries.Sift()).cards
        return {
            str(card.session.activity): [(one.short, one.text) for one in card.cautions] for card in cards
        }

    large = make_activity(school, edition, title="大型的")
    make_session(large, starts=at(27, 9), venue=room)
    assert cautions() == {"可调的": [], "大型的": []}
    make_crowd_rule(edition, city, factor=25, starts=date(2021, 5, 25), ends=date(2021, 5, 25))
    Safeguard.objects.filter(activity=large).update(expected=1200)
    over, due = "限流后最多 50 人，现在 60 人", "最晚应在 5 月 7 日 向县级公安机关申请许可，已经过了"
    assert cautions() == {"可调的": [("超过限流", over)], "大型的": [("许可已过期限", due)]}
    page = sign_in(lin).get(BOARD).content.decode()
    assert [page.count(one) for one in (over, due, "超过限流", "许可已过期限")] == [2, 2, 2, 2]
    Permit.objects.create(activity=large, filed_on=date(2021, 5, 3))
    CrowdRule.objects.all().delete()
    assert cautions() == {"可调的": [], "大型的": []}
