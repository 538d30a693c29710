"""Histories: who may read which, what a page says, pages without gaps, sifting, and the spreadsheet."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pghistory
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from skillweek.accounts.models import User
from skillweek.audit.queries import Sifted, cursor, page
from skillweek.audit.queries import of_units as tables_of
from skillweek.desk import queries
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.actions import decide_activity, edit_activity, remove_session, submit_activity
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity, make_session

SignIn = Callable[[User], Client]


@pytest.fixture
def activity(edition: Edition, school: Organisation, now: object) -> Activity:
    return make_activity(school, edition, state=Activity.State.DRAFT, title="汝瓷拉坯", body="第一段\n第二段")


def address(activity: Activity) -> str:
    return f"/desk/history/programme.activity/{activity.pk}/"


def test_who_when_for_whom_from_which_request_and_what(
    activity: Activity, he: User, zhou: User, lin: User, sign_in: SignIn
) -> None:
    for user, changed in ((he, {"title": "汝瓷"}), (zhou, {"body": "第一段\n改了的第二段"})):
        with pghistory.context(user=user.pk, url="/desk/activities/1/what/", method="POST"):
            edit_activity(activity=activity, **changed)
    page = sign_in(lin).get(address(activity))
    county, school = [line for line in page.context["page"].lines if line.step.fields][:2]
    assert (county.step.who, county.who_unit, county.unit, county.behalf) == (
        zhou, "叶县教育体育", "示例-叶县职", True,
    )  # fmt: skip
    assert (school.step.who, school.behalf) == (he, False)
    assert [(one.label, one.before, one.after) for one in school.step.fields] == [
        ("活动名称", "汝瓷拉坯", "汝瓷")
    ]
    assert county.step.fields[0].lines == [("same", "第一段"), ("gone", "第二段"), ("new", "改了的第二段")]
    text = page.text
    assert ("代示例-叶县职" in text, "POST /desk/activities/1/what/" in text) == (True, True)
    assert "13900000001" not in text, "what is encrypted stays hidden"


def test_a_request_writes_who_it_was(
    edition: Edition, school: Organisation, he: User, sign_in: SignIn
) -> None:
    venue = {"name": "一号楼", "address": "示例路1号", "capacity": "50", "place": "yexian"}
    assert sign_in(he).post(f"/desk/units/{school.code}/venues/new/", venue).status_code == 302
    line = queries.history_of(Venue.objects.get(name="一号楼"), Sifted(), 5).lines[0]
    assert (line.step.who, line.step.request["method"], line.step.made) == (he, "POST", True)
    assert line.step.request["url"] == f"/desk/units/{school.code}/venues/new/"


def test_parts_and_their_end_belong_to_the_whole(
    activity: Activity, venue: Venue, he: User, now: object
) -> None:
    session = make_session(activity, starts=activity.created_at, venue=venue)
    with pghistory.context(user=he.pk):
        remove_session(session=session)
    found = queries.history_of(activity, Sifted(), 30).lines
    said = {(line.step.kind, line.step.made, line.step.removed) for line in found}
    assert said == {
        ("活动", True, False), ("参与单位", True, False), ("安全保障", True, False), ("场次", True, False),
        ("场次", False, True),
    }  # fmt: skip
    assert {line.step.who for line in found if line.step.removed} == {he}


def test_the_way_through_the_review_belongs_to_the_thing(
    activity: Activity, venue: Venue, he: User, zhou: User, lin: User, now: datetime
) -> None:
    make_session(activity, starts=now, venue=venue)
    for step, user in (
        (lambda: submit_activity(activity=activity, by=he), he),
        (lambda: decide_activity(activity=activity, by=zhou, approve=True), zhou),
    ):
        with pghistory.context(user=user.pk):
            step()
    lines = queries.history_of(activity, Sifted(), 30).lines
    passed_on = next(line for line in lines if line.step.kind == "审核" and line.step.fields)
    assert (passed_on.step.who, passed_on.behalf) == (zhou, False)
    assert [(one.label, one.before, one.after) for one in passed_on.step.fields] == [
        ("待审单位", "叶县教育体育局", "平顶山市教育体育局"),
    ]  # fmt: skip


def test_strangers_find_nothing(
    activity: Activity, venue: Venue, he: User, wu: User, men: User, lin: User, sign_in: SignIn
) -> None:
    for path in (address(activity), f"/desk/history/organisations.venue/{venue.pk}/"):
        statuses = [sign_in(user).get(path).status_code for user in (he, lin, wu, men)]
        assert statuses == [200, 200, 404, 404], path
    missing = [
        "programme.activity/999999/", "programme.activity/x/", f"programme.activity/{'9' * 40}/", "auth.permission/1/",
        "nothing/1/", "sessions.session/1/",
    ]  # fmt: skip
    assert {sign_in(lin).get(f"/desk/history/{path}").status_code for path in missing} == {404}
    for path in ("/desk/journal/", "/desk/journal/export/"):
        assert [sign_in(user).get(path).status_code for user in (lin, he, wu)] == [200, 404, 404]


def test_the_journal_holds_what_is_below_and_nothing_beside(
    edition: Edition, school: Organisation, other_school: Organisation, zhou: User, lin: User, now: object
) -> None:
    make_activity(school, edition, title="我们的")
    make_activity(other_school, edition, title="隔壁的")

    def titles(user: User, kind: str = "programme.activity") -> set[str]:
        found = queries.journal(queries.journal_units(user), Sifted(), kind, 50)
        return {line.step.thing for line in found.lines}

    assert titles(zhou) == {"我们的"}
    assert titles(lin) == {"我们的", "隔壁的"}
    assert titles(lin, "no.such") == set()


def test_pages_follow_without_gap_or_repetition(
    edition: Edition, school: Organisation, lin: User, now: object
) -> None:
    """All in one moment (one transaction), over several tables: the cursor alone keeps the order."""
    for n in range(7):
        make_activity(school, edition, title=f"活动{n}")
    tables = tables_of(queries.journal_units(lin))
    everything = [(step.model, step.pk, step.made) for step in page(tables, Sifted(), 500).steps]
    found, before = [], None
    while True:
        part = page(tables, Sifted(before=before), 4)
        found += [(step.model, step.pk, step.made) for step in part.steps]
        if part.following is None:
            break
        before = cursor(str(part.following))
        assert before == part.following
    assert found == everything
    assert len(everything) > 20


@pytest.mark.parametrize("wrong", ["", "x", "2021-05-22~a~1", "2021-05-22T09:00:00~a~1", "~~", "2021~a~b"])
def test_a_cursor_that_is_none(wrong: str) -> None:
    assert cursor(wrong) is None


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_asks_a_constant_number_of_queries(
    number: int, edition: Edition, school: Organisation, lin: User, now: object,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    units = queries.journal_units(lin)
    for n in range(number):
        activity = make_activity(school, edition, title=f"活动{n}")
        with pghistory.context(user=lin.pk):
            activity.title, activity.highlight = f"新活动{n}", True
            activity.save()
    with django_assert_num_queries(7):
        assert len(queries.journal(units, Sifted(), "programme.activity", 30).lines) == 2 * number


def test_by_person_and_day(activity: Activity, he: User, lin: User, sign_in: SignIn) -> None:
    with pghistory.context(user=he.pk):
        activity.title = "改了"
        activity.save()
    client = sign_in(lin)
    assert len(client.get("/desk/journal/?who=何示例").context["page"].lines) == 1
    assert client.get("/desk/journal/?who=nobody").context["page"].lines == []
    assert client.get("/desk/journal/?last=2000-01-01").context["page"].lines == []
    assert client.get("/desk/journal/?first=2000-01-01&who=school-a").context["page"].lines != []
    wrong = client.get("/desk/journal/?first=2021-05-02&last=2021-05-01")
    assert (wrong.status_code, "结束日期应不早于开始日期" in wrong.text) == (422, True)
    assert client.get("/desk/journal/?first=gestern").status_code == 422


def test_the_spreadsheet_holds_texts_only(activity: Activity, he: User, lin: User, sign_in: SignIn) -> None:
    with pghistory.context(user=he.pk):
        activity.title = '=HYPERLINK("http://x")'
        activity.save()
    answer = sign_in(lin).get("/desk/journal/export/?who=school-a")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:5] == ["时间", "人员", "人员单位", "种类", "对象"]
    assert rows[1][1:10] == [
        "何示例", "示例-叶县职", "活动", '=HYPERLINK("http://x")', "示例-叶县职", "修改", "活动名称", "汝瓷拉坯",
        '=HYPERLINK("http://x")',
    ]  # fmt: skip
    assert len(rows) == 2
