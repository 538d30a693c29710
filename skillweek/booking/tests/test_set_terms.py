"""Policy and terms: set, twice, refused, strangers; and what they mean for a booking."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import (
    NotYourRules,
    book_visit,
    cancel_booking,
    drop_terms,
    set_places,
    set_policy,
    set_terms,
)
from skillweek.booking.models import Booking, Policy, Terms
from skillweek.booking.rules import Limits, NotAllowed, NotOpen, Way, cancel_until, opens
from skillweek.common import clock
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_session

POLICY = {
    "cancel_hour": 20, "no_show_days": 7, "offer_hours": 4, "guardian_age": 14, "days_ahead": 2, "quiet_from": 21,
    "quiet_until": 8, "survey_days": 14, "stamps_needed": 3, "stamp_places": 2, "stamp_kinds": 2,
}  # fmt: skip


def test_the_city_sets_its_policy_and_history_tells(
    now: datetime, client: Client, sign_in: Any, lin: User, edition: Edition
) -> None:
    client = sign_in(lin)
    page = f"/desk/plan/editions/{edition.slug}/booking/"
    assert client.get(page).status_code == 200
    for hour in (20, 18):
        answer = client.post(page, POLICY | {"cancel_hour": hour})
        assert (answer.status_code, Policy.objects.get().cancel_hour) == (302, hour)
    events = Policy.objects.get().events.order_by("pgh_id").values_list("pgh_label", "cancel_hour")
    assert list(events) == [("insert", 20), ("update", 18)]


def test_an_hour_no_day_has_is_refused_and_kept_in_the_form(
    now: datetime, sign_in: Any, lin: User, edition: Edition
) -> None:
    page = f"/desk/plan/editions/{edition.slug}/booking/"
    answer = sign_in(lin).post(page, POLICY | {"cancel_hour": 25})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"cancel_hour": ["请填 0 至 24 之间的整点；现在填的是 25"]}
    assert 'value="25"' in answer.content.decode()
    with pytest.raises(NotAllowed):
        set_policy(edition=edition, by=lin, facts=POLICY | {"cancel_hour": 25})
    assert Policy.objects.count() == 0


def test_only_the_city_sets_a_policy(now: datetime, edition: Edition, zhou: User) -> None:
    with pytest.raises(NotYourRules):
        set_policy(edition=edition, by=zhou, facts=POLICY)
    assert Policy.objects.count() == 0


def test_terms_are_set_for_all_for_one_and_dropped(
    sign_in: Any, he: User, activity: Activity, session: Session, parents: Audience, pupils: Audience
) -> None:
    client, page = sign_in(he), f"/desk/activities/{activity.pk}/booking/"
    typed = {"mode": "first", "opens_at": "2021-05-20T09:00", "closes_hours": "2"}
    assert client.post(f"{page}all/", typed).status_code == 302
    assert client.post(f"{page}pupils/", typed | {"mode": "approval"}).status_code == 302
    assert queries.way_of(session, parents).mode == "first"
    assert queries.way_of(session, pupils).approval
    shown = client.get(page).content.decode()
    assert "5 月 20 日 09:00 开始预约" in shown
    assert "主办单位确认后生效" in shown
    for _twice in range(2):
        assert client.post(f"{page}pupils/drop/").status_code == 302
        assert queries.way_of(session, pupils) == queries.way_of(session, parents)
    assert Terms.objects.count() == 1


def test_terms_refused_change_no_row(
    he: User, wu: User, activity: Activity, edition: Edition, sign_in: Any
) -> None:
    facts: dict[str, Any] = {"mode": "first"}
    with pytest.raises(NotYourRules):
        set_terms(activity=activity, audience=None, by=wu, facts=facts)
    with pytest.raises(NotYourRules):
        drop_terms(activity=activity, audience=activity.audiences.first(), by=wu)
    stranger = Audience.objects.filter(edition=edition).exclude(activities=activity).first()
    with pytest.raises(NotAllowed):
        set_terms(activity=activity, audience=stranger, by=he, facts=facts)
    with pytest.raises(NotAllowed, match="团队至少 2 人"):
        set_terms(activity=activity, audience=None, by=he, facts=facts | {"group_largest": 1})
    answer = sign_in(he).post(
        f"/desk/activities/{activity.pk}/booking/all/", {"mode": "", "closes_hours": "x"}
    )
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"mode", "closes_hours"})
    assert Terms.objects.count() == 0


def test_a_session_opens_at_its_instant(
    wish: dict[str, Any], activity: Activity, now: datetime, he: User, client: Client
) -> None:
    later = make_session(activity, starts=now + timedelta(days=3), code="LATER23456")
    set_places(session=later, places=10, by=he)
    facts = {"mode": "first", "opens_at": now + timedelta(hours=1)}
    set_terms(activity=activity, audience=None, by=he, facts=facts)
    with pytest.raises(NotOpen, match="5 月 23 日 10:00 开始预约"):
        book_visit(**wish | {"session": later})
    assert "5 月 23 日 10:00 开始预约" in client.get("/sessions/LATER23456/book/").content.decode()
    with clock.frozen(now + timedelta(hours=1)):
        assert book_visit(**wish | {"session": later}).state == "confirmed"


def test_terms_of_an_audience_hold_for_it_alone(
    wish: dict[str, Any], pupils: Audience, now: datetime, he: User
) -> None:
    facts = {"mode": "first", "opens_at": now + timedelta(minutes=5)}
    set_terms(activity=wish["session"].activity, audience=pupils, by=he, facts=facts)
    with pytest.raises(NotOpen, match="5 月 23 日 09:05 开始预约"):
        book_visit(**wish | {"audience": pupils})
    assert book_visit(**wish).state == "confirmed"


def test_days_ahead_and_closing_hours(
    wish: dict[str, Any], activity: Activity, now: datetime, he: User, lin: User, edition: Edition
) -> None:
    set_policy(edition=edition, by=lin, facts=POLICY)
    later = make_session(activity, starts=now + timedelta(days=3))
    set_places(session=later, places=10, by=he)
    with pytest.raises(NotOpen, match="5 月 24 日 00:00 开始预约"):
        book_visit(**wish | {"session": later})
    set_terms(activity=activity, audience=None, by=he, facts={"mode": "first", "closes_hours": 2})
    with pytest.raises(NotOpen, match="这一场已经在 5 月 23 日 08:00 截止预约"):
        book_visit(**wish)
    assert Booking.objects.count() == 0


def test_cancelling_ends_the_evening_before(
    wish: dict[str, Any], activity: Activity, now: datetime, he: User, lin: User, edition: Edition
) -> None:
    set_policy(edition=edition, by=lin, facts=POLICY)
    tomorrow = make_session(activity, starts=now + timedelta(days=1))
    set_places(session=tomorrow, places=10, by=he)
    booking = book_visit(**wish | {"session": tomorrow})
    with clock.frozen(now.replace(hour=20)), pytest.raises(NotOpen, match="5 月 23 日 20:00 以后不能再取消"):
        cancel_booking(booking=booking)
    assert Booking.objects.get().state == "confirmed"
    with clock.frozen(now.replace(hour=19)):
        assert cancel_booking(booking=booking).state == "cancelled"


def test_who_booked_after_that_evening_cancels_until_the_beginning(now: datetime) -> None:
    assert cancel_until(now, 24) == now.replace(hour=0)
    assert cancel_until(now, 24, now - timedelta(hours=2)) == now
    assert cancel_until(now, 24, now - timedelta(hours=10)) == now.replace(hour=0)
    assert opens(now, Limits(), Way()) is None
