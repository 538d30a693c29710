"""Employers' desks: asked for, given by number, refused with a reason, changed, cancelled; never one too many."""

import contextvars
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import (
    NotYourVisit,
    answer_desk,
    ask_desk,
    cancel_desk,
    change_desk,
    set_desks,
)
from skillweek.booking.models import DeskOffer, EmployerDesk, Vacancy
from skillweek.booking.rules import BookingError, NotAllowed, NotOpen
from skillweek.booking.rules.employers import AlreadyAsked
from skillweek.common import clock
from skillweek.common.inbox import Rows
from skillweek.common.registry import inbox
from skillweek.messaging.models import Message
from skillweek.programme.models import Activity, Session

FACTS = {"company": "示例-汽车配件厂", "about": "在叶县", "people": 2, "name": "孙示例"}
TURNER = {"title": "数控车工", "number": 5, "majors": "数控", "pay": "5000 元"}
WELDER = {"title": "焊工", "number": 3, "majors": "", "pay": ""}
POST = {"company": "示例-汽车配件厂", "people": "2", "name": "孙示例", "phone": "139 0000 0061", "consent": "on",
        "title1": "数控车工", "number1": "5", "title2": "焊工"}  # fmt: skip


@pytest.fixture
def fair(activity: Activity, session: Session, he: User, zhou: User) -> Activity:
    """Two desks at an activity whose session is still to come."""
    set_desks(activity=activity, by=he, desks=2)
    return activity


def asks(fair: Activity, number: int = 1, **facts: Any) -> EmployerDesk:
    return ask_desk(
        activity=fair,
        facts=FACTS | facts,
        phone=f"1390000006{number}",
        consent=True,
        vacancies=[TURNER, WELDER],
    )


def states() -> list[tuple[str, str]]:
    return list(EmployerDesk.objects.order_by("pk").values_list("state", "number"))


def told(kind: str) -> list[str]:
    found = Message.objects.filter(kind=f"booking.{kind}").order_by("pk")
    return [one.body.split("：http")[0] for one in found]


def test_a_desk_is_asked_for_and_given(fair: Activity, he: User) -> None:
    desk = asks(fair)
    assert states() == [("asked", "")]
    assert told("desk_asked") == [
        "已收到：示例-汽车配件厂申请《汝瓷拉坯体验》的展位，等主办单位答复。查看、修改或取消"
    ]
    assert [(one.title, one.number) for one in desk.vacancies.all()] == [("数控车工", 5), ("焊工", 3)]
    assert (desk.retention_until, desk.city) == (fair.edition.retention_until, fair.city)
    (waits,) = [row for row in inbox["employer-desks"](he) if isinstance(row, Rows)]
    assert [item.title for _pk, item in waits.show(waits.rows)] == ["示例-汽车配件厂"]
    answer_desk(desk=desk, by=he, give=True, number="a 12")
    assert states() == [("given", "A12")]
    answer_desk(desk=desk, by=he, give=True, number="A13")
    assert told("desk_given") == [
        f"《汝瓷拉坯体验》为示例-汽车配件厂安排了 {n} 号展位。来不了请早点取消" for n in ("A12", "A13")
    ]
    assert not waits.rows.all().exists()
    events = EmployerDesk.pgh_event_model.objects.filter(pgh_obj_id=desk.pk)  # type: ignore[attr-defined]  # pghistory
    assert list(events.order_by("pgh_id").values_list("state", "number")) == [
        ("asked", ""), ("given", "A12"), ("given", "A13"),
    ]  # fmt: skip


def test_what_cannot_be_asked_changes_nothing(fair: Activity, he: User, session: Session) -> None:
    asks(fair)
    with pytest.raises(AlreadyAsked):
        asks(fair)
    for facts, error in (({"consent": False}, NotAllowed), ({"vacancies": []}, NotAllowed),
                         ({"vacancies": [TURNER] * 7}, NotAllowed)):  # fmt: skip
        wish = {
            "activity": fair,
            "facts": FACTS,
            "phone": "13900000069",
            "consent": True,
            "vacancies": [TURNER],
        }
        with pytest.raises(error):
            ask_desk(**wish | facts)
    with clock.frozen(session.ends), pytest.raises(NotOpen, match="已经结束"):
        asks(fair, 2)
    set_desks(activity=fair, by=he, desks=0)
    with pytest.raises(NotOpen, match="没有用人单位展位"):
        asks(fair, 2)
    assert (len(states()), Vacancy.objects.count()) == (1, 2)


