"""Pages of duties with activities as their evidence: the board and its filters, a clause, a cell, the sheet."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries
from skillweek.plan.models import ActivityKind, Edition, Recipient, Reminder
from skillweek.plan.tests.factories import make_duty, make_sent_notice
from skillweek.programme.tests.factories import make_activity

SignIn = Callable[[User], Client]


@pytest.fixture
def duties(
    edition: Edition, county: Organisation, school: Organisation, other_county: Organisation,
    other_school: Organisation, now: datetime, zhou: User,
) -> None:  # fmt: skip
    """School A: campus done, online late, services waived; its county and school B: a launch open."""
    make_activity(school, edition)
    make_duty(edition, school)
    make_duty(edition, school, path="3.2", parameter="online", title="线上", due=date(2021, 5, 22))
    waived = make_duty(edition, school, path="3.5", parameter="service", title="便民")
    actions.waive_duty(duty=waived, by=zhou, reason="停课")
    make_duty(edition, county, path="3.1", parameter="launch", title="启动")
    make_duty(edition, other_school, path="3.2", parameter="online", title="线上")


def shown(client: Client, query: str = "") -> dict[str, list[str]]:
    """The board's units with the states of their cells."""
    board = client.get(f"/desk/duties/{query}").context["board"]
    return {row.organisation.code: [cell.state for cell in row.cells] for row in board.rows}


@pytest.mark.usefixtures("duties")
def test_the_board_by_state_clause_kind_and_place(lin: User, sign_in: SignIn) -> None:
    client = sign_in(lin)
    whole = {"school-b": ["", "open", "", ""], "yexian": ["open", "", "", ""],
             "school-a": ["", "late", "met", "waived"]}  # fmt: skip
    assert shown(client) == whole
    assert shown(client, "?state=late") == {"school-a": ["late", "met", "waived"]}
    assert shown(client, "?state=waived&clause=3.2") == {}
    assert shown(client, "?clause=3.2") == {"school-b": ["open"], "school-a": ["late"]}
    assert shown(client, "?kind=county-bureau") == {"yexian": ["open"]}
    assert shown(client, "?place=yexian") == {"yexian": ["open", "", "", ""], "school-a": whole["school-a"]}
    assert shown(client, "?state=nonsense&clause=&kind=%00&place=9") == whole
    assert "没有符合条件的单位" in client.get("/desk/duties/?state=partly").content.decode()


@pytest.mark.usefixtures("duties")
def test_a_county_is_the_sum_of_its_units(edition: Edition, lin: User) -> None:
    board = queries.board(edition, queries.board_units(lin))
    groups = {group.total.organisation.code: (group.total.figures, len(group.rows)) for group in board.groups}
    assert groups == {
        "baofeng": (queries.Cell(open=1), 1), "yexian": (queries.Cell(late=1, open=1, met=1, waived=1), 2),
    }  # fmt: skip
    assert (board.figures.total, board.figures.done, board.late) == (5, 2, 1)
    assert sorted(board.duties) == ["late", "met", "open", "open", "waived"]


@pytest.mark.usefixtures("duties")
def test_cells_lead_to_their_duties(lin: User, sign_in: SignIn) -> None:
    page = sign_in(lin).get("/desk/duties/").content.decode()
    cell = '<td class="{}"><a href="/desk/duties/at/school-a/{}/">{}</a></td>'
    for state, path, word in (("late", "3.2", "逾期"), ("met", "3.4", "完成"), ("waived", "3.5", "免除")):
        assert page.count(cell.format(state, path, word)) == 1
    english = sign_in(lin).get("/en/desk/duties/").content.decode()
    assert '<td class="late"><a href="/en/desk/duties/at/school-a/3.2/">Late</a></td>' in english


@pytest.mark.usefixtures("duties")
def test_names_are_escaped_in_the_quick_cells(school: Organisation, lin: User, sign_in: SignIn) -> None:
    school.short_name = "<b>甲&乙"
    school.save()
    page = sign_in(lin).get("/desk/duties/").content.decode()
    assert ("&lt;b&gt;甲&amp;乙</a></th>" in page, "<b>甲" in page) == (True, False)


@pytest.mark.usefixtures("duties")
def test_who_is_late_below_me(
    edition: Edition, lin: User, zhou: User, wu: User, he: User, school: Organisation
) -> None:
    late = [queries.Late(school, 1, date(2021, 5, 22), "/desk/duties/at/school-a/")]
    assert [queries.late_in(person, edition) for person in (lin, zhou, he, wu)] == [late, late, late, []]


@pytest.mark.usefixtures("duties")
def test_one_cell_in_full(
    edition: Edition, school: Organisation, he: User, zhou: User, wu: User, now: datetime, sign_in: SignIn
) -> None:
    (campus,) = queries.states_of(edition, [school], edition.clauses.get(path="3.4"))
    Reminder.objects.create(duty=campus.duty, by=zhou, at=now)
    page = sign_in(he).get("/desk/duties/at/school-a/3.4/")
    assert [(row.title, row.url) for row in page.context["rows"]] == [
        (str(activity), activity.get_absolute_url()) for activity in edition.activities.all()
    ]
    assert (page.context["seen_by"], page.context["may_waive"], page.context["may_change"]) == (
        "已发布的活动 · 校园体验日", False, False,
    )  # fmt: skip
    assert ("周示例催办" in page.content.decode(), len(page.context["history"])) == (True, 1)
    waived = sign_in(zhou).get("/desk/duties/at/school-a/3.5/")
    assert ("停课" in waived.content.decode(), waived.context["may_waive"]) == (True, True)
    for path in ("at/school-a/3.4/", "at/school-a/"):
        assert sign_in(wu).get(f"/desk/duties/{path}").status_code == 404
    for path in ("at/school-a/9.9/", "at/school-a/%00/", "clauses/%00/"):
        assert sign_in(he).get(f"/desk/duties/{path}").status_code == 404


