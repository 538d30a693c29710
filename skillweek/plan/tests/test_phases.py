"""Phases open and close what people do: the whole table, and how an edition differs from it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.plan import actions, queries
from skillweek.plan.models import Edition, Opening, Phase
from skillweek.plan.rules import ORDER, STEPS, is_open, refusal

SignIn = Callable[[User], Client]
ZONE = ZoneInfo("Asia/Shanghai")

#: every step by phase: plan, register, publish, run, collect, archive
TABLE = {
    "change_plan": "111110", "write_notices": "111110", "give_duties": "111110", "write_activities": "011100",
    "review_activities": "011100", "arrange": "111100", "write_points": "011100", "write_works": "111110",
    "review_works": "111110", "set_places": "011100", "book": "001100", "check_in": "001110", "hand_in": "000110",
    "decide_materials": "000110", "report": "000111",
}  # fmt: skip


def test_every_cell_of_the_preset() -> None:
    found = {step: "".join(str(int(is_open(step, phase))) for phase in ORDER) for step in STEPS}
    assert found == TABLE


def test_every_cell_says_why_or_nothing(edition: Edition) -> None:
    """Each step in each phase, by the clock of an edition: a sentence exactly where the table closes it."""
    calendar, wrong = queries.calendar(edition), []
    for (step, row), (place, phase) in product(TABLE.items(), enumerate(ORDER)):
        with clock.frozen(calendar.begins[phase] + timedelta(hours=1)):
            assert calendar.phase() == phase
            said = queries.closed(edition, step)
        if (said is None) is not (row[place] == "1"):
            wrong.append((step, phase, said))
    assert wrong == []


def test_the_sentences_name_the_day(edition: Edition) -> None:
    with clock.frozen(datetime(2021, 4, 27, tzinfo=ZONE)):
        said = queries.closed(edition, "write_activities")
        assert said == "“申报活动”从 4 月 28 日（申报阶段）开始，现在还不能做"
    with clock.frozen(datetime(2021, 5, 30, tzinfo=ZONE)):
        said = queries.closed(edition, "write_activities")
        assert said == "“申报活动”已于 5 月 29 日 截止，现在是材料报送阶段"


@pytest.mark.parametrize("seconds", [-1, 0])
def test_to_the_second(seconds: int, edition: Edition) -> None:
    begins = queries.calendar(edition).begins["publish"]
    with clock.frozen(begins + timedelta(seconds=seconds)):
        assert (queries.closed(edition, "book") is None) is (seconds == 0)


def test_without_phases_it_is_planning(edition: Edition) -> None:
    edition.phases.all().delete()
    assert queries.closed(edition, "change_plan") is None
    assert queries.closed(edition, "book") == "“观众预约”要到发布预约阶段才开始，这个阶段的时间还没有定"
    assert refusal("book", "collect", {"collect": datetime(2021, 5, 29, tzinfo=ZONE)}) is not None


def _typed(edition: Edition, **changed: str) -> dict[str, str]:
    begins = queries.calendar(edition).begins
    return {name: f"{begins[name].astimezone(ZONE):%Y-%m-%dT%H:%M}" for name in ORDER} | changed


def test_an_officer_sets_them(edition: Edition, lin: User, now: datetime, sign_in: SignIn) -> None:
    officer, address = sign_in(lin), f"/desk/plan/editions/{edition.slug}/phases/"
    assert "2021-05-15T00:00" in officer.get(address).text
    assert officer.post(address, _typed(edition, publish="2021-05-16T09:00")).status_code == 302
    publish = Phase.objects.get(name="publish")
    assert publish.starts_at == datetime(2021, 5, 16, 9, tzinfo=ZONE)
    assert publish.events.filter(pgh_label="update").count() == 1
    assert Phase.objects.get(name="run").events.filter(pgh_label="update").count() == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"publish": "2021-04-27T00:00"}, "应晚于申报阶段的开始（4 月 28 日）"),
        ({"run": "2021-05-23T00:00"}, "活动 5 月 22 日 就开始了，这个阶段不能更晚"),
        ({"collect": "2021-05-28T12:00"}, "活动到 5 月 28 日 才结束，这个阶段应在那之后"),
        ({"archive": "2021-06-02T12:00"}, "材料报送 6 月 2 日 才截止，归档应在那之后"),
        ({"register": ""}, "这个字段是必填项。"),
        ({"register": "五月"}, "输入一个有效的日期/时间。"),
    ],
)
def test_phases_out_of_order(
    changed: dict[str, str], sentence: str, edition: Edition, lin: User, now: datetime, sign_in: SignIn
) -> None:
    before = list(Phase.objects.values())
    answer = sign_in(lin).post(f"/desk/plan/editions/{edition.slug}/phases/", _typed(edition, **changed))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert list(Phase.objects.values()) == before


def _spans(edition: Edition, **changed: tuple[str, str]) -> dict[str, str]:
    calendar = queries.calendar(edition)
    spans = {step: calendar.span(step) for step in STEPS} | changed
    return {
        f"{step}-{end}": span[place]
        for step, span in spans.items()
        for place, end in enumerate(("opens", "closes"))
    }


def test_an_edition_of_its_own_mind(edition: Edition, lin: User, now: datetime, sign_in: SignIn) -> None:
    officer, address = sign_in(lin), f"/desk/plan/editions/{edition.slug}/steps/"
    assert officer.get(address).status_code == 200
    for _time in range(2):
        changed = officer.post(address, _spans(edition, hand_in=("plan", "register")), follow=True)
        assert changed.status_code == 200
    assert list(Opening.objects.values_list("step", "opens", "closes")) == [("hand_in", "plan", "register")]
    assert queries.closed(edition, "hand_in") == "“报送材料”已于 5 月 15 日 截止，现在是活动周阶段"
    assert "改过" in changed.text
    back = officer.post(address, _spans(edition, hand_in=("run", "collect")))
    assert (back.status_code, Opening.objects.count()) == (302, 0)


def test_a_span_that_ends_before_it_begins(
    edition: Edition, lin: User, now: datetime, sign_in: SignIn
) -> None:
    address = f"/desk/plan/editions/{edition.slug}/steps/"
    answer = sign_in(lin).post(address, _spans(edition, book=("run", "plan")))
    assert (answer.status_code, "结束的阶段早于开始的阶段" in answer.text) == (422, True)
    assert Opening.objects.count() == 0


def test_strangers(edition: Edition, zhou: User, he: User, sign_in: SignIn) -> None:
    before = list(Phase.objects.values())
    for user in (zhou, he):
        for page in ("phases", "steps"):
            address = f"/desk/plan/editions/{edition.slug}/{page}/"
            assert sign_in(user).get(address).status_code == 404
            assert sign_in(user).post(address, _typed(edition)).status_code == 404
    with pytest.raises(actions.EditionError, match="只有市级管理员"):
        actions.set_openings(edition=edition, by=zhou, spans={"book": ("plan", "archive")})
    assert (list(Phase.objects.values()), Opening.objects.count()) == (before, 0)
