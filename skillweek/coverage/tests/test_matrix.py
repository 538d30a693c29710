"""The matrix: any two facts, the others as filters, drill-down, asking a unit, the table to take away."""

from datetime import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from skillweek.accounts.models import User
from skillweek.coverage import actions, queries
from skillweek.coverage.rules import View
from skillweek.organisations.models import Organisation, Task, Venue
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")  # 23 May, 09:00


def at(day: int, hour: int) -> datetime:
    """A moment in May 2021, local time."""
    return datetime(2021, 5, day, hour, tzinfo=ZONE)


@pytest.fixture
def three(edition: Edition, school: Organisation, other_county: Organisation, venue: Venue) -> list[Session]:
    """Three sessions on the 25th in one county, for parents; one for the media too; a draft nobody counts."""
    made = [
        make_session(make_activity(school, edition, title=f"体验{hour}"), starts=at(25, hour), venue=venue)
        for hour in (9, 14, 16)
    ]
    made[0].activity.audiences.add(Audience.objects.get(code="media"))
    make_session(make_activity(school, edition, state=Activity.State.DRAFT), starts=at(24, 9))
    return made


def counted(edition: Edition, view: View) -> tuple[dict[str, list[int]], list[int], list[int], int]:
    """Rows by code, their sums, the sums of columns, the sum of all."""
    known = queries.Facts(edition)
    found = queries.matrix(edition, view, queries.wants(queries.targets(edition), known), known)
    rows = {
        getattr(row.head, "code", str(row.head)): [cell.count for cell in row.cells] for row in found.rows
    }
    return rows, [row.total for row in found.rows], found.totals, found.total


def test_any_two_facts(edition: Edition, three: list[Session]) -> None:
    rows, sums, totals, total = counted(edition, View("place", "day"))
    assert rows == {"yexian": [0, 0, 0, 3, 0, 0, 0], "baofeng": [0] * 7}
    assert (sums, totals, total) == ([0, 3], [0, 0, 0, 3, 0, 0, 0], 3)
    rows, sums, totals, total = counted(edition, View("place", "audience"))
    assert rows["yexian"] == [3, 0, 0, 0, 1]
    assert (sums, totals, total) == ([0, 3], [3, 0, 0, 0, 1], 3)  # one session counts once in the sums
    rows, sums, totals, total = counted(edition, View("kind", "host"))
    assert rows == {"launch": [0], "online": [0], "admissions": [0], "campus": [3], "service": [0]}
    media = {"audience": Audience.objects.get(code="media")}
    rows, sums, totals, total = counted(edition, View("place", "day", media))
    assert (rows["yexian"], total) == ([0, 0, 0, 1, 0, 0, 0], 1)
    assert counted(edition, View("place", "day", {}, highlight=True))[3] == 0


def test_targets_stand_in_their_cells(edition: Edition, three: list[Session], county: Organisation) -> None:
    actions.set_target(edition=edition, minimum=1, each=["place", "day"])
    actions.set_target(edition=edition, minimum=9, each=["place"])
    known = queries.Facts(edition)
    found = queries.matrix(edition, View(), queries.wants(queries.targets(edition), known), known)
    yexian = next(row for row in found.rows if row.head == county)
    assert [cell.tone for cell in yexian.cells] == ["h0", "h0", "h0", "h2", "h0", "h0", "h0"]
    assert found.gaps == 13


