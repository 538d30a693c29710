"""五（二） Safeguards: nobody submits without a responsible person and a capacity, and no room takes one too many."""

import re
from datetime import datetime

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking.models import Quota
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition, FrugalityWord
from tests.clauses.steps import CARE, SAFETY, approve, submit, text, what, when, write_activity

TITLE = "走进实训楼"
GAPS = ("还没有填写安全责任人", "还没有填写责任人手机", "还没有填写预计人数", "还没有填写核定容纳人数")
CARE_GAPS = (
    "还没有写安全与防疫措施",
    "还没有写买了什么保险，或为什么不用买",
    "还没有写医疗救护怎么安排",
)


@pytest.fixture
def draft(now: datetime, edition: Edition, school: Organisation, venue: Venue, he: User, sign_in) -> str:
    """The desk address of an activity with everything but its safeguards."""
    author = sign_in(he)
    created = author.post("/desk/activities/new/", what(edition, school, kind="campus", title=TITLE))
    home = created.headers["Location"].removesuffix("when/")
    author.post(f"{home}when/", when(25, "09:00", "10:30", venue))
    return home


def test_nothing_is_submitted_without_safeguards(draft: str, he: User, zhou: User, sign_in) -> None:
    author = sign_in(he)
    shown = text(author, f"{draft}check/")
    assert [gap for gap in GAPS if gap not in shown] == []
    assert author.post(f"{draft}check/").status_code == 422
    assert TITLE not in text(sign_in(zhou), "/desk/")

    for field in ("responsible_name", "responsible_phone", "expected"):
        assert author.post(f"{draft}safety/", SAFETY | {field: ""}).status_code == 422, field
    author.post(f"{draft}safety/", SAFETY | {"capacity": ""})
    assert GAPS[3] in text(author, f"{draft}check/")
    assert author.post(f"{draft}check/").status_code == 422
    author.post(f"{draft}safety/", SAFETY)
    shown = text(author, f"{draft}check/")
    assert [gap for gap in CARE_GAPS if gap not in shown] == []
    assert author.post(f"{draft}check/").status_code == 422
    author.post(f"{draft}safety/care/", CARE)
    submit(author, draft)
    officer = text(sign_in(zhou), draft)
    assert "示例-张老师" in officer, "who decides sees who answers for safety"


def test_more_expected_than_the_place_holds(draft: str, he: User, sign_in) -> None:
    author = sign_in(he)
    refused = author.post(f"{draft}safety/", SAFETY | {"expected": "81"})
    assert refused.status_code == 422
    assert "预计 81 人，超过核定容纳的 80 人" in refused.content.decode()
    assert author.post(f"{draft}check/").status_code == 422


def test_places_never_exceed_the_room(
    now: datetime,
    edition: Edition,
    school: Organisation,
    venue: Venue,
    he: User,
    zhou: User,
    lin: User,
    sign_in,
) -> None:
    author = sign_in(he)
    home = write_activity(
        author, what(edition, school, kind="campus", title=TITLE), when(25, "09:00", "10:30", venue)
    )
    submit(author, home)
    for officer in (zhou, lin):
        approve(sign_in(officer), home)
    code = re.findall(r'name="row" value="(\w+)"', text(author, f"{home}places/"))[0]
    typed = {"row": code, f"{code}-largest_party": 6}
    refused = author.post(f"{home}places/", typed | {f"{code}-places": venue.capacity + 1})
    assert refused.status_code == 422
    assert f"场地最多容纳 {venue.capacity} 人；现在填的是 {venue.capacity + 1}" in refused.content.decode()
    assert Client().post(f"/sessions/{code}/book/", {}).status_code == 422
    assert "不用预约" in text(Client(), f"/sessions/{code}/book/"), "what was refused changed nothing"
    assert author.post(f"{home}places/", typed | {f"{code}-places": 80}).status_code == 302