def test_no_more_desks_than_there_are(fair: Activity, he: User) -> None:
    first, second, third = (asks(fair, number) for number in (1, 2, 3))
    answer_desk(desk=first, by=he, give=True, number="1")
    for number, said in (("", "请写展位号"), ("1", "展位 1 已经给了别的单位")):
        with pytest.raises(NotAllowed, match=said):
            answer_desk(desk=second, by=he, give=True, number=number)
    answer_desk(desk=second, by=he, give=True, number="2")
    with pytest.raises(NotAllowed, match="2 个展位都安排出去了"):
        answer_desk(desk=third, by=he, give=True, number="3")
    with pytest.raises(NotAllowed, match="已经安排了 2 个展位"):
        set_desks(activity=fair, by=he, desks=1)
    cancel_desk(desk=first)
    answer_desk(desk=third, by=he, give=True, number="1")
    assert states() == [("cancelled", ""), ("given", "2"), ("given", "1")]
    with pytest.raises(NotOpen):
        cancel_desk(desk=first)
    with pytest.raises(NotOpen):
        answer_desk(desk=first, by=he, give=True, number="9")


def test_a_no_needs_a_reason_that_is_told(fair: Activity, he: User) -> None:
    desk = asks(fair)
    with pytest.raises(NotAllowed):
        answer_desk(desk=desk, by=he, give=False, reason=" ")
    assert states() == [("asked", "")]
    answer_desk(desk=desk, by=he, give=False, reason="展位已满")
    assert told("desk_refused") == ["《汝瓷拉坯体验》这次没有为示例-汽车配件厂安排展位：展位已满"]
    with pytest.raises(NotOpen):
        answer_desk(desk=desk, by=he, give=True, number="1")
    asks(fair)  # asking again is allowed
    assert [state for state, _number in states()] == ["refused", "asked"]


def test_strangers_give_nothing_out(fair: Activity, he: User, wu: User, sign_in: Any) -> None:
    desk = asks(fair)
    with pytest.raises(NotYourVisit):
        answer_desk(desk=desk, by=wu, give=True, number="1")
    with pytest.raises(NotYourVisit):
        set_desks(activity=fair, by=wu, desks=9)
    assert (states(), DeskOffer.objects.get().desks) == ([("asked", "")], 2)
    for path in (f"activities/{fair.pk}/employers/", f"activities/{fair.pk}/employers/signs/",
                 f"activities/{fair.pk}/employers/employers.xlsx", f"employers/{desk.code}/"):  # fmt: skip
        assert sign_in(wu).get(f"/desk/{path}").status_code == 404
        assert sign_in(he).get(f"/desk/{path}").status_code == 200
    assert "汝瓷拉坯体验" not in sign_in(wu).get("/desk/fairs/").content.decode()


def test_vacancies_change_and_those_gone_stay_in_the_history(fair: Activity) -> None:
    desk = asks(fair)
    change_desk(desk=desk, facts=FACTS | {"people": 3}, vacancies=[WELDER])
    rows = list(Vacancy.objects.order_by("pk").values_list("title", "active"))
    assert rows == [("焊工", True), ("焊工", False)]
    assert EmployerDesk.objects.get().people == 3
    cancel_desk(desk=desk)
    assert told("desk_cancelled") == ["已取消：示例-汽车配件厂在《汝瓷拉坯体验》的展位。"]
    with pytest.raises(NotOpen):
        change_desk(desk=desk, facts=FACTS, vacancies=[TURNER])


