"""The pages of a change of mind: look, write why, see the text, confirm; and the visitor's page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from skillweek.accounts.models import User
from skillweek.booking.models import Booking, CallOff, Quota, Suggestion
from skillweek.booking.queries import instead_token, token
from skillweek.booking.tests.test_call_off import REASON, end, evening, run_job, visit
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Session

__all__ = ["evening"]
pytestmark = pytest.mark.django_db


def test_a_session_in_three_steps(
    session: Session, evening: Session, parents: Audience, he: User, sign_in: Any
) -> None:
    visit(session, 1, parents)
    mine: Client = sign_in(he)
    page = reverse("booking:call_off_session", args=[session.code])
    first = mine.get(page)
    assert "取消一场：汝瓷拉坯体验" in first.content.decode()
    second = mine.post(page, {"reason": REASON})
    text = second.content.decode()
    assert f"取消了：{REASON}。还可以改到5 月 23 日 17:00《汝瓷拉坯体验》" in text
    assert CallOff.objects.count() == 0, "looking ends nothing"
    back = mine.post(page, {"reason": REASON, "back": "1"}).content.decode()
    assert (f'value="{REASON}"' in back, "看看每个人会收到什么" in back) == (True, True)
    seen = second.context["reach"].seen
    done = mine.post(page, {"reason": REASON, "seen": seen, "confirm": "1"})
    made = CallOff.objects.get()
    assert (done.status_code, done["Location"]) == (302, reverse("booking:call_off", args=[made.pk]))
    assert "还有 1 人的短信在路上" in mine.get(done["Location"]).content.decode()
    run_job(made)
    assert "每个人的短信都已排队发出" in mine.get(done["Location"]).content.decode()
    assert REASON in mine.get(reverse("booking:call_offs")).content.decode()


def test_no_reason_and_a_changed_list_are_said(session: Session, he: User, sign_in: Any) -> None:
    mine: Client = sign_in(he)
    page = reverse("booking:call_off_session", args=[session.code])
    empty = mine.post(page, {"reason": ""})
    assert (empty.status_code, "请写明原因" in empty.content.decode()) == (422, True)
    changed = mine.post(page, {"reason": REASON, "seen": "x", "confirm": "1"})
    assert (changed.status_code, "请再核对一遍" in changed.content.decode()) == (422, True)
    session.refresh_from_db()
    assert session.state == "planned"


def test_a_day_and_a_place(
    session: Session, parents: Audience, lin: User, sign_in: Any, county: Organisation
) -> None:
    visit(session, 1, parents)
    mine: Client = sign_in(lin)
    page = reverse("booking:new_call_off")
    assert "取消哪些活动" in mine.get(page).content.decode()
    assert mine.get(page, {"day": "", "place": ""}).status_code == 422
    found = mine.get(page, {"day": session.day.isoformat(), "place": county.code})
    assert [one.pk for one in found.context["reach"].sessions] == [session.pk]
    nothing = mine.get(page, {"day": "2021-05-28", "place": ""})
    assert "没有可以取消的场次" in nothing.content.decode()
    seen = found.context["reach"].seen
    done = mine.post(
        f"{page}?day={session.day.isoformat()}&place={county.code}",
        {"reason": REASON, "seen": seen, "confirm": "1"},
    )
    assert (done.status_code, CallOff.objects.get().scope, Booking.objects.get().state) == (
        302, "place", "cancelled",
    )  # fmt: skip


def test_strangers_find_nothing(
    session: Session, edition: Edition, he: User, wu: User, men: User, sign_in: Any
) -> None:
    made = end(edition, he, session=session)
    for who, name, args in (
        (wu, "call_off_session", [session.code]),
        (wu, "new_call_off", []),
        (he, "new_call_off", []),
        (men, "call_offs", []),
        (wu, "call_off", [made.pk]),
    ):
        assert sign_in(who).get(reverse(f"booking:{name}", args=args)).status_code == 404


def test_one_press_and_the_visitor_has_another_place(
    session: Session, evening: Session, edition: Edition, he: User, parents: Audience, client: Client
) -> None:
    given = visit(session, 1, parents)
    end(edition, he, session=session)
    receipt = client.get(reverse("booking:receipt", args=[token(given)])).content.decode()
    assert f"很抱歉，主办方取消了：{REASON}" in receipt
    page = reverse("booking:instead", args=[instead_token(given)])
    shown = client.get(page).content.decode()
    assert REASON in shown
    offer = Suggestion.objects.get()
    assert f'value="{offer.pk}"' in shown
    done = client.post(page, {"choice": offer.pk})
    made = Booking.objects.get(session=evening)
    assert (done.status_code, done["Location"]) == (302, reverse("booking:receipt", args=[token(made)]))
    assert "已经为您改约好了" in client.get(page).content.decode()


def test_the_last_places_are_gone(
    session: Session, evening: Session, edition: Edition, he: User, parents: Audience, client: Client
) -> None:
    given = visit(session, 1, parents)
    end(edition, he, session=session)
    visit(evening, 9, parents)
    page = reverse("booking:instead", args=[instead_token(given)])
    refused = client.post(page, {"choice": Suggestion.objects.get().pk})
    assert (refused.status_code, "这一场只剩 1 个名额" in refused.content.decode()) == (409, True)
    assert Quota.objects.get(sessions=evening).taken == 2
    assert client.post(page, {"choice": "999999"}).status_code == 404
    assert client.get(reverse("booking:instead", args=["bXXX.forged"])).status_code == 404