@pytest.mark.usefixtures("duties")
def test_what_is_missing_leads_to_where_it_is_done(he: User, zhou: User, sign_in: SignIn) -> None:
    """The one late duty of three has the link: for the unit's own people, not for those above."""
    link = '<a class="btn quiet mini" href="/desk/activities/new/">去写活动<span class="vh">：线上</span></a>'
    mine = sign_in(he)
    for address in ("/desk/duties/", "/desk/duties/at/school-a/"):
        page = mine.get(address).content.decode()
        assert (page.count(link), page.count("去写活动")) == (1, 1)
    assert mine.get("/desk/duties/at/school-a/3.2/").content.decode().count("去写活动") == 1
    assert "去写活动" not in sign_in(zhou).get("/desk/duties/at/school-a/").content.decode()


@pytest.mark.usefixtures("duties")
def test_several_duties_of_one_cell_are_a_step_apart(
    edition: Edition, school: Organisation, he: User, sign_in: SignIn
) -> None:
    second = make_duty(edition, school, path="3.4", parameter="admissions", title="第二项")
    client = sign_in(he)
    first = client.get("/desk/duties/at/school-a/3.4/")
    assert (first.context["one"].duty, len(first.context["states"])) == (
        second,
        2,
    )  # what is open comes first
    assert "至少一场校园体验日" in first.content.decode()
    chosen = first.context["states"][1].duty
    assert client.get(f"/desk/duties/at/school-a/3.4/?duty={chosen.pk}").context["one"].duty == chosen


@pytest.mark.usefixtures("duties")
def test_a_clause_with_the_activities_that_answer_it(
    edition: Edition, school: Organisation, lin: User, zhou: User, wu: User, sign_in: SignIn
) -> None:
    ActivityKind.objects.filter(edition=edition, code="campus").update(clause_path="3.4")
    make_activity(school, edition, state="draft")
    page = sign_in(lin).get("/desk/duties/clauses/3.4/")
    ((kind, rows),) = page.context["answers"]
    assert (kind.code, len(rows)) == ("campus", 1)
    assert [(one.duty.title, one.figures, one.mine) for one in page.context["batches"]] == [
        ("至少一场校园体验日", queries.Cell(met=1), True),
    ]  # fmt: skip
    assert [one.mine for one in sign_in(zhou).get("/desk/duties/clauses/3.4/").context["batches"]] == [False]
    assert sign_in(wu).get("/desk/duties/clauses/3.4/").context["states"] == []
    both = sign_in(lin).get("/desk/duties/clauses/3.2/")
    assert len(both.context["states"]) == 2
    one = sign_in(lin).get("/desk/duties/clauses/3.2/?place=yexian")
    assert [state.duty.organisation.code for state in one.context["states"]] == ["school-a"]


@pytest.mark.usefixtures("duties")
def test_the_sheet_is_the_board(lin: User, sign_in: SignIn) -> None:
    answer = sign_in(lin).get("/desk/duties/export/?clause=3.2")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows == [
        ["县（市、区）", "单位", "3.2 校园体验日", "任务", "完成", "其中免除", "逾期"],
        ["宝丰县教育体育局", "示例-宝丰县职业教育中心", "未做", 1, 0, 0, 0],
        ["叶县教育体育局", "示例-叶县职业教育中心", "逾期", 1, 0, 0, 1],
    ]


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_constant_number_of_queries(
    number: int, edition: Edition, school: Organisation, other_school: Organisation, lin: User, sign_in: SignIn,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    for n in range(number):
        for unit in (school, other_school)[: 1 + n]:
            make_duty(edition, unit, path=f"3.{n}")
    client = sign_in(lin)
    client.get("/desk/duties/")
    with django_assert_num_queries(BOARD_QUERIES):
        client.get("/desk/duties/")


#: of the whole page: session, person, rights, frame with the number of the inbox, units, duties, waivers, evidence
BOARD_QUERIES = 35


@pytest.mark.usefixtures("now")
def test_signed_notices_are_evidence(edition: Edition, school: Organisation, he: User, lin: User) -> None:
    notice = make_sent_notice(edition, school)
    make_duty(edition, school, evidence="notices", parameter=notice.code)
    make_duty(edition, school, evidence="notices", parameter="OTHER", title="别的通知")

    def states() -> list[str]:
        return [one.state for one in queries.states_of(edition, [school])]

    assert states() == ["open", "open"]
    actions.acknowledge(recipient=Recipient.objects.get(), by=he)
    assert states() == ["met", "open"]
    one = queries.states_of(edition, [school])[0]
    assert [(row.title, row.note) for row in one.rows] == [(notice.title, school.short_name)]
    assert dict(queries.evidence_choices(edition))["已签收的通知"] == [
        ("notices:", "已签收的通知"), (f"notices:{notice.code}", f"已签收的通知 · {notice.title}"),
    ]  # fmt: skip
