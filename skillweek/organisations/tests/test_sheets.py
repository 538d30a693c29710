"""Units, people and contacts as sheets: exact round trips, a report per line, nothing written unconfirmed."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import translation

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.library.sheets import Column, SheetRow, read_sheet, write_sheet
from skillweek.organisations import actions
from skillweek.organisations.models import (
    Contact,
    Disclosure,
    Invitation,
    Membership,
    Organisation,
    SheetImport,
)
from skillweek.organisations.queries.sheets import plan_sheet
from skillweek.organisations.rules.columns import COLUMNS
from skillweek.organisations.tests.factories import make_contact

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("now")
KINDS = SheetImport.Kind.values


def sheet(kind: str, *rows: dict[str, str]) -> SimpleUploadedFile:
    """An upload of rows under the headings of a kind."""
    return SimpleUploadedFile("表格.xlsx", write_sheet("x", COLUMNS[kind], rows))


def fates(user: User, kind: str, *rows: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """What every line would do, and its problems by column."""
    plan = plan_sheet(user, kind, [SheetRow(n, row) for n, row in enumerate(rows, start=2)])
    return [(line.fate.value, dict(line.problems)) for line in plan.lines]


def upload(client: Client, kind: str, *rows: dict[str, str]) -> Any:
    """Upload rows; gives the page that shows what they would do."""
    return client.post(f"/desk/units/sheets/{kind}/upload/", {"file": sheet(kind, *rows)}, follow=True)


def confirm(client: Client, page: Any) -> Any:
    """Confirm what ``page`` shows."""
    address = page.redirect_chain[-1][0]
    return client.post(address, {"seen": page.context["plan"].seen}, follow=True)


@pytest.fixture
def full(
    county: Organisation, school: Organisation, other_county: Organisation, he: User, zhou: User, lin: User
) -> None:
    """A city with something in every column."""
    school.latitude, school.longitude, school.introduction = "33.63240", "113.34890", "=1+1\n第二行"  # type: ignore[assignment]  # read back as decimals
    school.located_in, school.counts_in_report, school.division_code = other_county, False, "410422"
    school.save()
    make_contact(school, name_public=True, phone="037500000000")
    make_contact(county, role="other", duty="志愿服务", email="", phone="", since=date(2020, 1, 1))
    make_contact(county, role="press", until=date(2021, 1, 1), since=date(2020, 1, 1))
    actions.invite(organisation=school, role="gate_staff", by=zhou, name="示例-门卫", phone="13900000005")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("full")
def test_exporting_and_importing_changes_nothing(
    kind: str, language: str, lin: User, sign_in: SignIn
) -> None:
    client, prefix = sign_in(lin), "/en" if language == "en" else ""
    answer = client.post(f"{prefix}/desk/units/sheets/{kind}/export/", {"reason": "核对"})
    data = b"".join(answer.streaming_content)
    rows = read_sheet(BytesIO(data), COLUMNS[kind])
    assert len(rows) == {"units": 4, "people": 4, "contacts": 2}[kind]
    page = client.post(
        f"{prefix}/desk/units/sheets/{kind}/upload/",
        {"file": SimpleUploadedFile("x.xlsx", data)},
        follow=True,
    )
    assert page.context["plan"].counts == {"new": 0, "changed": 0, "same": len(rows), "wrong": 0}
    assert ("没有要写入的内容" in page.text) is (language == "zh-hans")
    again = confirm(client, page)
    assert (again.status_code, SheetImport.objects.get().state) == (422, "waiting")


def test_units_new_and_changed(
    county: Organisation, school: Organisation, zhou: User, sign_in: SignIn
) -> None:
    rows = (
        {"code": "school-a", "name": "示例-叶县职业教育中心", "address": "新地址"},
        {"name": "示例-叶县农机公司", "kind": "其他单位", "parent": "叶县教育体育局", "latitude": "33.6",
         "longitude": "113.3"},
        {"code": "garage", "name": "示例-修理厂", "kind": "other", "parent": "示例-叶县农机公司",
         "short_name": "修理厂"},
    )  # fmt: skip
    client = sign_in(zhou)
    # only these columns are in the sheet: what has no column stays
    columns = [column for column in COLUMNS["units"] if column.key in {key for row in rows for key in row}]
    data = write_sheet("x", columns, rows)
    page = client.post(
        "/desk/units/sheets/units/upload/", {"file": SimpleUploadedFile("x.xlsx", data)}, follow=True
    )
    before = Organisation.objects.count()
    assert page.context["plan"].counts == {"new": 2, "changed": 0, "same": 0, "wrong": 1}
    assert dict(page.context["plan"].lines[0].problems).keys() == {"short_name", "kind", "parent"}, (
        "blank cells"
    )
    page = client.post(
        "/desk/units/sheets/units/upload/",
        {"file": SimpleUploadedFile("x.xlsx", write_sheet("x", columns, [
            rows[0] | {"kind": "中等职业学校", "parent": "yexian", "short_name": "示例-叶县职"}, *rows[1:]
        ]))}, follow=True,
    )  # fmt: skip
    assert (page.context["plan"].counts, Organisation.objects.count()) == (
        {"new": 2, "changed": 1, "same": 0, "wrong": 0}, before,
    )  # fmt: skip
    done = confirm(client, page)
    assert "已写入 3 行" in done.text
    school.refresh_from_db()
    farm, garage = Organisation.objects.get(name="示例-叶县农机公司"), Organisation.objects.get(code="garage")
    assert (school.address, school.introduction, farm.parent, garage.parent) == ("新地址", "", county, farm)
    assert (farm.code.startswith("u-"), farm.counts_in_report, farm.short_name) == (
        True,
        True,
        "示例-叶县农机公司",
    )
    taken = SheetImport.objects.get(state="done")
    assert (taken.written, taken.left_out, taken.content) == (3, 0, "")
    assert client.get(page.redirect_chain[-1][0]).status_code == 404


def test_what_is_wrong_with_units(
    city: Organisation,
    county: Organisation,
    school: Organisation,
    other_school: Organisation,
    zhou: User,
    lin: User,
) -> None:
    elsewhere = Organisation.objects.create(kind=city.kind, code="far", name="示例-外市", short_name="外市")
    twins = [
        actions.add_unit(parent=county, kind=school.kind, code=f"twin{n}", name="示例-同名") for n in (1, 2)
    ]
    new = {"name": "示例-新", "kind": "其他单位", "parent": "yexian"}
    rows: list[tuple[dict[str, str], set[str]]] = [
        (new, set()),
        (new | {"name": ""}, {"name"}),
        (new | {"name": "示例-1", "kind": "银行"}, {"kind"}),
        (new | {"name": "示例-2", "parent": "示例-没有"}, {"parent"}),
        (new | {"name": "示例-3", "parent": "baofeng"}, {"parent"}),
        (new | {"name": "示例-4", "code": elsewhere.code}, {"code"}),
        (new | {"name": "示例-5", "code": "A B"}, {"code"}),
        (new | {"name": "示例-5", "code": "sheets"}, {"code"}),
        (new | {"name": "示例-6", "latitude": "33"}, {"longitude"}),
        (new | {"name": "示例-7", "latitude": "北", "longitude": "113"}, {"latitude"}),
        (new | {"name": "示例-8", "counts_in_report": "否"}, {"counts_in_report"}),
        (new | {"name": "示例-9", "counts_in_report": "也许"}, {"counts_in_report"}),
        (new | {"name": "示例-10", "located_in": "school-a"}, {"located_in"}),
        (new, {""}),
        ({"code": "school-b", "name": "改名"}, {"code"}),
        ({"name": twins[0].name}, {"code"}),
        ({"code": "school-a", "name": school.name, "parent": "baofeng"}, {"parent"}),
        ({"code": "yexian", "name": "改名"}, {"name"}),
    ]  # fmt: skip
    found = fates(zhou, "units", *(row for row, _ in rows))
    assert [(set(problems), fate == "wrong") for fate, problems in found] == [
        (problems, bool(problems)) for _, problems in rows
    ]
    assert all(said.strip() for _, problems in found for said in problems.values())
    moved = {"code": "school-a", "name": school.name, "parent": "baofeng"}
    assert fates(lin, "units", moved) == [("changed", {})]


def test_contacts(county: Organisation, school: Organisation, zhou: User, sign_in: SignIn) -> None:
    make_contact(school, phone="13900000001")
    row = {"code": "school-a", "role": "联络员", "person": "示例-联络员", "phone": "13900000001.0"}
    client = sign_in(zhou)
    same = {
        "post": "示例科",
        "email": "liaison@example.invalid",
        "since": "2021/3/1",
        "phone": "139 0000 0001",
    }
    page = upload(
        client, "contacts",
        row | same,
        {"name": "叶县教育体育局", "role": "安全员", "person": "示例-安全", "phone": "0375-0000000",
         "name_public": "√"},
    )  # fmt: skip
    assert page.context["plan"].counts == {"new": 1, "changed": 0, "same": 1, "wrong": 0}
    confirm(client, page)
    safe = Contact.objects.get(role="safety")
    assert (safe.organisation, safe.phone, safe.name_public, safe.since) == (
        county, "03750000000", True, date(2021, 5, 23),
    )  # fmt: skip
    page = upload(client, "contacts", row | same | {"person": "示例-接任", "since": "2021年5月1日"})
    (line,) = page.context["plan"].lines
    assert (line.fate, line.changes) == ("changed", [("姓名", "示例-联络员", "示例-接任")])
    confirm(client, page)
    assert list(school.contacts.order_by("since").values_list("name", "until")) == [
        ("示例-联络员", date(2021, 5, 1)), ("示例-接任", None),
    ]  # fmt: skip


def test_what_is_wrong_with_contacts(
    city: Organisation, county: Organisation, school: Organisation, other_school: Organisation, zhou: User
) -> None:
    make_contact(school, since=date(2021, 3, 1))
    good = {"code": "school-a", "role": "safety", "person": "示例-安全"}
    rows: list[tuple[dict[str, str], set[str]]] = [
        (good, set()), (good, {""}), (good | {"code": ""}, {"name"}), (good | {"code": "moon"}, {"code"}),
        (good | {"code": "school-b"}, {"code"}), (good | {"name": "示例-别的"}, {"name"}),
        (good | {"role": "国王"}, {"role"}),
        (good | {"role": ""}, {"role"}), (good | {"person": ""}, {"person"}), (good | {"phone": "139"}, {"phone"}),
        (good | {"email": "x"}, {"email"}), (good | {"since": "昨天"}, {"since"}), (good | {"role": "其他"}, {"duty"}),
        (good | {"code": "yexian", "phone_public": "是"}, {"phone"}), (good | {"name_public": "大概"}, {"name_public"}),
        (good | {"role": "liaison", "since": "2021-03-01"}, {"since"}),
    ]  # fmt: skip
    found = fates(zhou, "contacts", *(row for row, _ in rows))
    assert [set(problems) for _, problems in found] == [problems for _, problems in rows]


def test_people(county: Organisation, school: Organisation, he: User, zhou: User, sign_in: SignIn) -> None:
    actions.invite(organisation=school, role="gate_staff", by=zhou, name="示例-门卫")
    client = sign_in(zhou)
    page = upload(
        client, "people",
        {"code": "school-a", "role": "学校填报人", "person": "何示例", "username": "school-a"},
        {"code": "school-a", "role": "gate_staff", "person": "示例-门卫", "email": "gate@example.invalid"},
        {"name": school.name, "role": "志愿者领队", "person": "示例-领队", "phone": "13900000004"},
    )  # fmt: skip
    assert page.context["plan"].counts == {"new": 1, "changed": 1, "same": 1, "wrong": 0}
    confirm(client, page)
    rows = Invitation.objects.order_by("pk").values_list("name", "role", "sent")
    assert list(rows) == [("示例-门卫", "gate_staff", 1), ("示例-领队", "volunteer_leader", 1)]
    assert Membership.objects.filter(organisation=school).count() == 1, (
        "nobody gets a role by being written down"
    )


def test_what_is_wrong_with_people(school: Organisation, he: User, zhou: User) -> None:
    good = {"code": "school-a", "role": "gate_staff", "person": "示例-甲"}
    member = {"code": "school-a", "role": "school_editor", "person": "何示例"}
    rows: list[tuple[dict[str, str], set[str]]] = [
        (good, set()), (good, {""}), (good | {"role": "city_officer"}, {"role"}),
        (good | {"role": "县级管理员"}, {"role"}),
        (good | {"username": "nobody"}, {"username"}), (good | {"phone": "1"}, {"phone"}),
        (good | {"email": "@"}, {"email"}),
        (member | {"email": "he@example.invalid"}, {"email"}), (member | {"phone": "13900000004"}, {"phone"}),
        (member | {"person": "何改名", "username": "school-a"}, {"person"}), (member, set()),
    ]  # fmt: skip
    found = fates(zhou, "people", *(row for row, _ in rows))
    assert [set(problems) for _, problems in found] == [problems for _, problems in rows]


def test_lines_with_mistakes_are_left_out_and_come_back_with_remarks(
    county: Organisation, school: Organisation, zhou: User, sign_in: SignIn
) -> None:
    client = sign_in(zhou)
    page = upload(
        client, "contacts",
        {"code": "school-a", "role": "联络员", "person": "示例-甲"},
        {"code": "school-a", "role": "国王", "person": "示例-乙", "phone": "12"},
    )  # fmt: skip
    assert ("没有“国王”这一项" in page.text, "写入 1 行" in page.text) == (True, True)
    address = page.redirect_chain[-1][0]
    assert [line.fate for line in client.get(f"{address}?only=wrong").context["page"]] == ["wrong"]
    data = b"".join(client.get(f"{address}remarks/").streaming_content)
    remarks = read_sheet(BytesIO(data), (Column("said", "核对结果"), Column("person", "姓名")))
    assert [row.values for row in remarks] == [
        {"said": "新增", "person": "示例-甲"},
        {"said": "角色：没有“国王”这一项；电话：手机号码应为 11 位，现在是 2 位", "person": "示例-乙"},
    ]
    confirm(client, page)
    assert list(Contact.objects.values_list("name", flat=True)) == ["示例-甲"]
    assert SheetImport.objects.get().left_out == 1


def test_what_changed_meanwhile_is_shown_again(school: Organisation, zhou: User, sign_in: SignIn) -> None:
    client = sign_in(zhou)
    page = upload(client, "contacts", {"code": "school-a", "role": "联络员", "person": "示例-甲"})
    make_contact(school, name="示例-乙")
    again = confirm(client, page)
    assert (again.status_code, "看过新的结果" in again.text) == (422, True)
    assert list(Contact.objects.values_list("name", flat=True)) == ["示例-乙"]


def test_confirming_twice_writes_once(school: Organisation, zhou: User, sign_in: SignIn) -> None:
    client = sign_in(zhou)
    page = upload(client, "contacts", {"code": "school-a", "role": "联络员", "person": "示例-甲"})
    taken = SheetImport.objects.get()
    confirm(client, page)
    with pytest.raises(actions.OrganisationError):
        actions.write_taken_sheet(taken=taken, by=zhou, seen=page.context["plan"].seen)
    assert Contact.objects.count() == 1


def test_dropped_forgotten_and_private(school: Organisation, zhou: User, lin: User, sign_in: SignIn) -> None:
    client = sign_in(zhou)
    page = upload(
        client,
        "contacts",
        {"code": "school-a", "role": "联络员", "person": "示例-甲", "phone": "13900000006"},
    )
    address, taken = page.redirect_chain[-1][0], SheetImport.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM organisations_sheetimport")
        assert "13900000006" not in cursor.fetchone()[0]
    for path in (address, f"{address}remarks/"):
        assert sign_in(lin).get(path).status_code == 404, "the uploader's alone"
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        assert client.get(address).status_code == 404
        upload(client, "contacts", {"code": "school-a", "role": "联络员", "person": "示例-甲"})
    taken.refresh_from_db()
    assert (taken.state, taken.content) == ("dropped", "")
    fresh = SheetImport.objects.get(state="waiting")
    for _ in range(2):
        client.post(f"/desk/units/import/{fresh.code}/drop/")
    fresh.refresh_from_db()
    assert (fresh.state, Contact.objects.count()) == ("dropped", 0)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.xlsx", b"", "空"), ("x.xlsx", b"PK\x03\x04" + bytes(99), "打不开"), ("x.csv", b"a,b", "这不是 xlsx"),
        ("x.pdf", b"%PDF-1.7 ...", "这不是 xlsx"),
        ("x.xlsx", write_sheet("x", COLUMNS["units"][1:2], [{"name": "x"}]), "角色"),
    ],
)  # fmt: skip
def test_bad_files(
    name: str, data: bytes, said: str, county: Organisation, zhou: User, sign_in: SignIn
) -> None:
    answer = sign_in(zhou).post(
        "/desk/units/sheets/contacts/upload/", {"file": SimpleUploadedFile(name, data)}
    )
    assert (answer.status_code, SheetImport.objects.count()) == (422, 0)
    shown = next(one["form"] for one in answer.context["kinds"] if one["kind"] == "contacts")
    assert said in "".join(shown.errors["file"])


def test_numbers_leave_with_a_reason_only(
    school: Organisation, he: User, zhou: User, sign_in: SignIn
) -> None:
    make_contact(school)
    client = sign_in(zhou)
    refused = client.post("/desk/units/sheets/contacts/export/", {"reason": " "})
    assert (refused.status_code, Disclosure.objects.count()) == (422, 0)
    assert client.post("/desk/units/sheets/contacts/export/", {"reason": "通知开会"}).status_code == 200
    assert list(Disclosure.objects.values_list("by", "reason", "numbers")) == [(zhou.pk, "通知开会", 1)]
    assert "通知开会" in client.get("/desk/units/sheets/").text
    assert client.post("/desk/units/sheets/units/export/").status_code == 200
    assert sign_in(he).post("/desk/units/sheets/units/export/").status_code == 404
    assert client.get("/desk/units/sheets/kings/template/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_explains_itself(kind: str, county: Organisation, zhou: User, sign_in: SignIn) -> None:
    data = b"".join(sign_in(zhou).get(f"/desk/units/sheets/{kind}/template/").streaming_content)
    titles = [str(column.title) for column in COLUMNS[kind]]
    rows = read_sheet(BytesIO(data), (Column("title", "填写说明"),))
    assert [row.values["title"] for row in rows] == titles
    with translation.override("en"):
        assert titles != [str(column.title) for column in COLUMNS[kind]]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("kind", "most"), [("units", 8), ("contacts", 7), ("people", 12)])
def test_looking_asks_a_constant_number_of_queries(
    kind: str, most: int, number: int, county: Organisation, school: Organisation, zhou: User,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    rows = [
        {"code": "school-a" if kind != "units" else "", "name": "" if kind != "units" else f"示例-{n}", "kind": "other",
         "parent": "yexian", "role": "其他" if kind == "contacts" else "gate_staff", "duty": f"职责{n}",
         "person": f"示例-{n}"}
        for n in range(number)
    ]  # fmt: skip
    wanted = {column.key for column in COLUMNS[kind]}
    with django_assert_max_num_queries(most):
        found = fates(zhou, kind, *({key: row[key] for key in row.keys() & wanted} for row in rows))
    assert found == [("new", {})] * number
