"""Reminders: on their day, to those who have not done it, at most so often, once whoever sends them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries, tasks
from skillweek.plan.models import Clause, Duty, Edition, Recipient, Reminder, ReminderRule
from skillweek.plan.tests.factories import make_duty, make_sent_notice
from tests.cast import ZONE

SignIn = Callable[[User], Client]


@pytest.fixture
def he_mail(he: User) -> User:
    he.email = "he@example.invalid"
    he.save()
    return he


@pytest.fixture
def rule(edition: Edition) -> ReminderRule:
    """Three days before each duty's date."""
    return ReminderRule.objects.create(edition=edition, offset_days=-3)


@pytest.fixture
def friday() -> Iterator[datetime]:
    """Three days before 28 May, at nine."""
    with clock.frozen(at(25)) as moment:
        yield moment


def at(day: int, hour: int = 9, month: int = 5) -> datetime:
    return datetime(2021, month, day, hour, tzinfo=ZONE)


def sign(edition: Edition, unit: Organisation) -> None:
    """Have the unit do a duty that is seen by a signed notice."""
    make_sent_notice(edition, unit).recipients.update(
        state=Recipient.State.ACKNOWLEDGED, acknowledged_at=at(20)
    )


def sent() -> list[tuple[str, str]]:
    return [(message.address, message.subject) for message in Message.objects.order_by("created_at", "id")]


def reminded() -> list[tuple[str, bool]]:
    return [(one.duty.title, one.rule is not None) for one in Reminder.objects.order_by("pk")]


def test_one_message_collects_everything_of_the_day(
    edition: Edition, school: Organisation, he_mail: User, rule: ReminderRule, friday: datetime
) -> None:
    make_duty(edition, school, title="体验日")
    make_duty(edition, school, path="3.2", parameter="online", title="线上", due=date(2021, 5, 28))
    make_duty(edition, school, path="3.3", parameter="admissions", title="晚一天", due=date(2021, 5, 29))
    assert actions.send_due(edition=edition) == 1
    assert sent() == [("he@example.invalid", "提醒：2 项活动周任务还没完成")]
    body = Message.objects.get().body
    assert [word in body for word in ("何示例", "体验日", "线上", "晚一天", "/desk/duties/at/school-a/")] == [
        True, True, True, False, True,
    ]  # fmt: skip
    assert reminded() == [("线上", True), ("体验日", True)]
    assert actions.send_due(edition=edition) == 0
    assert len(sent()) == 1


@pytest.mark.parametrize(("day", "fired"), [(24, 0), (25, 1), (28, 1), (29, 0)])
def test_it_fires_from_its_day_on_and_not_when_that_is_long_past(
    day: int, fired: int, edition: Edition, school: Organisation, he_mail: User, rule: ReminderRule
) -> None:
    make_duty(edition, school)
    with clock.frozen(at(day)):
        assert actions.send_due(edition=edition) == fired


def test_never_to_those_who_are_done_or_waived_or_ended(
    edition: Edition,
    school: Organisation,
    he_mail: User,
    zhou: User,
    lin: User,
    rule: ReminderRule,
    friday: datetime,
) -> None:
    sign(edition, school)
    make_duty(edition, school, title="做了", evidence="notices", parameter="")
    waived = make_duty(edition, school, path="3.2", parameter="online")
    ended = make_duty(edition, school, path="3.3", parameter="admissions")
    actions.waive_duty(duty=waived, by=zhou, reason="停课")
    actions.end_duties(duties=[ended], by=lin)
    assert actions.send_due(edition=edition) == 0
    assert (sent(), reminded()) == ([], [])


def test_rules_of_a_clause_and_stopped_rules(
    edition: Edition, school: Organisation, he_mail: User, lin: User, friday: datetime
) -> None:
    make_duty(edition, school, title="体验日")
    make_duty(edition, school, path="3.2", parameter="online", title="线上")
    clause = Clause.objects.get(path="3.2")
    rule = actions.add_rule(edition=edition, by=lin, clause=clause, anchor="ends", offset_days=-3)
    assert actions.add_rule(edition=edition, by=lin, clause=clause, anchor="ends", offset_days=-3) == rule
    assert actions.send_due(edition=edition) == 1
    assert reminded() == [("线上", True)]
    everything = actions.add_rule(edition=edition, by=lin, clause=None, anchor="", offset_days=-3)
    assert actions.stop_rule(rule=everything, by=lin).active is False
    assert actions.stop_rule(rule=everything, by=lin).active is False
    assert actions.send_due(edition=edition) == 0


