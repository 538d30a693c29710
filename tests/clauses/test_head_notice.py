"""The head: a notice to every county, the zone bureau, the schools and the middle schools, and who signed for it."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.accounts.models import User
from skillweek.messaging.models import Message
from skillweek.organisations.actions import add_unit, ensure_kinds
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition, Notice
from skillweek.plan.tests.notices import filled, upload
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
    home = _written(officer)
    assert officer.post(f"{home}recipients/", EVERYBODY).headers["Location"] == f"{home}send/"
    asked = text(officer, f"{home}send/")
    assert "发给这 6 个单位吗？" in asked
    for name in ("叶县教育体育局", "高新区农社局", "示例-叶县职业教育中心", "示例-第一初级中学"):
        assert f"<li>{name}" in asked
    desk = officer.post(f"{home}send/", {"seen": "6"}).headers["Location"]
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
    missing = text(officer, f"{desk}?show=missing")
    units = (county, school, other_county, other_school)
    assert [unit.code for unit in units if _row(missing, unit)] == ["baofeng", "school-b"]
    assert _row(missing, Organisation.objects.get(code="gaoxin")) != ""


def test_the_public_reads_it_and_strangers_do_not_sign(
    now: datetime, edition: Edition, school: Organisation, lin: User, wu: User, sign_in
) -> None:
    officer = sign_in(lin)
    home = _written(officer)
    assert WRITTEN["title"] not in text(Client(), "/notices/")
    officer.post(f"{home}recipients/", {"units": school.code})
    desk = officer.post(f"{home}send/", {"seen": "1"}).headers["Location"]
    assert WRITTEN["title"] in text(Client(), "/notices/")
    public = text(Client(), desk.removeprefix("/desk"))
    assert "看完请签收。" in public
    assert "发文字号" not in public, "a number that nobody gave is not made up"
    assert sign_in(wu).get(desk).status_code == 404
    assert sign_in(wu).post(f"{desk}sign/{school.code}/").status_code == 404
    assert "0 / 1 个单位已签收" in text(officer, desk)


def test_the_missing_are_urged_the_notice_is_passed_on_and_revised(
    now: datetime, edition: Edition, county: Organisation, school: Organisation, other_county: Organisation,
    lin: User, zhou: User, he: User, sign_in,
) -> None:  # fmt: skip
    zhou.email = "zhou@example.invalid"
    zhou.save()
    officer, county_officer, teacher = sign_in(lin), sign_in(zhou), sign_in(he)
    home = _written(officer)
    officer.post(
        f"{home}attachments/", {"file": SimpleUploadedFile("安排表.pdf", b"%PDF-1.4 x"), "title": "安排表"}
    )
    officer.post(f"{home}recipients/", {"groups": "places"})
    officer.post(f"{home}send/", {"seen": "2"})
    _work()
    assert [mail.subject for mail in Message.objects.all()] == [f"请签收：{WRITTEN['title']}"]

    officer.post(f"{home}urge/")
    _work()
    assert Message.objects.filter(subject__startswith="催办：").count() == 1
    assert "催过 1 次" in _row(text(officer, home), county)

    passed = county_officer.post(f"{home}forward/{county.code}/").headers["Location"]
    county_officer.post(f"{passed}edit/", WRITTEN | {"title": "转发活动周通知", "body": "本县另有要求。"})
    county_officer.post(f"{passed}recipients/", {"groups": "schools"})
    county_officer.post(f"{passed}send/", {"seen": "1"})
    page = text(teacher, passed)
    assert page.index("本县另有要求。") < page.index("看完请签收。") < page.index("安排表")
    teacher.post(f"{passed}sign/{school.code}/")
    assert "1/1 已签收" in text(officer, home)

    edit = officer.post(f"{home}revise/").headers["Location"]
    officer.post(
        edit, WRITTEN | {"body": "请按新的方案做好准备。\n\n看完请签收。", "change_note": "方案有变"}
    )
    new = edit.removesuffix("edit/")
    officer.post(f"{new}send/", {"seen": "2"})
    assert "第 2 版替代" in text(county_officer, home)
    assert "转发新版通知" in text(county_officer, "/desk/")
    assert "转发新版" in text(county_officer, new)
    assert "<ins>新的</ins>" in text(county_officer, f"{new}versions/")


def _written(officer: Client) -> str:
    """A draft is written; gives its desk address."""
    return officer.post("/desk/notices/write/", WRITTEN).headers["Location"].removesuffix("attachments/")


def _work() -> None:
    """Do the plan's jobs that wait, as a worker would."""
    for job in ProcrastinateJob.objects.filter(task_name__startswith="skillweek.plan.", status="todo"):
        app.tasks[job.task_name](**job.args)


def _row(page: str, unit: Organisation) -> str:
    """The unit's line in the table of receipts, empty when it has none."""
    head = f'<th scope="row">{unit.short_name}</th>'
    page = page.split('id="rollup"')[0]
    return page.split(head)[1].split("</tr>")[0] if head in page else ""


def test_the_notice_that_was_read_is_a_draft_to_those_it_names(
    now: datetime,
    city: Organisation,
    county: Organisation,
    school: Organisation,
    lin: User,
    he: User,
    sign_in,
) -> None:
    """Its recipients are recognised, those it cannot place are shown, and nobody gets it before it is sent."""
    officer = sign_in(lin)
    address = upload(officer).headers["Location"]
    page = officer.get(address)
    assert "市船舶协会" in page.text.split("这些主送单位没有对上")[1]
    edition = officer.post(address, filled(page)).headers["Location"]
    desk = text(officer, edition)
    assert "关于举办示例市2022年职业教育活动周的通知" in desk
    assert "草稿" in desk
    assert "关于举办示例市2022年职业教育活动周的通知" not in text(sign_in(he), "/desk/notices/")
    draft = Notice.objects.get()
    listed = text(officer, f"/desk/notices/{draft.code}/recipients/")
    assert "全部县级单位（1 个）" in listed
