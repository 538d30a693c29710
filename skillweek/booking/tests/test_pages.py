"""The public pages: the form, its errors, full and closed sessions, the receipt, cancelling."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from skillweek.booking import queries
from skillweek.booking.actions import book_visit, set_places
from skillweek.booking.models import Booking
from skillweek.common import clock
from skillweek.plan.models import Audience
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_session

PAGE = "/sessions/MORNING234/book/"


@pytest.fixture
def typed(session: Session, parents: Audience) -> dict[str, Any]:
    return {"name": "陈示例", "phone": "139 0000 0001", "party": "2", "audience": str(parents.pk), "consent": "on",
            "key": "KEY1"}  # fmt: skip


def test_a_visit_is_booked_and_the_receipt_shown(client: Client, typed: dict[str, Any]) -> None:
    shown = client.get(PAGE)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    answer = client.post(PAGE, typed, follow=True)
    booking = Booking.objects.get()
    assert answer.redirect_chain == [(reverse("booking:receipt", args=[queries.token(booking)]), 302)]
    page = answer.content.decode()
    assert "为您留好 2 个位子" in page
    assert booking.code in page
    assert "陈** 139****0001" in page
    assert "13900000001" not in page


def test_posting_twice_leads_to_the_same_receipt(client: Client, typed: dict[str, Any]) -> None:
    first = client.post(PAGE, typed)
    assert client.post(PAGE, typed).headers["Location"] == first.headers["Location"]
    assert Booking.objects.count() == 1


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(
    client: Client, typed: dict[str, Any]
) -> None:
    answer = client.post(PAGE, typed | {"phone": "139 0000 00", "audience": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "phone": ["手机号码应为 11 位，现在是 9 位"], "audience": ["请选一项，帮助学校做准备"]
    }  # fmt: skip
    page = answer.content.decode()
    assert 'value="陈示例"' in page
    assert 'value="139 0000 00"' in page
    assert Booking.objects.count() == 0


def test_consent_is_asked_for(client: Client, typed: dict[str, Any]) -> None:
    del typed["consent"]
    answer = client.post(PAGE, typed)
    assert answer.context["form"].errors == {"consent": ["请先同意我们为这次活动使用您的姓名和手机号码"]}


def test_one_audience_is_not_asked_for(client: Client, session: Session, typed: dict[str, Any]) -> None:
    session.activity.audiences.set(Audience.objects.filter(code="parents"))
    assert 'type="radio"' not in client.get(PAGE).content.decode()
    client.post(PAGE, typed)
    assert Booking.objects.get().audience.code == "parents"


def test_a_full_session_offers_the_others(
    client: Client, session: Session, typed: dict[str, Any], wish: dict[str, Any]
) -> None:
    second = make_session(session.activity, starts=session.starts + timedelta(hours=3), code="SECOND2345")
    set_places(session=second, places=3, by=None)
    set_places(session=session, places=2, by=None)
    book_visit(**wish | {"phone": "13900000009"})
    page = client.get(PAGE)
    assert [slot.session for slot in page.context["others"]] == [second]
    assert "这一场已经约满" in page.content.decode()
    late = client.post(PAGE, typed)
    assert late.status_code == 422
    assert 'formaction="/sessions/SECOND2345/book/"' in late.content.decode()
    assert client.post("/sessions/SECOND2345/book/", typed).status_code == 302
    assert Booking.objects.filter(session=second).count() == 1


def test_too_many_for_what_is_left_says_so(
    client: Client, session: Session, typed: dict[str, Any], wish: dict[str, Any]
) -> None:
    set_places(session=session, places=3, by=None)
    book_visit(**wish | {"phone": "13900000009"})
    answer = client.post(PAGE, typed)
    assert answer.context["form"].errors == {"party": ["这一场只剩 1 个名额"]}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda one: Session.objects.update(state="cancelled"), "这一场已经取消"),
        (lambda one: one.quotas.all().delete(), "这一场不用预约，到时直接来"),
        (
            lambda one: one.activity.edition.phases.filter(name__in=("publish", "run")).delete(),
            "现在不在预约时间内",
        ),
    ],
)
def test_a_closed_session_says_why(client: Client, session: Session, change: Any, sentence: str) -> None:
    change(session)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert 'name="phone"' not in answer.content.decode()


def test_unknown_and_unpublished_are_404(client: Client, session: Session) -> None:
    assert client.get("/sessions/NOTHING/book/").status_code == 404
    assert client.get("/bookings/NOTHING.abc/").status_code == 404
    Activity.objects.update(state=Activity.State.DRAFT)
    assert client.get(PAGE).status_code == 404


def test_the_holder_cancels_with_one_button(client: Client, booking: Booking) -> None:
    path = reverse("booking:cancel", args=[queries.token(booking)])
    assert "要取消这 2 个名额吗？" in client.get(path).content.decode()
    answer = client.post(path, follow=True)
    assert "预约已取消" in answer.content.decode()
    assert Booking.objects.get().state == "cancelled"
    again = client.post(path)
    assert (again.status_code, "这个预约已经取消" in again.content.decode()) == (409, True)


def test_the_receipt_of_a_visit_that_began_cannot_be_cancelled(client: Client, booking: Booking) -> None:
    token = queries.token(booking)
    with clock.frozen(booking.session.starts):
        assert "取消预约" not in client.get(reverse("booking:receipt", args=[token])).content.decode()
        assert client.post(reverse("booking:cancel", args=[token])).status_code == 409


def test_the_panel_leads_to_the_form(client: Client, session: Session, now: datetime) -> None:
    make_session(session.activity, starts=now - timedelta(hours=1))
    panel = queries.panel(session.activity)
    assert [slot.state for slot in panel.slots] == ["begun", "open"]
    assert panel.first_open is not None
    assert panel.first_open.session == session
    second = make_session(session.activity, starts=session.starts + timedelta(hours=3), code="SECOND2345")
    chosen = client.get(PAGE, {"session": second.code})
    assert chosen.headers["Location"] == "/sessions/SECOND2345/book/"
    assert client.get(PAGE, {"session": "NOTHING"}, follow=True).status_code == 404
    assert client.get(PAGE, {"session": "\0"}).status_code == 200


def test_privacy_names_purpose_retention_and_who(client: Client, session: Session) -> None:
    page = client.get("/privacy/").content.decode()
    assert "2021 年 7 月 27 日" in page
    assert "平顶山市教育体育局和举办活动的学校、单位" in page
