"""Groups from the public page to the gate: a class of 42 with two adults, a company, a newsroom the owner answers."""

from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import set_places, set_terms
from skillweek.booking.models import Booking, Group, Quota, Terms
from skillweek.messaging.models import Message
from skillweek.plan.models import Audience
from skillweek.programme.models import Session

PAGE = "/sessions/MORNING234/book/group/"


@pytest.fixture
def large(session: Session, he: User) -> Session:
    """Sixty places, groups of up to fifty."""
    set_places(session=session, places=60, by=he)
    set_terms(activity=session.activity, audience=None, by=he, facts={"mode": "first", "group_largest": 50})
    return session


@pytest.fixture
def typed(large: Session, parents: Audience) -> dict[str, str]:
    """What whoever answers for the group types: 42 children and two adults."""
    return {"unit": "示例小学", "kind": "class", "grade": "五年级 2 班", "party": "44", "audience": str(parents.pk),
            "name": "陈示例", "phone": "13900000002", "buses": "1", "plates": "", "names": "",
            "guardian": "on", "consent": "on", "key": "G1"}  # fmt: skip


@pytest.fixture
def company(typed: dict[str, str]) -> dict[str, str]:
    return typed | {"kind": "company", "unit": "示例机械有限公司", "grade": "", "guardian": ""}


@pytest.fixture
def press(typed: dict[str, str]) -> dict[str, str]:
    return typed | {"kind": "media", "unit": "示例日报", "grade": "", "party": "2", "buses": "", "guardian": "",
                    "press_card": "K0000"}  # fmt: skip


def taken() -> int:
    return Quota.objects.get().taken


def state() -> str:
    return Booking.objects.get().state


def visit() -> str:
    """The desk's page of the only booking."""
    return f"/desk/visits/{Booking.objects.get().code}/"


def kept() -> tuple[Any, ...]:
    """Everything of the only group that a change may touch."""
    group = Group.objects.select_related("booking").get()
    return group.booking.party, group.grade, group.buses, group.plates, group.names, taken()


@pytest.mark.parametrize("kind", ["class", "company"])
def test_a_group_books_changes_and_cancels(
    client: Client, typed: dict[str, str], company: dict[str, str], kind: str
) -> None:
    asked = typed if kind == "class" else company
    assert f'href="{PAGE}"' in client.get("/sessions/MORNING234/book/").content.decode()
    receipt = client.post(PAGE, asked)["Location"]
    assert (state(), taken()) == ("confirmed", 44)
    shown = client.get(receipt).content.decode()
    assert all(
        word in shown for word in (asked["unit"], asked["grade"], "1 辆", Booking.objects.get().code[:4])
    )
    change = {
        "grade": asked["grade"],
        "buses": "2",
        "plates": "豫D00000",
        "names": "甲示例\n乙示例",
        "party": "40",
    }
    for _twice in range(2):
        assert client.post(f"{receipt}group/", change)["Location"] == receipt
        assert kept() == (40, asked["grade"], 2, "豫D00000", "甲示例\n乙示例", 40)
    assert Message.objects.count() == 2  # the booking and the one change of heads
    for _twice in range(2):
        client.post(f"{receipt}cancel/")
        assert (state(), taken()) == ("cancelled", 0)
    assert client.post(f"{receipt}group/", change | {"party": "41"}).status_code == 422
    assert kept()[0] == 40


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"party": "51"}, "party"), ({"party": "四十"}, "party"), ({"party": "1"}, "names"),
     ({"buses": "0", "plates": "豫D00000"}, "plates"), ({"buses": "-1"}, "buses")],
)  # fmt: skip
def test_a_refused_change_keeps_what_was_typed_and_writes_nothing(
    client: Client, typed: dict[str, str], changed: dict[str, str], field: str
) -> None:
    receipt, before = client.post(PAGE, typed)["Location"], kept()
    change = {
        "grade": "六年级 1 班",
        "buses": "2",
        "plates": "",
        "names": "甲示例\n乙示例",
        "party": "44",
    } | changed
    answer = client.post(f"{receipt}group/", change)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert 'value="六年级 1 班"' in answer.content.decode()
    assert kept() == before


