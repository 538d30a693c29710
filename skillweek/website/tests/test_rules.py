"""Stage, states, texts."""

from datetime import date, datetime, time, timedelta

import pytest

from skillweek.website.cartogram import Site, draw
from skillweek.website.rules import (
    Block,
    SlotState,
    Stage,
    part_of_day,
    slogan_lines,
    slot_state,
    stage,
    story,
)
from skillweek.website.templatetags.website import map_lines, snippet, tone

NOON = datetime.fromisoformat("2021-05-23T12:00:00+08:00")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("today", "expected"), [(21, Stage.BEFORE), (22, Stage.DURING), (28, Stage.DURING), (29, Stage.AFTER)]
)
def test_stage(today: int, expected: Stage) -> None:
    assert stage(date(2021, 5, 22), date(2021, 5, 28), date(2021, 5, today)) == expected


@pytest.mark.parametrize(
    ("cancelled", "hours", "left", "expected"),
    [
        (True, 1, 5, SlotState.CANCELLED), (False, -2, 5, SlotState.OVER), (False, -0.5, 5, SlotState.RUNNING),
        (False, 1, None, SlotState.FREE), (False, 1, 1, SlotState.BOOKABLE), (False, 1, 0, SlotState.FULL),
    ],
)  # fmt: skip
def test_slot_state(cancelled: bool, hours: float, left: int | None, expected: SlotState) -> None:
    starts = NOON + hours * HOUR
    assert slot_state(cancelled=cancelled, starts=starts, ends=starts + HOUR, left=left, now=NOON) == expected


def test_part_of_day() -> None:
    hours = [
        (0, "morning"),
        (11, "morning"),
        (12, "afternoon"),
        (17, "afternoon"),
        (18, "evening"),
        (23, "evening"),
    ]
    assert [(hour, part_of_day(time(hour, 59))) for hour, _ in hours] == hours


def test_slogan_lines() -> None:
    assert slogan_lines("技能：让生活更美好") == ["技能：", "让生活更美好"]
    assert slogan_lines("一技在手，一生无忧") == ["一技在手，", "一生无忧"]
    assert slogan_lines("Skills make life better") == ["Skills make life better"]
    assert slogan_lines("") == []


def test_story() -> None:
    text = "先看一看。\n\n1. 看\n2、做\n- 问\n2021 年的作品也在这里。"
    assert story(text) == [
        Block("text", ("先看一看。",)), Block("steps", ("看", "做", "问")), Block("text", ("2021 年的作品也在这里。",)),
    ]  # fmt: skip


def test_map_lines() -> None:
    assert map_lines("叶县") == ["叶县"]
    assert map_lines("城乡一体化示范区") == ["城乡一体", "化示范区"]
    assert map_lines("Ye County") == ["Ye County"]
    assert map_lines("Baofeng County") == ["Baofeng"]
    assert map_lines("Urban-Rural Integration Zone") == ["Urban-Rural", "Integration"]


def test_tone() -> None:
    assert [tone(count, 63) for count in (0, 1, 16, 33, 63)] == [0, 1, 2, 3, 4]
    assert tone(0, 0) == 0


def test_snippet_marks_and_escapes() -> None:
    assert snippet("<b>汝瓷</b>", ["汝瓷"]) == "&lt;b&gt;<mark>汝瓷</mark>&lt;/b&gt;"
    long = "长" * 200 + "汝瓷" + "短" * 200
    assert snippet(long, ["汝瓷"]).startswith("…" + "长" * 24 + "<mark>汝瓷</mark>")
    assert snippet("a & b", []) == "a &amp; b"


def test_the_map_is_drawn_for_any_number_of_units() -> None:
    assert draw(()).pieces == ()
    for number in (1, 2, 3, 12):
        sites = tuple(
            Site(f"u{n}", 33 + n % 4 / 5, 113 + n // 4 / 5, 0.7 if n == 2 else 1) for n in range(number)
        )
        drawn = draw(sites)
        assert [piece.key for piece in drawn.pieces] == [site.key for site in sites]
        assert drawn == draw.__wrapped__(sites)
        for piece in drawn.pieces:
            assert 0 < piece.x < drawn.width
            assert 0 < piece.y < drawn.height


def test_units_at_one_spot_still_get_a_map() -> None:
    drawn = draw((Site("a", 33, 113), Site("b", 33, 113), Site("c", 33.5, 113.5)))
    assert "c" in {piece.key for piece in drawn.pieces}
