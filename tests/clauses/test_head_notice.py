"""The head: a notice to every county, the zone bureau, the schools and the middle schools, and who signed for it."""

from datetime import datetime

from django.test import Client

from skillweek.accounts.models import User
from skillweek.organisations.actions import add_unit, ensure_kinds
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from tests.clauses.steps import text

WRITTEN = {
    "title": "关于办好今年活动周的通知", "addressees": "各县（市、区）教体局，高新区农社局，各职业院校，各初中：",
    "body": "请按方案做好准备。\n\n看完请签收。", "signed_on": "2021-04-26", "number": "", "public": "on",
    "contact_name": "示例-李老师", "contact_phone": "0375-0000000", "contact_email": "week@example.org",
}  # fmt: skip
EVERYBODY = {"groups": ["places", "schools", "middle-school"]}


def test_a_notice_is_sent_read_and_signed(
    now: datetime, edition: Edition, city: Organisation, county: Organisation, other_county: Organisation,
    school: Organisation, other_school: Organisation, lin: User, zhou: User, he: User, sign_in,
) -> None:  # fmt: skip
    kinds = ensure_kinds()
    add_unit(
        parent=city, kind=kinds["zone-bureau"], code="gaoxin", name="高新区农社局", short_name="高新区农社局"
    )
    add_unit(
        parent=city, kind=kinds["middle-school"], code="chu", name="示例-第一初级中学", short_name="示例一初"
    )
    officer = sign_in(lin)
    listed = officer.post("/desk/notices/write/", WRITTEN).headers["Location"]
    asked = officer.get(listed, EVERYBODY).content.decode()
    assert "发给这 6 个单位吗？" in asked
    for name in ("叶县教育体育局", "高新区农社局", "示例-叶县职业教育中心", "示例-第一初级中学"):
        assert f"<li>{name}</li>" in asked
    desk = officer.post(listed, EVERYBODY).headers["Location"]
    assert "0 / 6 个单位已签收" in text(officer, desk)

    teacher = sign_in(he)
    assert WRITTEN["title"] in text(teacher, "/desk/notices/")
    assert "请读完后代表" in text(teacher, desk)
    assert "已读" in _row(text(officer, desk), school)
    teacher.post(f"{desk}sign/{school.code}/")
    sign_in(zhou).post(f"{desk}sign/{county.code}/")

    table = text(officer, desk)
    assert "2 / 6 个单位已签收" in table
    assert "何示例" in _row(table, school)
    assert "未读" in _row(table, other_school)
    missing = text(officer, f"{desk}?missing")
    units = (county, school, other_county, other_school)
    assert [unit.code for unit in units if _row(missing, unit)] == ["baofeng", "school-b"]
    assert _row(missing, Organisation.objects.get(code="gaoxin")) != ""


def test_the_public_reads_it_and_strangers_do_not_sign(
    now: datetime, edition: Edition, school: Organisation, lin: User, wu: User, sign_in
) -> None:
    officer = sign_in(lin)
    listed = officer.post("/desk/notices/write/", WRITTEN).headers["Location"]
    assert WRITTEN["title"] not in text(Client(), "/notices/")
    desk = officer.post(listed, {"units": school.code}).headers["Location"]
    assert WRITTEN["title"] in text(Client(), "/notices/")
    public = text(Client(), desk.removeprefix("/desk"))
    assert "看完请签收。" in public
    assert "发文字号" not in public, "a number that nobody gave is not made up"
    assert sign_in(wu).get(desk).status_code == 404
    assert sign_in(wu).post(f"{desk}sign/{school.code}/").status_code == 404
    assert "0 / 1 个单位已签收" in text(officer, desk)


def _row(page: str, unit: Organisation) -> str:
    """The unit's line in the table of receipts, empty when it has none."""
    head = f'<th scope="row">{unit.short_name}</th>'
    return page.split(head)[1].split("</tr>")[0] if head in page else ""
