"""Clauses and code lists: written, ordered, and kept while something hangs on them."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries
from skillweek.plan.models import ActivityKind, Clause, Edition, ServiceKind, ThemeDay
from skillweek.plan.rules.clauses import next_path, number_of
from skillweek.plan.tests.factories import make_duty

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("now")


@pytest.mark.parametrize(
    ("path", "said"),
    [("1", "一"), ("3.2", "三（二）"), ("10.11", "十（十一）"), ("22", "二十二"), ("3.2.4", "三（二）4."),
     ("3.2.4.1", "三（二）4.（1）")],
)  # fmt: skip
def test_numbers_as_documents_print_them(path: str, said: str) -> None:
    assert number_of(path) == said


def test_the_next_path() -> None:
    assert (next_path("", []), next_path("3", ["3", "3.1", "3.2", "4"]), next_path("3.9", ["3.10"])) == (
        "1", "3.3", "3.9.1",
    )  # fmt: skip


@pytest.fixture
def plan(edition: Edition, lin: User) -> dict[str, Clause]:
    """一, 二, 二（一）, 二（二）, 三 by name."""
    made: dict[str, Clause] = {}
    for name, parent in (
        ("为什么", ""),
        ("做什么", ""),
        ("启动", "做什么"),
        ("线上", "做什么"),
        ("要求", ""),
    ):
        made[name] = actions.add_clause(edition=edition, by=lin, heading=name, parent=made.get(parent))
    return made


def _outline(edition: Edition) -> list[tuple[str, str, str]]:
    return list(queries.outline(edition).values_list("path", "number", "heading"))


def test_writing_and_ordering(edition: Edition, lin: User, plan: dict[str, Clause]) -> None:
    assert _outline(edition) == [
        ("1", "一", "为什么"), ("2", "二", "做什么"), ("2.1", "二（一）", "启动"),
        ("2.2", "二（二）", "线上"), ("3", "三", "要求"),
    ]  # fmt: skip
    ActivityKind.objects.filter(code="online").update(clause_path="2.2")
    actions.edit_clause(clause=plan["启动"], by=lin, number="第一件", heading="启动", text="九点。")
    assert actions.move_clause(clause=plan["做什么"], by=lin, down=False)
    assert _outline(edition) == [
        ("1", "一", "做什么"), ("1.1", "第一件", "启动"), ("1.2", "一（二）", "线上"),
        ("2", "二", "为什么"), ("3", "三", "要求"),
    ]  # fmt: skip
    assert ActivityKind.objects.get(code="online").clause_path == "1.2"
    plan["做什么"].refresh_from_db()
    assert not actions.move_clause(clause=plan["做什么"], by=lin, down=False)
    assert [event.pgh_label for event in plan["启动"].events.order_by("pgh_id")][:2] == ["insert", "update"]


def test_through_the_pages(edition: Edition, lin: User, plan: dict[str, Clause], sign_in: SignIn) -> None:
    officer, base = sign_in(lin), f"/desk/plan/editions/{edition.slug}/clauses/"
    page = officer.get(base).text
    assert page.index("为什么") < page.index("二（一）") < page.index("要求")
    added = officer.post(f"{base}new/", {"parent": plan["要求"].pk, "heading": "安全", "text": "有人负责。"})
    assert added.status_code == 302
    assert Clause.objects.get(heading="安全").path == "3.1"
    assert officer.post(f"{base}new/", {"heading": ""}).status_code == 422
    assert officer.post(f"{base}3.1/", {"number": "", "heading": "安全第一", "text": ""}).status_code == 302
    assert officer.post(f"{base}2.2/move/", {"way": "up"}).status_code == 302
    assert Clause.objects.get(heading="线上").path == "2.1"
    assert officer.post(f"{base}3.1/remove/").status_code == 302
    assert not Clause.objects.filter(heading="安全第一").exists()


@pytest.mark.parametrize("hanging", ["duty", "below", "kind"])
def test_a_clause_that_something_hangs_on_stays(
    hanging: str, edition: Edition, school: Organisation, lin: User, plan: dict[str, Clause], sign_in: SignIn
) -> None:
    sentence = {
        "duty": "有 1 项任务是按这一条布置的",
        "below": "这一条下面还有 2 条",
        "kind": "活动类别“启动仪式”对应这一条",
    }[hanging]
    if hanging == "duty":
        make_duty(edition, school, path="3")
    if hanging == "kind":
        ActivityKind.objects.filter(code="launch").update(clause_path="3")
    path = "2" if hanging == "below" else "3"
    answer = sign_in(lin).post(f"/desk/plan/editions/{edition.slug}/clauses/{path}/remove/", follow=True)
    assert sentence in answer.text
    assert Clause.objects.count() == 5


def test_four_levels_are_the_deepest(edition: Edition, lin: User) -> None:
    parent = None
    for heading in "甲乙丙丁":
        parent = actions.add_clause(edition=edition, by=lin, heading=heading, parent=parent)
    with pytest.raises(actions.EditionError, match="这一条下面不能再分条"):
        actions.add_clause(edition=edition, by=lin, heading="戊", parent=parent)


def test_strangers(edition: Edition, zhou: User, plan: dict[str, Clause], sign_in: SignIn) -> None:
    county, base = sign_in(zhou), f"/desk/plan/editions/{edition.slug}"
    for path in (
        "clauses/",
        "clauses/new/",
        "clauses/2/",
        "lists/kinds/",
        "lists/kinds/launch/",
        "lists/kinds/new/",
    ):
        assert county.get(f"{base}/{path}").status_code == 404
    for path in (
        "clauses/2/remove/",
        "clauses/2/move/",
        "lists/kinds/launch/remove/",
        "lists/kinds/launch/move/",
    ):
        assert county.post(f"{base}/{path}").status_code == 404
    with pytest.raises(actions.EditionError, match="只有市级管理员"):
        actions.remove_clause(clause=plan["要求"], by=zhou)
    assert (Clause.objects.count(), ActivityKind.objects.count()) == (5, 5)


def test_entries_through_the_pages(edition: Edition, lin: User, sign_in: SignIn) -> None:
    officer, base = sign_in(lin), f"/desk/plan/editions/{edition.slug}/lists/services/"
    typed = {"label": "法律咨询", "label_en": "Legal advice", "description": "一问一答。", "icon": "policy"}
    assert officer.post(f"{base}new/", typed).status_code == 302
    made = ServiceKind.objects.get(label="法律咨询")
    assert (made.code, made.position, made.icon) == ("legal-advice", 2, "policy")
    again = officer.post(f"{base}new/", typed)
    assert (again.status_code, "已经有叫这个名称的了" in again.text) == (422, True)
    assert officer.post(f"{base}new/", typed | {"label": "再一个", "label_en": "法律"}).status_code == 302
    assert ServiceKind.objects.get(label="再一个").code == "services"
    assert officer.post(f"{base}legal-advice/move/", {"way": "up"}).status_code == 302
    assert list(queries.entries(edition, "services").values_list("code", flat=True)) == [
        "appliances", "legal-advice", "care", "services",
    ]  # fmt: skip
    assert officer.post(f"{base}legal-advice/", typed | {"label": "法律与调解"}).status_code == 302
    assert "法律与调解" in officer.get(base).text
    assert officer.post(f"{base}legal-advice/remove/").status_code == 302
    assert not ServiceKind.objects.filter(code="legal-advice").exists()
    assert officer.get(f"/desk/plan/editions/{edition.slug}/lists/moons/").status_code == 404


def test_a_theme_day_lies_within_the_week(edition: Edition, lin: User, sign_in: SignIn) -> None:
    address = f"/desk/plan/editions/{edition.slug}/lists/theme-days/new/"
    typed = {"label": "工匠日", "label_en": "Crafts", "day": "2021-05-29"}
    answer = sign_in(lin).post(address, typed)
    assert (answer.status_code, "这一天不在活动周以内" in answer.text) == (422, True)
    assert sign_in(lin).post(address, typed | {"day": "2021-05-24"}).status_code == 302
    made = ThemeDay.objects.get()
    assert (made.day, actions.move_code(entry=made, by=lin, down=True)) == (date(2021, 5, 24), False)


def test_a_kind_answers_a_clause(
    edition: Edition, lin: User, plan: dict[str, Clause], sign_in: SignIn
) -> None:
    address = f"/desk/plan/editions/{edition.slug}/lists/kinds/online/"
    typed = {"label": "线上体验", "label_en": "Online", "clause_path": "2.2", "icon": "screen"}
    assert sign_in(lin).post(address, typed | {"clause_path": "9"}).status_code == 422
    assert sign_in(lin).post(address, typed).status_code == 302
    kind = ActivityKind.objects.get(code="online")
    assert (kind.clause_path, kind.events.filter(pgh_label="update").count()) == ("2.2", 1)


def test_after_the_archive(edition: Edition, lin: User, plan: dict[str, Clause]) -> None:
    moment = datetime.fromisoformat("2021-06-17T09:00+08:00")
    with clock.frozen(moment), pytest.raises(actions.EditionError, match="现在是归档阶段"):
        actions.add_clause(edition=edition, by=lin, heading="晚了")
    with clock.frozen(moment), pytest.raises(actions.EditionError, match="现在是归档阶段"):
        actions.remove_code(entry=ActivityKind.objects.get(code="online"), by=lin)
    assert Clause.objects.count() == 5
