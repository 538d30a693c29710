"""Following by mail: confirmed by a link, told once, ended by a link, forgotten in time."""

import json
from datetime import timedelta

import pytest

from skillweek.accounts.models import User
from skillweek.common import cipher, clock
from skillweek.messaging.gateways.mail import as_mail
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation
from skillweek.programme.actions import cancel_session
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.schedule import rules
from skillweek.schedule.actions import ask_to_follow, confirm, purge_followers, release_due, stop, stop_all
from skillweek.schedule.models import Follower
from skillweek.schedule.rules import ScheduleError
from skillweek.schedule.tests.conftest import Programme

CHEN, LI = "Chen@example.org", "li@example.org"


def follow(activity: Activity, email: str = CHEN, language: str = "zh-hans") -> Follower:
    ask_to_follow(activity=activity, email=email, language=language)
    index = cipher.blind_index(email.lower())
    return confirm(follower=Follower.objects.get(activity=activity, email_index=index))


def mails(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=f"schedule.{kind}").order_by("pk"))


def test_it_asks_for_a_confirmation(programme: Programme) -> None:
    ask_to_follow(activity=programme.pottery, email=CHEN, language="en")
    made = Follower.objects.get()
    assert (made.email, made.email_index, made.confirmed_at) == (CHEN, cipher.blind_index(CHEN.lower()), None)
    assert made.retention_until == programme.edition.retention_until
    [mail] = mails("follow")
    assert (mail.address, mail.city_code) == (CHEN, "pds")
    assert f"/en/following/{made.token}/" in mail.body
    assert "汝瓷拉坯体验" in mail.subject


def test_the_address_is_not_readable_in_the_database(programme: Programme) -> None:
    from django.db import connection

    follow(programme.pottery)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email || email_index FROM schedule_follower")
        assert "example.org" not in cursor.fetchone()[0].lower()


def test_unconfirmed_and_stopped_are_not_told(programme: Programme) -> None:
    release_due()
    ask_to_follow(activity=programme.pottery, email=CHEN, language="zh-hans")
    stop(follower=follow(programme.pottery, LI))
    cancel_session(session=programme.second)
    release_due()
    assert mails("changed") == []


def test_each_is_told_once_about_everything_he_follows(programme: Programme) -> None:
    release_due()
    for activity in (programme.pottery, programme.online):
        follow(activity)
    follow(programme.pottery, LI, "en")
    cancel_session(session=programme.first)
    cancel_session(session=programme.second)
    cancel_session(session=programme.class_)
    [made] = release_due()
    by_address = {mail.address: mail for mail in mails("changed")}
    assert sorted(by_address) == [CHEN, LI]
    said = by_address[CHEN].body
    assert (
        said.index("《汝瓷拉坯体验》")
        < said.index("5 月 23 日 14:00 的一场取消")
        < said.index("《护理云课堂》")
    )
    assert said.count("的一场取消") == 3
    assert "护理" not in by_address[LI].body
    assert {mail.batch for mail in by_address.values()} == {f"schedule.release:{made.pk}"}
    assert release_due() == []
    assert len(mails("changed")) == 2


def test_the_mail_says_how_to_stop_in_its_text_and_to_machines(programme: Programme) -> None:
    release_due()
    follower = follow(programme.pottery)
    cancel_session(session=programme.first)
    release_due()
    [mail] = mails("changed")
    link = json.loads(mail.values)["unsubscribe"]
    assert link.endswith(f"/following/{follower.token}/stop-all/")
    assert link in mail.body
    sent = as_mail(mail).message()
    assert (sent["List-Unsubscribe"], sent["List-Unsubscribe-Post"]) == (
        f"<{link}>",
        "List-Unsubscribe=One-Click",
    )
    assert as_mail(mails("follow")[0]).message()["List-Unsubscribe"] is None


def test_asking_again_within_the_hour_sends_nothing(programme: Programme) -> None:
    ask_to_follow(activity=programme.pottery, email=CHEN, language="zh-hans")
    ask_to_follow(activity=programme.pottery, email=CHEN.upper(), language="zh-hans")
    assert len(mails("follow")) == 1
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        ask_to_follow(activity=programme.pottery, email=CHEN, language="zh-hans")
    assert (len(mails("follow")), Follower.objects.count()) == (2, 1)


def test_one_address_may_not_have_many_open_requests(programme: Programme, school: Organisation) -> None:
    for _ in range(rules.OPEN_REQUESTS + 1):
        ask_to_follow(activity=make_activity(school, programme.edition), email=CHEN, language="zh-hans")
    assert Follower.objects.count() == len(mails("follow")) == rules.OPEN_REQUESTS
    with clock.frozen(clock.now() + timedelta(hours=2)):
        ask_to_follow(activity=programme.pottery, email=CHEN, language="zh-hans")
    assert Follower.objects.count() == rules.OPEN_REQUESTS


def test_all_together_may_not_ask_too_much(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillweek.schedule.actions.followers.REQUESTS_AN_HOUR", 1)
    ask_to_follow(activity=programme.pottery, email=CHEN, language="zh-hans")
    with pytest.raises(ScheduleError, match="请过一小时再试"):
        ask_to_follow(activity=programme.pottery, email=LI, language="zh-hans")
    assert Follower.objects.count() == 1


def test_after_stopping_one_begins_anew_with_another_link(programme: Programme) -> None:
    first = follow(programme.pottery)
    assert stop_all(follower=first) == 1
    assert stop_all(follower=first) == 0
    with pytest.raises(ScheduleError, match="已经停止"):
        confirm(follower=first)
    with clock.frozen(clock.now() + timedelta(hours=2)):
        again = follow(programme.pottery)
    assert (again.pk, again.ended_at) == (first.pk, None)
    assert again.token != first.token


def test_stopping_all_stops_that_address_alone(programme: Programme) -> None:
    mine, other = follow(programme.pottery), follow(programme.pottery, LI)
    follow(programme.online)
    assert stop_all(follower=mine) == 2
    other.refresh_from_db()
    assert other.ended_at is None


def test_addresses_are_deleted_when_their_time_is_over(programme: Programme) -> None:
    kept, stopped = follow(programme.pottery), follow(programme.online)
    stop(follower=stopped)
    ask_to_follow(activity=programme.pottery, email=LI, language="zh-hans")
    assert purge_followers() == 0
    with clock.frozen(clock.now() + timedelta(days=4)):
        assert purge_followers() == 2
    assert [one.pk for one in Follower.objects.all()] == [kept.pk]
    with clock.frozen(clock.now() + timedelta(days=90)):
        assert purge_followers() == 1


def test_telling_many_costs_as_many_queries_as_telling_one(
    programme: Programme, school: Organisation, django_assert_num_queries: object, lin: User
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from skillweek.messaging.queries import forget

    release_due()
    costs = []
    for number in (1, 3):
        for index in range(number):
            follow(programme.pottery, f"p{number}{index}@example.org")
        make_session(programme.pottery, starts=clock.now() + timedelta(days=2, hours=number))
        forget()
        with CaptureQueriesContext(connection) as seen:
            release_due()
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert len(mails("changed")) == 1 + 4