def test_no_more_heads_than_places(client: Client, typed: dict[str, str], company: dict[str, str]) -> None:
    receipt = client.post(PAGE, typed)["Location"]
    other = company | {"phone": "13900000003", "key": "G2", "party": "17"}
    assert client.post(PAGE, other).status_code == 422
    assert client.post(PAGE, other | {"party": "16"}).status_code == 302
    assert taken() == 60
    change = {"grade": typed["grade"], "buses": "1", "plates": "", "names": "", "party": "45"}
    answer = client.post(f"{receipt}group/", change)
    assert answer.context["form"].errors == {"party": ["名额不够，最多可以改到 44 人"]}
    assert taken() == 60


def test_a_newsroom_is_approved_once_and_the_gate_knows_it(
    client: Client, press: dict[str, str], he: User, men: User, sign_in: Any
) -> None:
    receipt = client.post(PAGE, press)["Location"]
    assert (state(), taken()) == ("held", 2)
    assert '<span class="badge off">待确认</span>' in sign_in(men).get("/gate/MORNING234/").content.decode()
    refused = sign_in(men).post("/gate/MORNING234/", {"code": Booking.objects.get().code, "nonce": "N0"})
    assert refused.context["result"].kind == "no"
    officer = sign_in(he)
    assert visit() in officer.get("/desk/").content.decode()
    assert officer.post(visit(), {"verdict": "approve"}).status_code == 302
    assert officer.post(visit(), {"verdict": "approve"}).status_code == 422
    assert (state(), taken()) == ("confirmed", 2)
    assert '<span class="badge">媒体</span>' in client.get(receipt).content.decode()
    gate = sign_in(men).post("/gate/MORNING234/", {"code": Booking.objects.get().code, "nonce": "N1"})
    assert gate.context["result"].text == "媒体：示例日报 · 陈**，2 人"
    assert "待确认" not in gate.content.decode()


def test_a_newsroom_is_declined_with_a_reason(
    client: Client, press: dict[str, str], he: User, sign_in: Any
) -> None:
    receipt, officer = client.post(PAGE, press)["Location"], sign_in(he)
    silent = officer.post(visit(), {"verdict": "refuse", "reason": " "})
    assert silent.status_code == 422
    assert silent.context["form"].errors == {"reason": ["请写一句原因，会发给预约的人"]}
    assert (state(), taken()) == ("held", 2)
    assert officer.post(visit(), {"verdict": "refuse", "reason": "当天实训室检修"}).status_code == 302
    assert (state(), taken()) == ("cancelled", 0)
    assert "当天实训室检修" in client.get(receipt).content.decode()
    assert officer.post(visit(), {"verdict": "approve"}).status_code == 422
    assert (state(), taken()) == ("cancelled", 0)
    assert officer.get("/desk/media/").context["rows"] == []


def test_another_units_officer_reads_and_decides_nothing(
    client: Client, press: dict[str, str], wu: User, sign_in: Any
) -> None:
    client.post(PAGE, press)
    stranger = sign_in(wu)
    assert stranger.get(visit()).status_code == 404
    assert stranger.post(visit(), {"verdict": "approve"}).status_code == 404
    assert stranger.get("/desk/bookings/MORNING234/").status_code == 404
    assert (state(), taken()) == ("held", 2)


def test_the_desk_sets_how_large_a_group_may_be(session: Session, he: User, wu: User, sign_in: Any) -> None:
    desk, officer = f"/desk/activities/{session.activity.pk}/booking/", sign_in(he)
    facts = {"mode": "first", "opens_at": "", "closes_hours": "0"}
    refused = officer.post(f"{desk}all/", facts | {"group_largest": "1"})
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"group_largest": ["团队至少 2 人；不接待团队就留空"]}
    assert 'value="1"' in refused.content.decode()
    assert Terms.objects.count() == 0
    for _twice in range(2):
        assert officer.post(f"{desk}all/", facts | {"group_largest": "50"}).status_code == 302
        assert Terms.objects.get().group_largest == 50
    assert "团队最多 50 人" in officer.get(desk).content.decode()
    assert sign_in(wu).post(f"{desk}all/", facts | {"group_largest": "9"}).status_code == 404
    assert Terms.objects.get().group_largest == 50
    assert queries.way_of(session, None).group_largest == 50