def test_the_responsible_persons_number_is_for_officers_only(
    draft: str, he: User, zhou: User, lin: User, sign_in
) -> None:
    author = sign_in(he)
    author.post(f"{draft}safety/", SAFETY)
    author.post(f"{draft}safety/care/", CARE)
    submit(author, draft)
    for officer in (zhou, lin):
        approve(sign_in(officer), draft)
    page = re.findall(r'href="(/activities/[\w-]+/)"', text(author, draft))[0]
    public = text(Client(), page)
    assert "示例-张老师" not in public
    assert "13900000001" not in public


def test_a_large_event_is_public_with_its_permit_only(
    draft: str, venue: Venue, he: User, zhou: User, lin: User, sign_in
) -> None:
    Venue.objects.filter(pk=venue.pk).update(capacity=3000)
    author = sign_in(he)
    author.post(f"{draft}safety/", SAFETY | {"capacity": "3000", "expected": "1500"})
    author.post(f"{draft}safety/care/", CARE)
    assert "最晚应在 5 月 5 日" in text(author, f"{draft}check/"), "20 days before the 25th"
    submit(author, draft)
    approve(sign_in(zhou), draft)
    refused = sign_in(lin).post(f"{draft}decide/", {"verdict": "approve"})
    assert (refused.status_code, "大型活动还没有许可文件" in refused.content.decode()) == (422, True)
    assert TITLE in text(sign_in(lin), "/desk/permits/")
    assert TITLE not in text(Client(), "/schedule/")
    author.post(f"{draft}permit/", {"exemption": "由县人民政府直接举办"})
    approve(sign_in(lin), draft)
    assert TITLE in text(Client(), "/days/2021-05-25/")


def test_money_is_plain(draft: str, edition: Edition, he: User, lin: User, sign_in) -> None:
    FrugalityWord.objects.create(
        edition=edition, code="gifts", label="礼品", label_en="Gifts", description="不发礼品", forbidden=True
    )
    author = sign_in(he)
    line = {"item": "观众礼品", "amount": "800", "source": "学校公用经费", "reason": "热闹"}
    refused = author.post(f"{draft}budget/", line)
    assert (refused.status_code, "不得列支“礼品”：不发礼品" in refused.content.decode()) == (422, True)
    assert "合计 0 元" in text(sign_in(lin), "/desk/budgets/")
    author.post(f"{draft}budget/", line | {"item": "印刷导览图", "reason": ""})
    assert "合计 800.00 元" in text(sign_in(lin), "/desk/budgets/")


def test_venues_open_by_half_at_once(
    now: datetime,
    edition: Edition,
    school: Organisation,
    venue: Venue,
    he: User,
    zhou: User,
    lin: User,
    sign_in,
) -> None:
    author = sign_in(he)
    home = write_activity(
        author, what(edition, school, kind="campus", title=TITLE), when(25, "09:00", "10:30", venue)
    )
    submit(author, home)
    for officer in (zhou, lin):
        approve(sign_in(officer), home)
    code = re.findall(r'name="row" value="(\w+)"', text(author, f"{home}places/"))[0]
    author.post(f"{home}places/", {"row": code, f"{code}-largest_party": 6, f"{code}-places": 150})
    city, rule = sign_in(lin), {"factor": "50", "reason": "示例通知", "starts": "", "ends": ""}
    look = city.post("/desk/crowds/new/", rule).content.decode()
    assert "生效后有 1 场超过上限" in look
    assert TITLE in look
    assert (
        "规则已生效，各场次的上限已经跟着变"
        in city.post("/desk/crowds/new/", rule | {"switch": "1"}, follow=True).content.decode()
    )
    assert Quota.objects.get().places == 100
    page = re.findall(r'href="(/activities/[\w-]+/)"', text(author, home))[0]
    assert "限流：场地最多开放 50%" in text(Client(), page)
    more = {"row": code, f"{code}-largest_party": 6, f"{code}-places": 160}
    assert "这一场最多 100 个名额" in author.post(f"{home}places/", more).content.decode()
    assert author.post(f"{home}places/", more | {f"{code}-places": 100}).status_code == 302
    assert "没有超过上限的场次" in text(city, "/desk/crowds/")
