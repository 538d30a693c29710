"""From an uploaded notice to an edition that stands, through the pages; and what is refused on the way."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.library.models import File
from skillweek.organisations.actions import add_unit, ensure_kinds
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries
from skillweek.plan.models import Clause, Duty, Edition, Notice, Reading
from skillweek.plan.queries.presets import presets
from skillweek.plan.rules.readings import Unit, match_units, week_name, wide
from skillweek.plan.tests.notices import CONTRADICTING, NOTICE, UPLOAD, filled, upload

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def units(city: Organisation, county: Organisation, school: Organisation, other_school: Organisation) -> None:
    """The cast's units, a zone, and a middle school of the city."""
    kinds = ensure_kinds()
    add_unit(
        parent=city,
        kind=kinds["zone-bureau"],
        code="gaoxin",
        name="示例市高新区社会事业局",
        short_name="高新区社会事业局",
    )
    add_unit(
        parent=city, kind=kinds["middle-school"], code="chu", name="示例-第一初级中学", short_name="示例一初"
    )


@pytest.mark.usefixtures("units")
def test_from_the_file_to_an_edition_that_stands(lin: User, sign_in: SignIn) -> None:
    officer = sign_in(lin)
    assert officer.get(UPLOAD).status_code == 200
    address = upload(officer).headers["Location"]
    page = officer.get(address)
    assert (page.status_code, Edition.objects.count(), Notice.objects.count()) == (200, 0, 0)
    data = filled(page)
    assert {name: data.get(name) for name in ("name", "theme", "starts", "ends", "deadline", "number", "mailbox")} == {
        "name": "示例市2022年职业教育活动周", "theme": "一技在手 一生无忧", "starts": "2022-05-08",
        "ends": "2022-05-14", "deadline": "2022-05-20", "number": "示例教职〔2022〕7号", "mailbox": "week@example.org",
    }  # fmt: skip
    assert "2022年5月8日至14日" in page.text
    assert page.context["draft"].recipients.left == ["市船舶协会"]
    assert "市船舶协会" in page.text
    assert sorted(data["groups"]) == ["bureaus", "middle-school", "schools"]
    assert data["units"] == "高新区社会事业局"

    done = officer.post(address, data)
    assert done.status_code == 302, done.context["form"].errors
    edition = Edition.objects.get()
    assert done.headers["Location"] == f"/desk/plan/editions/{edition.slug}/"
    assert (edition.starts, edition.ends, edition.deadline) == (
        date(2022, 5, 8),
        date(2022, 5, 14),
        date(2022, 5, 20),
    )
    home = " ".join(Client().get("/").text.split())
    assert "一技在手" in home
    assert "2022 年 5 月 8 日—14 日" in home
    _plan_stands(edition)
    _draft_stands(edition)
    assert "示例一初" not in officer.get("/desk/duties/").text
    assert "举办本地启动仪式" in officer.get("/desk/duties/at/yexian/").text


def _plan_stands(edition: Edition) -> None:
    assert list(queries.outline(edition).values_list("path", "heading"))[2:5] == [
        ("3", "活动安排"), ("3.1", "举办启动仪式"), ("3.2", "开展线上体验"),
    ]  # fmt: skip
    paths = {kind.code: kind.clause_path for kind in edition.activitykinds.all()}
    assert paths == {"launch": "3.1", "online": "3.2", "admissions": "", "campus": "3.3", "service": "3.4"}
    owed = {
        (duty.clause.path, duty.evidence, duty.parameter, duty.minimum, duty.due, duty.anchor)
        for duty in Duty.objects.filter(clause__edition=edition)
    }
    ends, deadline = date(2022, 5, 14), date(2022, 5, 20)
    assert owed == {
        ("3.1", "activities", "launch", 1, ends, "ends"), ("3.2", "activities", "online", 2, ends, "ends"),
        ("3.3", "activities", "campus", 1, ends, "ends"), ("3.4", "activities", "service", 1, ends, "ends"),
        ("4.2", "materials", "summary", 1, deadline, "deadline"), ("4.2", "materials", "case", 1, deadline, "deadline"),
    }  # fmt: skip
    assert set(Duty.objects.filter(parameter="launch").values_list("organisation__code", flat=True)) == {
        "yexian",
        "baofeng",
    }
    assert set(Duty.objects.filter(parameter="online").values_list("organisation__code", flat=True)) == {
        "school-a",
        "school-b",
    }


def _draft_stands(edition: Edition) -> None:
    draft = Notice.objects.get()
    assert (draft.edition, draft.state, draft.number, draft.signed_on) == (
        edition, "draft", "示例教职〔2022〕7号", date(2022, 3, 28),
    )  # fmt: skip
    assert "三（一） 举办启动仪式" in draft.body
    assert {rule.group for rule in draft.addressing.filter(organisation=None)} == {
        "bureaus",
        "schools",
        "middle-school",
    }
    assert [rule.organisation.code for rule in draft.addressing.exclude(organisation=None)] == ["gaoxin"]
    assert [one.file.name for one in draft.attachments.all()] == ["通知.txt"]
    assert draft.recipients.count() == 0


