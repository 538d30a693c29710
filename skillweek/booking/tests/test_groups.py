"""A class, a company, a newsroom as one booking: works, twice, refused, strangers, and what is kept of it."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import (
    book_group,
    book_visit,
    cancel_booking,
    change_group,
    check_in,
    decide_booking,
    join,
    save_question,
    set_terms,
)
from skillweek.booking.models import Booking, Group, Quota
from skillweek.booking.queries.groups import groups_of
from skillweek.booking.rules import AlreadyBooked, Extras, Full, NotAllowed
from skillweek.booking.rules.groups import Team
from skillweek.messaging.models import Message
from skillweek.plan.models import Audience
from skillweek.programme.models import Session

PAGE = "/sessions/MORNING234/book/group/"
CLASS = Team("class", "示例小学", "五年级 2 班", buses=1, plates="豫D00000")
PRESS = Team("media", "示例日报", press_card="K0000")


@pytest.fixture
def groups(session: Session, he: User) -> Session:
    """The session takes groups of up to nine; one party is of six at most, and ten places there are."""
    set_terms(activity=session.activity, audience=None, by=he, facts={"mode": "first", "group_largest": 9})
    return session


@pytest.fixture
def asked(groups: Session, parents: Audience) -> dict[str, Any]:
    return {"session": groups, "team": CLASS, "name": "陈示例", "phone": "13900000002", "party": 8,
            "audience": parents, "consent": True, "guardian": True, "key": "G1"}  # fmt: skip


@pytest.fixture
def typed(groups: Session, parents: Audience) -> dict[str, Any]:
    return {"kind": "class", "unit": "示例小学", "grade": "五年级 2 班", "party": "8", "audience": str(parents.pk),
            "name": "陈示例", "phone": "139 0000 0002", "buses": "1", "plates": "豫D00000", "names": "",
            "guardian": "on", "consent": "on", "key": "G1"}  # fmt: skip


def taken() -> int:
    return Quota.objects.get().taken


def test_a_class_comes_as_one_once(client: Client, typed: dict[str, Any]) -> None:
    for _twice in range(2):
        answer = client.post(PAGE, typed)
        assert answer.status_code == 302
    booking = Booking.objects.get()
    assert (booking.party, booking.state, taken()) == (8, "confirmed", 8)
    assert (booking.group.unit, booking.group.plates) == ("示例小学", "豫D00000")
    assert booking.guardian_at is not None
    assert booking.retention_until == booking.session.activity.edition.retention_until
    assert Message.objects.count() == 1
    page = client.get(answer["Location"]).content.decode()
    assert "示例小学 · 五年级 2 班" in page


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"party": "10"}, "party", "团队可以约 2 至 9 人；现在填的是 10 人"),
        ({"party": "1"}, "party", "团队可以约 2 至 9 人；现在填的是 1 人"),
        ({"grade": ""}, "grade", "请写年级和班，例如：五年级 2 班"),
        ({"guardian": ""}, "guardian", "请确认学校已经得到监护人同意"),
        ({"names": "甲\n乙\n\n丙", "party": "2"}, "names", "一共 2 人，名单写了 3 个姓名"),
        ({"plates": "豫D00000\n豫D00001"}, "plates", "大巴 1 辆，车牌写了 2 个"),
        ({"consent": ""}, "consent", "请先同意我们为这次活动使用您的姓名和手机号码"),
        ({"unit": ""}, "unit", "请写学校或单位的名称"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    client: Client, typed: dict[str, Any], changed: dict[str, str], field: str, sentence: str
) -> None:
    answer = client.post(PAGE, typed | changed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}
    assert 'value="陈示例"' in answer.content.decode()
    assert (Booking.objects.count(), Group.objects.count(), taken()) == (0, 0, 0)


def test_a_group_fits_every_quota_or_takes_nothing(asked: dict[str, Any], wish: dict[str, Any]) -> None:
    book_visit(**wish | {"party": 3})
    with pytest.raises(Full, match="只剩 7 个名额"):
        book_group(**asked)
    assert (Booking.objects.count(), taken()) == (1, 3)


def test_one_number_books_a_session_once(asked: dict[str, Any]) -> None:
    book_group(**asked | {"party": 2})
    with pytest.raises(AlreadyBooked):
        book_group(**asked | {"party": 2, "key": "G2"})
    assert (Group.objects.count(), taken()) == (1, 2)


def test_where_no_groups_are_taken_only_media_may_ask(
    asked: dict[str, Any], he: User, client: Client
) -> None:
    set_terms(activity=asked["session"].activity, audience=None, by=he, facts={"group_largest": None})
    with pytest.raises(NotAllowed, match="不接待团队"):
        book_group(**asked | {"party": 2})
    assert list(client.get(PAGE).context["form"]["kind"].field.choices) == [("media", "媒体")]


def test_media_wait_for_the_owner_and_then_have_a_badge(
    asked: dict[str, Any], he: User, client: Client, sign_in: Any
) -> None:
    booking = book_group(**asked | {"team": PRESS, "party": 1, "guardian": False})
    assert (booking.state, booking.guardian_at, taken()) == ("held", None, 1)
    assert [one.pk for one in queries.awaiting(he)] == [booking.pk]
    decide_booking(booking=booking, by=he, approve=True)
    page = client.get(f"/bookings/{queries.token(booking)}/").content.decode()
    assert '<span class="badge">媒体</span>' in page
    listed = sign_in(he).get("/desk/media/")
    assert [row["group"].unit for row in listed.context["rows"]] == ["示例日报"]
    assert "K0000" not in listed.content.decode()


def test_media_of_others_are_not_listed(asked: dict[str, Any], wu: User, sign_in: Any) -> None:
    book_group(**asked | {"team": PRESS, "party": 1})
    assert sign_in(wu).get("/desk/media/").context["rows"] == []


def test_names_come_later_and_are_counted_against_the_heads(client: Client, asked: dict[str, Any]) -> None:
    booking = book_group(**asked)
    page = f"/bookings/{queries.token(booking)}/group/"
    assert client.get(f"/bookings/{queries.token(booking)}/change/")["Location"] == page
    posted = {"party": "9", "grade": CLASS.grade, "buses": "2", "plates": "", "names": "甲示例\n乙示例"}
    assert client.post(page, posted).status_code == 302
    group = Group.objects.select_related("booking").get()
    assert (group.booking.party, group.buses, group.names, taken()) == (9, 2, "甲示例\n乙示例", 9)
    refused = client.post(page, posted | {"party": "1"})
    assert refused.context["form"].errors == {"names": ["一共 1 人，名单写了 2 个姓名"]}
    assert taken() == 9
    assert client.post(page, posted | {"party": "10"}).status_code == 422
    assert client.get(f"/bookings/{booking.code}.altered/group/").status_code == 404


def test_what_a_smaller_group_frees_is_offered_to_who_waits(
    asked: dict[str, Any], wish: dict[str, Any]
) -> None:
    booking = book_group(**asked)
    entry = join(**wish | {"party": 3})
    change_group(booking=booking, party=6, grade="五年级 2 班", buses=1, plates="", names="")
    entry.refresh_from_db()
    assert (entry.state, taken()) == ("offered", 9)


def test_an_approved_newsroom_cannot_grow(asked: dict[str, Any], he: User) -> None:
    booking = book_group(**asked | {"team": PRESS, "party": 1})
    decide_booking(booking=booking, by=he, approve=True)
    facts = {"grade": "", "buses": 0, "plates": "", "names": ""}
    with pytest.raises(NotAllowed, match="不能再增加"):
        change_group(booking=booking, party=2, **facts)
    assert taken() == 1


def test_a_cancelled_group_gives_all_its_places_back(asked: dict[str, Any]) -> None:
    cancel_booking(booking=book_group(**asked))
    assert taken() == 0


def test_personal_data_of_a_group_are_encrypted(asked: dict[str, Any]) -> None:
    book_group(**asked | {"team": Team("class", "示例小学", "1", 1, "豫D00000", "甲示例", "K0000")})
    with connection.cursor() as cursor:
        cursor.execute("SELECT concat(plates, names, press_card) FROM booking_group")
        ((kept,),) = cursor.fetchall()
    assert kept
    assert not any(plain in kept for plain in ("豫D00000", "甲示例", "K0000"))


def test_desk_and_gate_see_one_group(asked: dict[str, Any], he: User, men: User, sign_in: Any) -> None:
    facts = {"label": "有没有过敏", "kind": "text", "required": False, "audience": None, "label_en": ""}
    question = save_question(activity=asked["session"].activity, by=he, facts=facts, choices=[])
    booking = book_group(**asked, extras=Extras(replies={question.pk: "花生"}))
    desk = sign_in(he).get("/desk/bookings/MORNING234/").content.decode()
    assert "示例小学 · 五年级 2 班" in desk
    assert "大巴 1 辆" in desk
    shown = sign_in(men).post("/gate/MORNING234/", {"code": booking.code, "nonce": "N1"}).content.decode()
    assert "班级：示例小学 五年级 2 班 · 陈**，8 人" in shown
    assert "有没有过敏：花生" in shown
    assert "已到 8 / 8" in shown


def test_heads_that_came_are_counted_once(asked: dict[str, Any], men: User) -> None:
    booking = book_group(**asked)
    assert [came for _group, came in groups_of(asked["session"])] == [0]
    for _twice in range(2):
        check_in(booking=booking, by=men, nonce="N1")
    assert [came for _group, came in groups_of(asked["session"])] == [8]


def test_the_table_for_the_gate_says_nobodys_name(
    asked: dict[str, Any], he: User, wu: User, sign_in: Any
) -> None:
    booking = book_group(**asked)
    answer = sign_in(he).get("/desk/bookings/MORNING234/groups.xlsx")
    with ZipFile(BytesIO(answer.content)) as book:
        said = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert all(word in said for word in (booking.code, "班级", "示例小学", "五年级 2 班", "陈**"))
    assert not any(word in said for word in ("陈示例", "13900000002", "豫D00000"))
    assert sign_in(wu).get("/desk/bookings/MORNING234/groups.xlsx").status_code == 404
