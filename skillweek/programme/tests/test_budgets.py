"""What activities cost: nothing is the rule, forbidden words stop, words that are warned of need a reason."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition, FrugalityWord
from skillweek.programme import actions
from skillweek.programme.models import Activity, BudgetLine
from skillweek.programme.queries.budgets import spending
from skillweek.programme.rules import ProgrammeError, missing
from skillweek.programme.rules.budgets import findings
from skillweek.programme.tests.factories import make_activity, make_budget_line, make_session
from skillweek.programme.tests.test_activities import at

FACTS = {"item": "印刷导览图", "amount": Decimal("300"), "source": "学校公用经费"}


@pytest.fixture
def words(edition: Edition) -> list[FrugalityWord]:
    facts = (("gifts", "礼品", True, ""), ("liquor", "酒", True, "酒精 酒店"), ("flowers", "花篮", False, ""))
    return [
        FrugalityWord.objects.create(
            edition=edition, code=code, label=label, label_en=code, forbidden=forbidden, unless=unless,
            description="一切从简",
        )
        for code, label, forbidden, unless in facts
    ]  # fmt: skip


@pytest.fixture
def draft(now: datetime, edition: Edition, school: Organisation, words: list[FrugalityWord]) -> Activity:
    return make_activity(school, edition, state=Activity.State.DRAFT)


@pytest.mark.parametrize(
    ("item", "reason", "found"),
    [
        ("观众礼品", "", ["礼品"]),
        ("印刷导览图", "", []),
        ("消毒酒精", "", []),
        ("酒精和白酒", "", ["酒"]),
        ("布置", "门口要花篮", ["花篮"]),
        ("布置", "不发礼品，也不摆花篮", []),
        ("布置", "不发礼品，另备礼品", ["礼品"]),
        ("花篮和礼品", "", ["礼品", "花篮"]),
    ],
)
def test_which_words_occur(words: list[FrugalityWord], item: str, reason: str, found: list[str]) -> None:
    assert [one.word.label for one in findings(item, reason, words)] == found


def test_a_line_is_kept(draft: Activity) -> None:
    line = actions.add_budget_line(activity=draft, **FACTS)
    assert (line.item, line.amount, line.source, line.position) == (
        "印刷导览图",
        Decimal("300"),
        "学校公用经费",
        0,
    )
    second = actions.add_budget_line(activity=draft, item="借来的音响")
    assert (second.amount, second.position) == (Decimal(0), 1)
    changed = actions.edit_budget_line(line=line, **(FACTS | {"amount": Decimal("250.50")}))
    assert changed.amount == Decimal("250.50")
    actions.remove_budget_line(line=line)
    assert [one.item for one in draft.budget.all()] == ["借来的音响"]


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"item": " "}, "item", "请写钱花在什么上"),
        ({"amount": Decimal("-1")}, "amount", "金额不能是负数"),
        ({"source": ""}, "source", "请写经费从哪里来"),
        ({"item": "观众礼品"}, "item", "不得列支“礼品”：一切从简"),
        ({"item": "观众礼品", "reason": "领导要求"}, "item", "不得列支“礼品”"),
        ({"item": "开幕花篮"}, "reason", "请写明理由"),
    ],
)
def test_what_may_not_stand(draft: Activity, facts: dict[str, object], field: str, sentence: str) -> None:
    kept = make_budget_line(draft)
    for write in (
        lambda: actions.add_budget_line(activity=draft, **(FACTS | facts)),  # type: ignore[arg-type]  # facts are of the action
        lambda: actions.edit_budget_line(line=kept, **(FACTS | facts)),  # type: ignore[arg-type]  # facts are of the action
    ):
        with pytest.raises(ProgrammeError, match=sentence) as caught:
            write()
        assert caught.value.field == field
    kept.refresh_from_db()
    assert [(one.pk, one.item) for one in BudgetLine.objects.all()] == [(kept.pk, "印刷导览图")]


def test_a_reason_helps_where_it_is_only_warned(draft: Activity) -> None:
    actions.add_budget_line(activity=draft, **(FACTS | {"item": "开幕花篮", "reason": "学生自己扎的"}))  # type: ignore[arg-type]  # facts are of the action
    assert draft.budget.count() == 1


def test_costs_nothing_with_one_click(draft: Activity) -> None:
    make_budget_line(draft)
    actions.state_frugal(activity=draft)
    actions.state_frugal(activity=draft)
    draft.safeguard.refresh_from_db()
    assert (draft.safeguard.frugal, draft.budget.count()) == (True, 0)
    actions.add_budget_line(activity=draft, **FACTS)
    draft.safeguard.refresh_from_db()
    assert draft.safeguard.frugal is False


def test_a_list_that_became_stricter_stops_the_activity(
    draft: Activity, edition: Edition, venue: Venue
) -> None:
    session = make_session(draft, starts=at(25, 9), venue=venue)
    make_budget_line(draft, "开幕气球")
    assert missing(draft, 1, [session]) == []
    FrugalityWord.objects.create(edition=edition, code="balloons", label="气球", label_en="b", forbidden=True)
    fresh = Activity.objects.get(pk=draft.pk)
    assert [(gap.step, gap.text) for gap in missing(fresh, 1, [session])] == [
        ("budget", "经费“开幕气球”：不得列支“气球”：气球")
    ]


def test_what_is_published_is_not_changed(draft: Activity) -> None:
    line = make_budget_line(draft)
    Activity.objects.filter(pk=draft.pk).update(state="submitted")
    for write in (
        lambda: actions.add_budget_line(activity=draft, **FACTS),
        lambda: actions.edit_budget_line(line=line, **FACTS),
        lambda: actions.remove_budget_line(line=line),
        lambda: actions.state_frugal(activity=draft),
    ):
        with pytest.raises(ProgrammeError, match="正在审核"):
            write()
    assert BudgetLine.objects.count() == 1


def test_the_sum_by_unit(
    draft: Activity,
    edition: Edition,
    school: Organisation,
    other_school: Organisation,
    lin: User,
    zhou: User,
    he: User,
) -> None:
    make_budget_line(draft)
    make_budget_line(draft, "开幕花篮", amount=200, reason="学生自己扎的")
    make_activity(school, edition)
    make_budget_line(make_activity(other_school, edition), amount=800)
    make_budget_line(make_activity(school, edition, state="cancelled"), amount=9999)
    found = [
        (row.unit, row.activities, row.paid, row.total, [one.item for one in row.warned])
        for row in spending(lin, edition)
    ]
    assert found == [
        (other_school, 1, 1, Decimal(800), []), (school, 2, 1, Decimal(500), ["开幕花篮"]),
    ]  # fmt: skip
    assert [row.unit for row in spending(zhou, edition)] == [school]
    assert spending(he, edition) == []


def test_the_pages(draft: Activity, he: User, wu: User, sign_in) -> None:
    author, home = sign_in(he), f"/desk/activities/{draft.pk}/budget/"
    assert "大多数活动不用花钱" in author.get(home).content.decode()
    refused = author.post(home, FACTS | {"item": "观众礼品"})
    assert (refused.status_code, "不得列支“礼品”" in refused.content.decode()) == (422, True)
    assert author.post(home, FACTS)["Location"] == home
    line = draft.budget.get()
    assert author.post(f"{home}{line.pk}/", FACTS | {"amount": "280"}).status_code == 302
    assert "280.00" in author.get(home).content.decode()
    stranger = sign_in(wu)
    for address in (home, f"{home}{line.pk}/"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{home}{line.pk}/remove/").status_code == 404
    assert author.post(f"{home}{line.pk}/remove/").status_code == 302
    assert author.post(f"{home}none/")["Location"] == f"/desk/activities/{draft.pk}/check/"
    draft.safeguard.refresh_from_db()
    assert (draft.safeguard.frugal, draft.budget.count()) == (True, 0)


def test_the_sum_as_page_and_sheet(
    draft: Activity, lin: User, he: User, school: Organisation, sign_in
) -> None:
    make_budget_line(draft)
    assert "1 个活动中 1 个要花钱，合计 300.00 元" in sign_in(lin).get("/desk/budgets/").content.decode()
    assert sign_in(he).get("/desk/budgets/").status_code == 404
    book = CalamineWorkbook.from_filelike(BytesIO(sign_in(lin).get("/desk/budgets/?format=xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [(row[0], *row[2:5]) for row in rows] == [
        ("单位", "活动", "花钱的活动", "金额（元）"), (school.name, 1, 1, 300),
    ]  # fmt: skip
