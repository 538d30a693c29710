"""The pages of an import, its remarks as a table, and the way out and in again."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme import queries
from skillweek.programme.forms import AnswersForm
from skillweek.programme.models import Activity, Participation, ProgrammeImport, Session
from skillweek.programme.sheets.opening import sheets_of
from skillweek.programme.sheets.reading import read_table
from skillweek.programme.sheets.vocabulary import HEAD
from skillweek.programme.tests.drawing import Drawn, workbook
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.programme.tests.test_activities import at
from skillweek.programme.tests.test_import_programme import GOOD, everything, take

pytestmark = pytest.mark.usefixtures("now", "edition")
PAGE = "/desk/activities/import/"


def upload(author: Client, data: bytes, name: str = "安排表.xlsx") -> object:
    return author.post(PAGE, {"file": SimpleUploadedFile(name, data)})


def test_from_a_file_to_drafts(edition: Edition, venue: Venue, he: User, sign_in) -> None:
    author = sign_in(he)
    response = upload(author, workbook(Drawn("安排", GOOD)))
    taken = ProgrammeImport.objects.get()
    home = f"{PAGE}{taken.code}/"
    assert response["Location"] == home
    page = author.get(home).content.decode()
    assert "新增 2 行，修改 0 行。现在还没有写入。" in page
    assert "要写清楚几点到几点" in page
    assert everything() == [[], [], [], []]
    assert [line.row.row for line in author.get(f"{home}?fate=wrong").context["page"]] == [4]
    assert author.post(f"{home}commit/")["Location"] == home
    assert (Activity.objects.count(), Session.objects.count()) == (1, 2)
    assert "已写入：1 项活动，2 场" in author.get(home).content.decode()
    before = everything()
    assert author.post(f"{home}commit/").status_code == 302
    assert everything() == before
    remarks = b"".join(author.get(f"{home}remarks/").streaming_content)
    (sheet,) = sheets_of(remarks)
    assert [row[0] for row in sheet.rows] == ["核对结果", "", "", "要写清楚几点到几点"]


def test_when_nothing_is_left_out_the_sheet_goes(edition: Edition, venue: Venue, he: User, sign_in) -> None:
    author = sign_in(he)
    upload(author, workbook(Drawn("安排", "\n".join(GOOD.strip().splitlines()[:3]))))
    taken = ProgrammeImport.objects.get()
    assert author.post(f"{PAGE}{taken.code}/commit/")["Location"] == "/desk/activities/"
    taken.refresh_from_db()
    assert taken.content == ""
    assert author.get(f"{PAGE}{taken.code}/remarks/").status_code == 404


def test_the_empty_table_knows_the_names_and_holds_no_activity(
    edition: Edition, venue: Venue, school: Organisation, he: User, sign_in
) -> None:
    author = sign_in(he)
    assert f"{PAGE}template/" in author.get(PAGE).content.decode()
    response = author.get(f"{PAGE}template/")
    data = b"".join(response.streaming_content)
    page, words = sheets_of(data)
    assert page.rows == [list(HEAD[1:])]
    listed = {words.own(row, column) for row in range(len(words.rows)) for column in range(4)}
    assert {venue.name, school.name, *edition.activitykinds.values_list("label", flat=True)} < listed
    assert read_table(data).rows == []
    assert upload(author, data).status_code == 422
    assert everything() == [[], [], [], []]


def test_choices_are_kept_and_used(edition: Edition, venue: Venue, he: User, sign_in) -> None:
    author = sign_in(he)
    upload(
        author,
        workbook(
            Drawn(
                "安排", GOOD.replace("10:30|实训楼", "10:30|三号楼").replace("15:30|实训楼", "15:30|三号楼")
            )
        ),
    )
    taken = ProgrammeImport.objects.get()
    home = f"{PAGE}{taken.code}/"
    form = author.get(home).context["form"]
    assert isinstance(form, AnswersForm)
    assert list(form.keys.values()) == ["place|school-a|三号楼"]
    (name,) = form.keys
    assert author.post(home, {name: "nowhere"}).status_code == 422
    assert author.post(home, {name: venue.code})["Location"] == home
    assert author.get(home).context["plan"].counts == {"new": 2, "changed": 0, "same": 0, "wrong": 1}


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("图.xlsx", b"\x89PNG\r\n\x1a\n" + b"x" * 90, "这不是表格"),
        ("坏.xlsx", b"PK\x03\x04" + b"x" * 90, "已损坏"),
        ("空.csv", b"", "文件是空的"),
        ("话.csv", "今天没有表".encode("gb18030"), "没有找到活动"),
    ],
)
def test_a_bad_file_is_said_at_its_field(he: User, sign_in, name: str, data: bytes, sentence: str) -> None:
    response = upload(sign_in(he), data, name)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ProgrammeImport.objects.exists()


def test_a_csv_file_is_taken(edition: Edition, venue: Venue, he: User, sign_in) -> None:
    text = "活动名称,类别,时间,地点,主办单位\n甲,校园体验日,5月24日9:00-10:00,实训楼,示例-叶县职业教育中心\n"
    response = upload(sign_in(he), text.encode("gb18030"), "安排表.csv")
    assert response.status_code == 302


def test_dropped_is_gone(edition: Edition, venue: Venue, he: User, sign_in) -> None:
    author, taken = sign_in(he), take(edition, he)
    assert author.post(f"{PAGE}{taken.code}/drop/")["Location"] == PAGE
    taken.refresh_from_db()
    assert (taken.state, taken.content) == ("dropped", "")
    assert "已经放弃" in author.get(f"{PAGE}{taken.code}/").content.decode()


def test_a_strangers_table_is_not_found(edition: Edition, venue: Venue, he: User, lin: User, sign_in) -> None:
    taken = take(edition, he)
    other, home = sign_in(lin), f"{PAGE}{taken.code}/"
    before = list(ProgrammeImport.objects.values())
    assert {
        other.get(home).status_code,
        other.post(home).status_code,
        other.get(f"{home}remarks/").status_code,
    } == {404}
    assert {other.post(f"{home}commit/").status_code, other.post(f"{home}drop/").status_code} == {404}
    assert (list(ProgrammeImport.objects.values()), everything()) == (before, [[], [], [], []])


def test_remarks_stand_in_the_same_table(edition: Edition, venue: Venue, he: User, sign_in) -> None:
    taken = take(edition, he, "安排表|<|<|<|<|<|<|<|<|<|<|<" + GOOD.replace("约60人", "=1+1"))
    response = sign_in(he).get(f"{PAGE}{taken.code}/remarks/")
    data = b"".join(response.streaming_content)
    (grid,) = queries.grids_of(taken)
    week = (edition.starts, edition.ends)
    (written,) = sheets_of(data)
    assert [row[1:] for row in written.rows] == grid.rows
    assert [row[0] for row in written.rows] == [
        "", "核对结果", "写了几个人数，没有写合计：“=1+1”", "", "要写清楚几点到几点",
    ]  # fmt: skip
    assert [(row.title, row.starts, row.row) for row in read_table(data, week=week).rows] == [
        (row.title, row.starts, row.row) for row in queries.table_of(taken).rows
    ]


def test_what_goes_out_comes_in_unchanged(
    edition: Edition, school: Organisation, other_school: Organisation, venue: Venue, lin: User, sign_in
) -> None:
    first = make_activity(school, edition, audiences=("parents", "pupils"), title='=拉坯"体验"，二')
    for day in (24, 26):
        make_session(first, starts=at(day, 9), venue=venue, note="雨天改在室内")
    make_session(first, starts=at(25, 22), hours=4, venue=venue)
    Participation.objects.create(activity=first, name="示例协会", role="undertaker")
    Participation.objects.create(activity=first, organisation=other_school, role="co_host")
    online = make_activity(
        other_school, edition, kind="online", online_url="https://example.invalid/live", state="draft"
    )
    make_session(online, starts=at(24, 9))
    twin = add_venue(owner=other_school, name="实训楼", address="示例路2号", capacity=20)
    make_session(online, starts=at(24, 14), venue=twin)
    make_session(online, starts=at(27, 14), venue=venue)
    make_activity(school, edition, title="还没排时间", state="draft")
    make_activity(school, edition, title="取消了", state="cancelled")
    data = b"".join(sign_in(lin).get("/desk/activities/export/").streaming_content)
    before = everything()
    author = sign_in(lin)
    upload(author, data)
    taken = ProgrammeImport.objects.get()
    plan = queries.plan_of(taken, queries.table_of(taken).rows, lin)
    assert [(line.fate, line.wrong, line.changes) for line in plan.lines] == [("same", [], [])] * 7
    assert author.post(f"{PAGE}{taken.code}/commit/").status_code == 302
    assert everything() == before


def test_the_export_is_filtered_and_holds_no_formula(
    edition: Edition, school: Organisation, venue: Venue, he: User, wu: User, sign_in
) -> None:
    activity = make_activity(school, edition, title="=1+1")
    make_session(activity, starts=at(24, 9), venue=venue)
    make_activity(school, edition, kind="service", title="修电器")
    rows = read_table(
        b"".join(sign_in(he).get("/desk/activities/export/?kind=campus").streaming_content)
    ).rows
    assert [(row.title, row.code, row.starts) for row in rows] == [
        ("=1+1", activity.code, "2021-05-24T09:00")
    ]
    empty = b"".join(sign_in(wu).get("/desk/activities/export/").streaming_content)
    assert read_table(empty).rows == []
    assert [one.text for one in read_table(empty).ignored] == [" ".join(HEAD)[:80]]
    assert sign_in(wu).get("/desk/activities/export/?unit=school-a").status_code == 404
    assert BytesIO(empty).read(2) == b"PK"


def test_the_page_asks_as_often_for_three_rows_as_for_one(
    edition: Edition, venue: Venue, he: User, sign_in
) -> None:
    author = sign_in(he)

    def asked(times: int) -> int:
        row = GOOD.strip().splitlines()[1]
        more = "\n".join(row.replace("拉坯体验", f"活动{number}") for number in range(times))
        taken = take(edition, he, f"{GOOD.strip().splitlines()[0]}\n{more}")
        with CaptureQueriesContext(connection) as captured:
            assert author.get(f"{PAGE}{taken.code}/").status_code == 200
        return len(captured)

    asked(1)
    assert asked(3) == asked(1)