@pytest.mark.usefixtures("units")
def test_confirmed_twice_is_one_edition(lin: User, sign_in: SignIn) -> None:
    officer = sign_in(lin)
    address = upload(officer).headers["Location"]
    data = filled(officer.get(address))
    first = officer.post(address, data)
    again = officer.post(address, data)
    assert first.headers["Location"] == again.headers["Location"]
    reading = Reading.objects.get()
    facts = {"edition": {}, "notice": {}, "clauses": [], "duties": [], "groups": [], "units": []}
    assert actions.confirm_reading(reading=reading, by=lin, **facts) == reading.edition
    assert (Edition.objects.count(), Notice.objects.count()) == (1, 1)
    assert reading.events.filter(pgh_label="update").count() == 1


@pytest.mark.usefixtures("units")
def test_refused_it_keeps_what_was_typed_and_makes_nothing(lin: User, sign_in: SignIn) -> None:
    officer = sign_in(lin)
    address = upload(officer).headers["Location"]
    data = filled(officer.get(address)) | {
        "theme": "亲手写的主题", "ends": "2022-05-01", "duty-0-evidence": "", "clause-3.1-heading": "",
        "units": "不存在的单位",
    }  # fmt: skip
    del data["groups"]
    answer = officer.post(address, data)
    assert (answer.status_code, Edition.objects.count(), Clause.objects.count()) == (422, 0, 0)
    assert set(answer.context["form"].errors) == {"units", "duty-0-evidence", "clause-3.1-heading"}
    assert "亲手写的主题" in answer.text
    assert "没有找到这个单位：不存在的单位" in answer.text
    data |= {"units": "", "duty-0-evidence": "activities:launch", "clause-3.1-heading": "启动"}
    answer = officer.post(address, data)
    assert (answer.status_code, Edition.objects.count()) == (422, 0)
    assert answer.context["form"].errors["ends"] == ["结束日期早于开始日期"]


@pytest.mark.usefixtures("units")
def test_the_same_duty_twice_names_the_second(lin: User, sign_in: SignIn) -> None:
    officer = sign_in(lin)
    address = upload(officer).headers["Location"]
    page = officer.get(address)
    data = filled(page)
    second = next(row for row in page.context["draft"].duties if row.clause == "3.3")
    data |= {f"duty-{second.key}-clause": "3.2", f"duty-{second.key}-evidence": "activities:online"}
    answer = officer.post(address, data)
    assert (answer.status_code, Edition.objects.count(), Reading.objects.get().edition) == (422, 0, None)
    assert list(answer.context["form"].errors) == [f"duty-{second.key}-evidence"]
    assert "和前面的一项任务重复" in answer.text


@pytest.mark.usefixtures("units")
def test_contradictions_are_questions_that_must_be_answered(lin: User, sign_in: SignIn) -> None:
    officer = sign_in(lin)
    address = upload(officer, CONTRADICTING).headers["Location"]
    page = officer.get(address)
    questions = page.context["draft"].questions
    assert questions != []
    assert page.text.index(questions[0].text) < page.text.index("左边是要写进系统的")
    data = filled(page) | {"starts": "2022-05-08", "ends": "2022-05-14", "deadline": "2022-05-20"}
    unanswered = officer.post(address, data)
    assert (unanswered.status_code, Edition.objects.count()) == (422, 0)
    assert "请先回答这个问题" in unanswered.text
    answered = officer.post(
        address, data | {f"question-{place}": "on" for place, _row in enumerate(questions)}
    )
    assert (answered.status_code, Edition.objects.count()) == (302, 1)


def test_what_the_text_does_not_say_stays_empty(lin: User, sign_in: SignIn) -> None:
    officer = sign_in(lin)
    address = upload(officer, "关于办好活动周的通知\n各学校：\n请大家认真准备。\n").headers["Location"]
    page = officer.get(address)
    assert page.text.count("文中没有写明") >= 5
    data = filled(page)
    assert not {"starts", "ends", "deadline", "theme", "number", "mailbox", "signed_on"} & data.keys()
    answer = officer.post(address, data)
    assert answer.status_code == 422
    assert {"starts", "ends", "deadline"} <= set(answer.context["form"].errors)
    assert Edition.objects.count() == 0


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (300 << 20))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "notice.txt", "所提交的是空文件"),
        (b"   \n", "notice.txt", "空"),
        (b"\x00\x01\x02\xff" * 4000, "notice.txt", "不接受这种文件，可以上传：TXT、DOCX、PDF、HTML"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 4000, "scan.png", "不接受这种文件，可以上传：TXT、DOCX、PDF、HTML"),
        (b"%PDF-1.4\n%%EOF\n", "scan.pdf", "PDF|打不开|没有文字"),
        (b"PK\x03\x04" + b"broken" * 300, "notice.docx", "已损坏|不正常"),
        ("字".encode() * (7 << 20), "long.txt", "20 MB|太多"),
    ],
    ids=["empty", "blank", "binary", "picture", "hollow pdf", "broken docx", "21 MB"],
)
def test_bad_files_are_refused_at_the_field(
    data: bytes, name: str, sentence: str, city: Organisation, lin: User, sign_in: SignIn
) -> None:
    answer = upload(sign_in(lin), data, name)
    assert (answer.status_code, Reading.objects.count(), File.objects.count()) == (422, 0, 0)
    said = " ".join(answer.context["form"].errors["file"])
    assert re.search(sentence, said), said