def test_only_the_city_rules(edition: Edition, zhou: User, he: User, lin: User, rule: ReminderRule) -> None:
    for person in (zhou, he):
        with pytest.raises(actions.DutyError, match="只有市级管理员"):
            actions.add_rule(edition=edition, by=person, clause=None, anchor="", offset_days=1)
        with pytest.raises(actions.DutyError, match="只有市级管理员"):
            actions.stop_rule(rule=rule, by=person)
    assert list(ReminderRule.objects.values_list("offset_days", "active")) == [(-3, True)]


def test_at_most_so_often_by_rule_and_by_hand_together(
    edition: Edition, school: Organisation, he_mail: User, zhou: User, rule: ReminderRule
) -> None:
    edition.reminder_limit = 2
    edition.save()
    duty = make_duty(edition, school)
    with clock.frozen(at(23)):
        actions.remind_now(edition=edition, duties=[duty], by=zhou)
        with pytest.raises(actions.DutyError, match="没有可以催办的"):
            actions.remind_now(edition=edition, duties=[duty], by=zhou)  # twice on one day
    ReminderRule.objects.create(edition=edition, anchor="ends", offset_days=-3)
    with clock.frozen(at(25)):
        assert actions.send_due(edition=edition) == 1  # two rules on one day are one reminder
    ReminderRule.objects.create(edition=edition, offset_days=-1)
    with clock.frozen(at(27)):
        assert actions.send_due(edition=edition) == 0
        going = queries.outgoing(edition, queries.states_of(edition, [school]), by_hand=True)
        assert [one.duty for one in going.spent] == [duty]
        with pytest.raises(actions.DutyError, match="没有可以催办的"):
            actions.remind_now(edition=edition, duties=[duty], by=zhou)
    assert reminded() == [(duty.title, False), (duty.title, True), (duty.title, True)]
    assert len(sent()) == 2


def test_the_days_move_with_the_edition(
    edition: Edition, school: Organisation, he_mail: User, lin: User, friday: datetime
) -> None:
    duty = make_duty(edition, school, anchor="ends", due=edition.ends)
    own = ReminderRule.objects.create(edition=edition, offset_days=-3)
    starts = ReminderRule.objects.create(edition=edition, anchor="starts", offset_days=-3)

    def days(rule: ReminderRule) -> list[tuple[date, int]]:
        found = queries.firings(queries.rules_of(edition).get(pk=rule.pk), queries.missing(edition))
        return [(one.day, len(one.units)) for one in found]

    assert (days(own), days(starts)) == ([(date(2021, 5, 25), 1)], [(date(2021, 5, 19), 1)])
    for name in ("starts", "ends", "deadline"):
        setattr(edition, name, getattr(edition, name) + timedelta(days=14))
    edition.save()
    actions.redate(edition)
    assert (days(own), days(starts)) == ([(date(2021, 6, 8), 1)], [(date(2021, 6, 2), 1)])
    assert actions.send_due(edition=edition) == 0
    with clock.frozen(at(8, month=6)):
        assert actions.send_due(edition=edition) == 1
    assert reminded() == [(duty.title, True)]


def test_a_unit_with_nobody_to_write_to_is_told_apart_and_not_recorded(
    edition: Edition, school: Organisation, he: User, zhou: User, rule: ReminderRule, friday: datetime
) -> None:
    duty = make_duty(edition, school)
    assert actions.send_due(edition=edition) == 0
    going = queries.outgoing(edition, queries.states_of(edition, [school]), by_hand=True)
    assert ([one.duty for one in going.nobody], going.letters) == ([duty], [])
    assert reminded() == []