def test_counting_asks_the_database_equally_often(
    edition: Edition, school: Organisation, venue: Venue
) -> None:
    actions.ensure_default_targets(edition=edition)
    asked = []
    for number in (1, 3):
        for hour in range(number):
            make_session(make_activity(school, edition), starts=at(25, 8 + hour), venue=venue)
        with CaptureQueriesContext(connection) as captured:
            known = queries.Facts(edition)
            wants = queries.wants(queries.targets(edition), known)
            queries.matrix(edition, View(), wants, known)
            queries.gaps(queries.standing(edition, wants))
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_the_page_leads_to_the_cell_and_to_what_can_be_done(
    edition: Edition, three: list[Session], county: Organisation, zhou: User, lin: User, sign_in
) -> None:
    actions.set_target(edition=edition, minimum=1, each=["place", "day"])
    client = sign_in(lin)
    page = client.get("/desk/coverage/").content.decode()
    assert page.count("<small>差 1</small>") == 13
    assert 'href="/desk/coverage/cell/?place=yexian&amp;day=2021-05-25"' in page
    full = client.get("/desk/coverage/cell/?place=yexian&day=2021-05-25").content.decode()
    assert [f"体验{hour}" in full for hour in (9, 14, 16)] == [True] * 3
    assert "目标已经达到" in full
    empty = client.get("/desk/coverage/cell/?place=yexian&day=2021-05-24").content.decode()
    assert "现有 0 场，目标 1 场，还差 1 场" in empty
    assert 'href="/desk/activities/new/?place=yexian&amp;day=2021-05-24"' in empty
    new = client.get("/desk/activities/new/?place=yexian&day=2021-05-24")
    assert (new.context["wanted"], new.context["form"].initial["owner"]) == (
        "叶县教育体育 · 5 月 24 日 星期一",
        county,
    )
    asked = "/desk/coverage/cell/ask/?place=yexian&day=2021-05-24"
    assert client.post(asked, {"note": "请于周三前答复"}).status_code == 302
    task = Task.objects.get()
    assert (task.organisation, task.owner, task.note) == (county, zhou, "请于周三前答复")
    assert task.title == "补 1 场活动：叶县教育体育 · 5 月 24 日"
    again = client.post(asked, {"note": "再问一次"})
    assert (again.status_code, "已经请叶县教育体育补过" in again.content.decode()) == (422, True)
    assert Task.objects.count() == 1
    assert client.post("/desk/coverage/cell/ask/?place=yexian&day=2021-05-25").status_code == 404


def test_a_stranger_asks_nobody(
    edition: Edition, three: list[Session], wu: User, zhou: User, sign_in
) -> None:
    actions.set_target(edition=edition, minimum=1, each=["place", "day"])
    asked = "/desk/coverage/cell/ask/?place=baofeng&day=2021-05-24"
    assert sign_in(wu).post(asked).status_code == 404
    assert sign_in(zhou).post(asked).status_code == 404  # another county's
    assert not Task.objects.exists()


def test_other_rows_columns_and_filters_by_address(
    edition: Edition, three: list[Session], lin: User, sign_in
) -> None:
    client = sign_in(lin)
    page = client.get("/desk/coverage/?rows=audience&columns=kind&place=yexian").content.decode()
    assert "叶县教育体育" in page
    assert 'href="/desk/coverage/cell/?place=yexian&amp;audience=media&amp;kind=campus"' in page
    wrong = client.get("/desk/coverage/?rows=day&columns=day")
    assert (wrong.status_code, "行和列要选两样不同的" in wrong.content.decode()) == (422, True)
    assert client.get("/desk/coverage/?rows=nonsense").status_code == 422
    assert client.get("/desk/coverage/cell/?place=luoyang").status_code == 404


def test_the_table_to_take_away(edition: Edition, three: list[Session], lin: User, sign_in) -> None:
    actions.set_target(edition=edition, minimum=4, each=["place", "day"])
    answer = sign_in(lin).get("/desk/coverage/export/?rows=place&columns=day")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="coverage-place-day.xlsx"'
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 4
    yexian = next(row for row in rows if row[0] == "叶县教育体育")
    assert (yexian[4], yexian[11], yexian[18], yexian[-1]) == (3, 4, 1, 3)
    assert (rows[-1][0], rows[-1][4], rows[-1][-1]) == ("合计", 3, 3)


def test_all_gaps_in_words(edition: Edition, three: list[Session], lin: User, sign_in) -> None:
    client = sign_in(lin)
    assert "每个目标都达到了" in client.get("/desk/coverage/gaps/").content.decode()
    actions.set_target(edition=edition, minimum=1, each=["place", "day"])
    page = client.get("/desk/coverage/gaps/").content.decode()
    assert "13 处空白" in page
    assert page.count("现有 0 场，目标 1 场，还差 1 场") == 13