def test_a_bomb_and_fifty_megabytes(city: Organisation, lin: User, sign_in: SignIn) -> None:
    for data, name in ((_bomb(), "bomb.docx"), (b"%PDF-1.4\n" + b"0" * (51 << 20), "big.pdf")):
        answer = upload(sign_in(lin), data, name)
        assert (answer.status_code, Reading.objects.count(), File.objects.count()) == (422, 0, 0)
        assert "file" in answer.context["form"].errors


def test_the_same_file_again_and_put_aside(
    city: Organisation, lin: User, zhou: User, sign_in: SignIn
) -> None:
    officer = sign_in(lin)
    address = upload(officer).headers["Location"]
    assert upload(officer).headers["Location"] == address
    assert (Reading.objects.count(), File.objects.count()) == (1, 1)
    assert "通知.txt" in officer.get("/desk/plan/editions/").text
    assert sign_in(zhou).post(f"{address}discard/").status_code == 404
    assert officer.post(f"{address}discard/").status_code == 302
    assert officer.get(address).status_code == 404
    with pytest.raises(actions.ReadingError, match="已经放弃"):
        actions.discard_reading(reading=Reading.objects.get(), by=lin)
    assert upload(officer).headers["Location"] != address


def test_strangers(city: Organisation, lin: User, zhou: User, he: User, sign_in: SignIn) -> None:
    address = upload(sign_in(lin)).headers["Location"]
    for user in (zhou, he):
        assert sign_in(user).get(UPLOAD).status_code == 404
        assert upload(sign_in(user)).status_code == 404
        assert sign_in(user).get(address).status_code == 404
        assert sign_in(user).post(address, {"name": "x"}).status_code == 404
    with pytest.raises(actions.ReadingError, match="只有市级管理员"):
        actions.read_plan(city=city, by=zhou, data=NOTICE.encode(), name="a.txt")
    assert (Reading.objects.count(), Edition.objects.count()) == (1, 0)


def test_html_is_kept_and_never_shown_as_a_page(city: Organisation, lin: User, sign_in: SignIn) -> None:
    officer = sign_in(lin)
    page = (
        "<html><meta charset=utf-8><body>"
        + "".join(f"<p>{line}</p>" for line in NOTICE.split("\n"))
        + "</body></html>"
    )
    address = upload(officer, page, "通知.html").headers["Location"]
    assert "一技在手 一生无忧" in officer.get(address).text
    served = officer.get(Reading.objects.get().file.get_absolute_url())
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert served.headers["Content-Security-Policy"].startswith("sandbox")
    served.close()


@pytest.mark.parametrize(
    ("said", "groups", "units", "left"),
    [
        ("各县（市）教体局", ["places"], [], []),
        ("各县区教育局、各职业院校", ["places", "schools"], [], []),
        ("各校", ["schools"], [], []),
        ("各单位", ["places", "schools", "middle-school"], [], []),
        ("高新区社会事业局", [], [7], []),
        ("高新区农社局", [], [7], []),
        ("局属各初中学校", ["middle-school"], [], []),
        ("示例一中", [], [9], []),
        ("我局", [], [1], []),
        ("市船舶协会", [], [], ["市船舶协会"]),
        ("各高校", [], [], ["各高校"]),
        ("", [], [], []),
    ],
)
def test_whom_a_name_means(said: str, groups: list[str], units: list[int], left: list[str]) -> None:
    known = [
        Unit(1, "city-bureau", ("示例市教育局", "市教育局")),
        Unit(7, "zone-bureau", ("高新区社会事业局",)),
        Unit(9, "middle-school", ("示例市第一中学", "示例一中")),
    ]  # fmt: skip
    found = match_units(said, ["places", "schools", "middle-school"], known, presets()["groups"], 1)
    assert (found.groups, found.units, found.left) == (groups, units, left)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于举办示例市2022年职业教育活动周的通知", "示例市2022年职业教育活动周"),
        ("示例市2021年职业教育活动周工作方案", "示例市2021年职业教育活动周"),
        ("关于印发《示例市2023年科技活动周实施方案》的通知", "示例市2023年科技活动周"),
        ("关于做好2024年职业教育活动周相关工作的通知", "2024年职业教育活动周"),
        ("通知", "通知"),
    ],
)
def test_the_name_of_the_week(title: str, name: str) -> None:
    assert week_name(title, presets()["names"]) == name


def test_punctuation_beside_han() -> None:
    assert wide("技能:让生活更美好(试行), A:B") == "技能：让生活更美好（试行）, A:B"
