"""Draws: the digest before, the same order for everybody who recomputes it, whole parties, once, strangers."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking.actions import book_visit, draw_lots, enter, join, leave, set_places, set_up_draw
from skillweek.booking.models import Booking, Draw, Quota, Suggestion, WaitingEntry
from skillweek.booking.rules import AlreadyWaiting, NotAllowed, NotOpen
from skillweek.booking.tests.test_waiting import at_once, taken_is_true
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.plan.models import Audience
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_session


@pytest.fixture
def draw(session: Session, he: User, now: datetime) -> Draw:
    set_places(session=session, places=5, by=he)
    return set_up_draw(session=session, closes_at=now + timedelta(minutes=30), by=he)


@pytest.fixture
def entries(draw: Draw, parents: Audience) -> list[WaitingEntry]:
    """Five parties, eleven people, for five places."""
    return [
        enter(
            draw=draw, name="李示例", phone=f"1390000030{number}", party=party, audience=parents, consent=True
        )
        for number, party in enumerate((3, 1, 2, 3, 2))
    ]


def recomputed(document: dict[str, Any]) -> list[str]:
    """Codes in drawn order, by nothing but the standard library."""
    key = document["seed"].encode()
    codes = [one["code"] for one in document["entries"]]
    return sorted(codes, key=lambda code: hmac.new(key, code.encode(), hashlib.sha256).digest())


def test_the_result_can_be_recomputed_by_anybody(
    client: Client, draw: Draw, entries: list[WaitingEntry], he: User, session: Session, tmp_path: Path
) -> None:
    other = make_session(session.activity, starts=session.starts + timedelta(hours=3))
    set_places(session=other, places=9, by=he)
    path = f"/sessions/{session.code}/draw.json"
    assert client.get(path).status_code == 404  # the list is not complete
    with clock.frozen(draw.closes_at):
        before = client.get(path).json()
        assert (before["seed"], before["commitment"]) == (None, draw.commitment)
        draw_lots(draw=draw, by=he)
        after = client.get(path).json()
        page = client.get(f"/sessions/{session.code}/draw/").content.decode()
    assert before["list_digest"] == after["list_digest"]
    assert hashlib.sha256(after["seed"].encode()).hexdigest() == before["commitment"]
    lines = "".join(sorted(f"{one.code} {one.party}\n" for one in entries))
    assert hashlib.sha256(lines.encode()).hexdigest() == after["list_digest"]
    order = recomputed(after)
    assert [one["code"] for one in after["entries"]] == order
    left, won = 5, []
    for code in order:
        party = next(one.party for one in entries if one.code == code)
        if party <= left:
            left -= party
            won.append(code)
    assert [one["code"] for one in after["entries"] if one["place"]] == won
    assert sorted(Booking.objects.values_list("state", "origin").distinct()) == [("confirmed", "draw")]
    assert (Booking.objects.count(), taken_is_true()) == (len(won), True)
    assert Message.objects.filter(kind="booking.confirmed").count() == len(won)
    lost = WaitingEntry.objects.filter(state="closed")
    assert lost.count() == 5 - len(won) == Message.objects.filter(kind="booking.missed").count()
    assert {(one.entry, one.session) for one in Suggestion.objects.all()} == {(one, other) for one in lost}
    assert (after["seed"] in page, "13900000300" in page) == (True, False)
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(after))
    said = StringIO()
    call_command("verify_draw", str(file), stdout=said)
    assert said.getvalue() == "5 entries: seed, list and order agree\n"
    after["entries"][0]["rank"], after["entries"][1]["rank"] = 2, 1
    file.write_text(json.dumps(after))
    with pytest.raises(CommandError, match="次序不是由种子得出的"):
        call_command("verify_draw", str(file))


def test_until_the_draw_nobody_books_or_waits(draw: Draw, wish: dict[str, Any], client: Client) -> None:
    with pytest.raises(NotOpen, match="登记后抽签"):
        book_visit(**wish)
    with pytest.raises(NotOpen, match="登记后抽签"):
        join(**wish)
    assert client.get("/sessions/MORNING234/book/").headers["Location"] == "/sessions/MORNING234/draw/"
    assert Quota.objects.get().taken == 0


def test_entries_close_at_the_instant_and_the_list_stands(
    draw: Draw, entries: list[WaitingEntry], he: User, parents: Audience
) -> None:
    wish = {"draw": draw, "name": "李示例", "party": 1, "audience": parents, "consent": True}
    with pytest.raises(AlreadyWaiting):
        enter(phone="13900000300", **wish)
    with pytest.raises(NotOpen, match="登记还没有截止"):
        draw_lots(draw=draw, by=he)
    leave(entry=entries[0])
    with clock.frozen(draw.closes_at):
        with pytest.raises(NotOpen, match="登记已截止"):
            enter(phone="13900000399", **wish)
        with pytest.raises(NotOpen, match="名单不能再改"):
            leave(entry=entries[1])
    assert WaitingEntry.objects.filter(state="waiting").count() == 4


def test_a_stranger_sets_up_and_draws_nothing(
    session: Session, draw: Draw, wu: User, sign_in: Any, now: datetime
) -> None:
    with clock.frozen(draw.closes_at), pytest.raises(NotAllowed):
        draw_lots(draw=draw, by=wu)
    with pytest.raises(NotAllowed):
        set_up_draw(session=session, closes_at=now + timedelta(minutes=5), by=wu)
    assert sign_in(wu).get(f"/desk/bookings/{session.code}/draw/").status_code == 404
    assert sign_in(wu).post(f"/desk/bookings/{session.code}/draw/lots/").status_code == 404
    assert Draw.objects.get().drawn_at is None


def test_no_draw_where_somebody_booked_or_at_a_wrong_time(
    wish: dict[str, Any], session: Session, he: User, now: datetime
) -> None:
    for closes, sentence in ((now, "晚于现在"), (session.starts, "早于这一场开始")):
        with pytest.raises(NotAllowed, match=sentence):
            set_up_draw(session=session, closes_at=closes, by=he)
    book_visit(**wish)
    with pytest.raises(NotOpen, match="已经有人预约或排队"):
        set_up_draw(session=session, closes_at=now + timedelta(minutes=5), by=he)
    assert Draw.objects.count() == 0


def test_the_desk_sets_up_waits_and_draws(
    sign_in: Any, client: Client, session: Session, he: User, parents: Audience, now: datetime
) -> None:
    desk, path = sign_in(he), f"/desk/bookings/{session.code}/draw/"
    wrong = desk.post(path, {"closes_at_0": "2021-05-22", "closes_at_1": "18:00"})
    assert (wrong.status_code, wrong.context["form"].errors) == (
        422,
        {"closes_at": ["登记截止时间应晚于现在"]},
    )
    shown = desk.post(path, {"closes_at_0": "2021-05-23", "closes_at_1": "09:30"}, follow=True)
    assert Draw.objects.get().commitment in shown.content.decode()
    typed = {"name": "陈示例", "phone": "139 0000 0001", "party": "2", "audience": str(parents.pk)}
    page = f"/sessions/{session.code}/draw/"
    assert list(client.post(page, typed).context["form"].errors) == ["consent"]
    mine = client.post(page, typed | {"consent": "on"}, follow=True)
    assert "已登记，等待抽签" in mine.content.decode()
    early = desk.post(f"{path}lots/", follow=True)
    assert "登记还没有截止" in early.content.decode()
    with clock.frozen(now + timedelta(minutes=30)):
        assert "为 1 组抽签" in desk.get(path).content.decode()
        assert "已于 5 月 23 日 09:30 抽签" in desk.post(f"{path}lots/", follow=True).content.decode()
    assert Booking.objects.get().origin == "draw"


@pytest.mark.usefixtures("transactional_db")
def test_two_officers_press_at_once_and_lots_are_drawn_once(
    draw: Draw, entries: list[WaitingEntry], he: User, lin: User
) -> None:
    with clock.frozen(draw.closes_at):
        first, second = at_once(lambda: draw_lots(draw=draw, by=he), lambda: draw_lots(draw=draw, by=lin))
    assert (first.pk, first.drawn_at, first.list_digest) == (second.pk, second.drawn_at, second.list_digest)
    assert (sorted(WaitingEntry.objects.values_list("rank", flat=True)), taken_is_true()) == (
        [1, 2, 3, 4, 5], True,
    )  # fmt: skip
    assert draw.events.filter(drawn_at__isnull=False).count() == 1


def test_a_draw_needs_places(session: Session, he: User, now: datetime) -> None:
    bare = make_session(session.activity, starts=now + timedelta(hours=5))
    with pytest.raises(NotOpen, match="先设名额"):
        set_up_draw(session=bare, closes_at=now + timedelta(hours=2), by=he)
    assert not Draw.objects.filter(session=bare).exists()