def test_the_pages_of_an_employer(fair: Activity, client: Client) -> None:
    address = f"/fairs/{fair.code}/desk/"
    assert client.get(address).status_code == 200
    bad = client.post(address, POST | {"title1": "", "majors3": "电工"})
    page = bad.content.decode()
    assert (bad.status_code, "请至少写一个岗位" in page, "请写岗位名称" in page, 'value="电工"' in page) == (
        422,
        True,
        True,
        True,
    )
    assert not EmployerDesk.objects.exists()
    sent = client.post(address, POST)
    desk = EmployerDesk.objects.get()
    assert sent["Location"] == f"/employers/{queries.desk_token(desk)}/"
    assert (desk.phone, [(one.title, one.number) for one in desk.vacancies.all()]) == (
        "13900000061", [("数控车工", 5), ("焊工", 1)],
    )  # fmt: skip
    mine = client.get(sent["Location"]).content.decode()
    assert ("139****0061" in mine, "孙示例" in mine) == (True, False)
    assert client.get(f"/employers/{desk.code}/").status_code == 404
    changed = client.post(f"{sent['Location']}change/", POST | {"company": "示例-新名字"})
    assert (changed.status_code, EmployerDesk.objects.get().company) == (302, "示例-新名字")
    assert client.get(f"{sent['Location']}cancel/").status_code == 200
    assert client.post(f"{sent['Location']}cancel/").status_code == 302
    assert states() == [("cancelled", "")]
    assert client.post(f"{sent['Location']}change/", POST).status_code == 422


def test_the_pages_of_the_owner(fair: Activity, he: User, sign_in: Any) -> None:
    desk, owner = asks(fair), sign_in(he)
    lists = f"/desk/activities/{fair.pk}/employers/"
    assert owner.post(lists, {"desks": "x"}).status_code == 422
    assert owner.post(lists, {"desks": "5"}).status_code == 302
    refused = owner.post(f"/desk/employers/{desk.code}/", {"verdict": "refuse", "reason": "", "number": "7"})
    assert (refused.status_code, 'value="7"' in refused.content.decode()) == (422, True)
    assert (
        owner.post(f"/desk/employers/{desk.code}/", {"verdict": "give", "number": "7"})["Location"] == lists
    )
    signs = owner.get(f"{lists}signs/").content.decode()
    assert (signs.count('class="sign"'), "数控车工" in signs, "孙示例" in signs) == (1, True, False)
    assert (DeskOffer.objects.get().desks, states()) == (5, [("given", "7")])


def test_the_public_page_names_who_has_a_desk_at_once(fair: Activity, he: User, client: Client) -> None:
    address = fair.get_absolute_url()
    assert "我是用人单位，申请展位" in client.get(address).content.decode()
    first, second = asks(fair, company="示例-甲厂"), asks(fair, 2, company="示例-乙厂")
    assert "示例-甲厂" not in client.get(address).content.decode()
    answer_desk(desk=first, by=he, give=True, number="A10")
    answer_desk(desk=second, by=he, give=True, number="A9")
    page = client.get(address).content.decode()
    assert page.index("示例-乙厂") < page.index("示例-甲厂")
    assert ("2 家单位，招 16 人" in page, "孙示例" in page, "1390000006" in page) == (True, False, False)
    cancel_desk(desk=second)
    assert "示例-乙厂" not in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_officers_give_the_last_desk_once(fair: Activity, he: User) -> None:
    set_desks(activity=fair, by=he, desks=1)
    desks, barrier = [asks(fair, number) for number in range(4)], Barrier(4)
    context = contextvars.copy_context()

    def give(desk: EmployerDesk) -> bool:
        barrier.wait()
        try:
            answer_desk(desk=desk, by=he, give=True, number=desk.code[:4])
        except BookingError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(lambda desk: context.copy().run(give, desk), desks))
    assert (sum(given), [state for state, _number in states()].count("given")) == (1, 1)


def test_nobody_is_told_of_desks_where_there_are_none(
    activity: Activity, session: Session, client: Client
) -> None:
    assert queries.fair(activity) is None
    assert client.get(f"/fairs/{activity.code}/desk/").status_code == 404
    with clock.frozen(session.ends + timedelta(hours=1)):
        assert "来招人的单位" not in client.get(activity.get_absolute_url()).content.decode()
