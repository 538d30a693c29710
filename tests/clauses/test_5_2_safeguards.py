"""五（二） Safeguards: nobody submits without a responsible person and a capacity, and no room takes one too many."""

import re
from datetime import datetime

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
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