def test_nobody_is_written_to_at_night(
    edition: Edition, school: Organisation, he_mail: User, rule: ReminderRule
) -> None:
    make_duty(edition, school)
    for hour, queued in ((6, 0), (20, 0), (8, 1)):
        with clock.frozen(at(25, hour)):
            assert actions.send_all_due() == queued


def test_the_job_sends_what_is_due(
    edition: Edition, school: Organisation, he_mail: User, rule: ReminderRule, friday: datetime
) -> None:
    make_duty(edition, school)
    tasks.remind(0)
    tasks.remind(3600)
    assert len(sent()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_send_once(
    edition: Edition, school: Organisation, he_mail: User, rule: ReminderRule
) -> None:
    make_duty(edition, school)
    both, queued = Barrier(2), []

    def run() -> None:
        try:
            with clock.frozen(at(25)):
                both.wait()
                queued.append(actions.send_due(edition=edition))
        finally:
            connection.close()

    jobs = [Thread(target=run) for _ in range(2)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert (sorted(queued), len(sent()), len(reminded())) == ([0, 1], 1, 1)


def test_by_hand_only_below_ones_own_unit(
    edition: Edition, county: Organisation, school: Organisation, he_mail: User, zhou: User, wu: User,
    friday: datetime,
) -> None:  # fmt: skip
    of_school, of_county = make_duty(edition, school), make_duty(edition, county)
    for duty, person in ((of_county, zhou), (of_school, he_mail), (of_school, wu)):
        with pytest.raises(actions.DutyError, match="只能催办下级"):
            actions.remind_now(edition=edition, duties=[duty], by=person)
    assert (sent(), reminded()) == ([], [])


def test_the_page_shows_text_and_receivers_before_it_sends(
    edition: Edition, school: Organisation, other_school: Organisation, he_mail: User, wu: User, lin: User,
    zhou: User, friday: datetime, sign_in: SignIn,
) -> None:  # fmt: skip
    wu.email = "wu@example.invalid"
    wu.save()
    sign(edition, other_school)
    for unit in (school, other_school):
        make_duty(edition, unit, evidence="notices", parameter="")
        make_duty(edition, unit, path="3.2", parameter="online", title="线上")
    client = sign_in(lin)
    page = client.get("/desk/duties/remind/?clause=3.4")
    assert [(letter.user, letter.titles) for letter in page.context["going"].letters] == [
        (he_mail, ["至少一场校园体验日"]),
    ]  # fmt: skip
    assert "提醒：1 项活动周任务还没完成" in page.content.decode()
    assert sent() == []
    everything = client.get("/desk/duties/remind/").context["going"]
    assert (len(everything.letters), len(everything.told)) == (2, 3)
    left = client.post("/desk/duties/remind/", {"leave_out": ["school-b"]})
    assert (left.status_code, sent()) == (302, [("he@example.invalid", "提醒：2 项活动周任务还没完成")])
    again = client.post("/desk/duties/remind/", {"unit": "school-a"})
    assert (again.status_code, len(sent())) == (422, 1)
    narrowed = sign_in(zhou).get("/desk/duties/remind/").context["going"]
    assert [one.duty.organisation for one in narrowed.today] == [school, school]


def test_pages_of_rules(
    edition: Edition, school: Organisation, he_mail: User, lin: User, friday: datetime, sign_in: SignIn
) -> None:
    make_duty(edition, school)
    client, address = sign_in(lin), "/desk/duties/reminders/add/"
    typed = {"anchor": "due", "side": "before", "days": "2", "clause": ""}
    assert client.get(address, typed | {"days": "-1"}).status_code == 422
    look = client.get(address, typed)
    assert [(one.day, len(one.units)) for one in look.context["firings"]] == [(date(2021, 5, 26), 1)]
    assert ReminderRule.objects.count() == 0
    assert client.post(address, typed).status_code == 302
    rule = ReminderRule.objects.get()
    assert (rule.anchor, rule.offset_days, rule.clause) == ("", -2, None)
    assert "5 月 26 日" in client.get("/desk/duties/reminders/").content.decode()
    assert client.post(f"/desk/duties/reminders/{rule.pk}/stop/").status_code == 302
    assert ReminderRule.objects.filter(active=True).count() == 0
    assert Duty.objects.count() == 1
