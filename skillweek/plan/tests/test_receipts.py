"""Reading, signing, urging, and the roll-up of counties."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, providers, queries
from skillweek.plan.models import Edition, Notice, Recipient, Urge
from skillweek.plan.tests.factories import make_sent_notice, with_address


def test_signing_twice_keeps_the_first_signature(
    edition: Edition, school: Organisation, he: User, now: datetime
) -> None:
    recipient = make_sent_notice(edition, school).recipients.get()
    opened = actions.read_notice(recipient=recipient, by=he)
    assert (opened.state, opened.read_at, opened.read_by) == ("read", now, he)
    first = actions.acknowledge(recipient=recipient, by=he)
    with clock.frozen(now + timedelta(hours=1)):
        again = actions.acknowledge(recipient=recipient, by=he)
    assert (first.state, first.acknowledged_by, first.acknowledged_at) == ("acknowledged", he, now)
    assert (again.state, again.acknowledged_at, again.read_at) == ("acknowledged", now, now)
    assert [step.made for step in history(again)] == [False, False, True]
    assert actions.read_notice(recipient=again, by=he).state == "acknowledged"


def test_signing_unread_counts_as_read_by_the_signer(
    edition: Edition, school: Organisation, he: User, now: datetime
) -> None:
    recipient = make_sent_notice(edition, school).recipients.get()
    signed = actions.acknowledge(recipient=recipient, by=he)
    assert (signed.read_at, signed.read_by, signed.acknowledged_by) == (now, he, he)


def test_only_the_unit_itself_signs(
    edition: Edition, school: Organisation, wu: User, lin: User, zhou: User, zhao: User
) -> None:
    recipient = make_sent_notice(edition, school).recipients.get()
    for other in (wu, lin, zhou, zhao):
        with pytest.raises(actions.NoticeError, match="收文单位自己的人"):
            actions.acknowledge(recipient=recipient, by=other)
        assert list(queries.received_by(other)) == []
    assert Recipient.objects.get().state == "sent"


def test_a_superseded_notice_is_read_but_not_signed(
    edition: Edition, school: Organisation, he: User, now: datetime
) -> None:
    recipient = make_sent_notice(edition, school, state=Notice.State.SUPERSEDED).recipients.get()
    with pytest.raises(actions.NoticeError, match="请看新版"):
        actions.acknowledge(recipient=recipient, by=he)
    assert actions.read_notice(recipient=recipient, by=he).state == "read"
    assert (list(queries.to_sign(he)), [one.count() for one in providers.notices(he)]) == ([], [0])


def test_receipts_count_and_name_who_is_missing(
    edition: Edition, county: Organisation, school: Organisation, other_school: Organisation, he: User, zhou: User,
    now: datetime,
) -> None:  # fmt: skip
    notice = make_sent_notice(edition, county, school, other_school)
    actions.read_notice(recipient=notice.recipients.get(organisation=county), by=zhou)
    actions.acknowledge(recipient=notice.recipients.get(organisation=school), by=he)
    found = queries.receipts(notice)
    assert (found.total, found.acknowledged, found.read, found.unread, found.missing) == (3, 1, 1, 1, 2)
    shown = {
        key: [row.organisation for row in queries.receipt_rows(notice, show=key)] for key in queries.FILTERS
    }
    assert shown == {
        "missing": [other_school, county], "unread": [other_school], "read": [county], "signed": [school],
    }  # fmt: skip
    assert [row.organisation for row in queries.receipt_rows(notice, [school.pk])] == [school]


def test_the_inbox_says_until_when(edition: Edition, school: Organisation, he: User, now: datetime) -> None:
    notice = make_sent_notice(edition, school, sign_by=date(2021, 5, 22))
    (waiting,) = providers.notices(he)
    (item,) = waiting.items([key.pk for key in waiting.every()]).values()
    assert (item.title, item.due, item.organisation) == (notice.title, date(2021, 5, 22), school.short_name)
    actions.acknowledge(recipient=notice.recipients.get(), by=he)
    assert [one.count() for one in providers.notices(he)] == [0]


def test_urging_reaches_only_the_missing(
    edition: Edition, county: Organisation, school: Organisation, other_school: Organisation, he: User, wu: User,
    lin: User, now: datetime,
) -> None:  # fmt: skip
    with_address(he), with_address(wu)
    notice = make_sent_notice(edition, county, school, other_school)
    actions.acknowledge(recipient=notice.recipients.get(organisation=other_school), by=wu)
    found = queries.urgeable(notice, now.date())
    assert [[row.organisation for row in rows] for rows in (found.now, found.today, found.nobody)] == [
        [school], [], [county],
    ]  # fmt: skip
    done = actions.urge(notice=notice, by=lin)
    assert (done.units, Message.objects.count()) == (1, 0)
    urge = Urge.objects.get()
    assert (urge.recipient.organisation, urge.by, urge.at, urge.day) == (school, lin, now, now.date())
    job = ProcrastinateJob.objects.get(task_name="skillweek.plan.tasks.tell_urged")
    for _ in range(2):  # the job may be begun again
        actions.tell_urged(notice_id=job.args["notice_id"], day=date.fromisoformat(job.args["day"]))
    (mail,) = Message.objects.all()
    assert (mail.address, mail.subject) == ("school-a@example.invalid", f"催办：请签收《{notice.title}》")


def test_urging_again_the_same_day_is_refused_and_the_next_day_counts(
    edition: Edition, school: Organisation, he: User, lin: User, now: datetime
) -> None:
    with_address(he)
    notice = make_sent_notice(edition, school)
    actions.urge(notice=notice, by=lin)
    with pytest.raises(actions.NoticeError, match="一天只催一次"):
        actions.urge(notice=notice, by=lin)
    assert Urge.objects.count() == 1
    with clock.frozen(now + timedelta(days=1)):
        actions.urge(notice=notice, by=lin)
        actions.tell_urged(notice_id=notice.pk, day=clock.today())
    (row,) = queries.with_urges(queries.receipt_rows(notice))
    assert (row.urged, row.urged_at) == (2, now + timedelta(days=1))


def test_who_signed_between_urging_and_the_job_gets_no_message(
    edition: Edition, school: Organisation, he: User, lin: User, now: datetime
) -> None:
    with_address(he)
    notice = make_sent_notice(edition, school)
    actions.urge(notice=notice, by=lin)
    actions.acknowledge(recipient=notice.recipients.get(), by=he)
    actions.tell_urged(notice_id=notice.pk, day=now.date())
    assert Message.objects.count() == 0


@pytest.mark.parametrize(("signed", "sentence"), [(True, "全部单位都已签收"), (False, "没有登记邮箱")])
def test_urging_nobody_says_why(
    signed: bool, sentence: str, edition: Edition, school: Organisation, he: User, lin: User, now: datetime
) -> None:
    notice = make_sent_notice(edition, school)
    if signed:
        actions.acknowledge(recipient=notice.recipients.get(), by=he)
    with pytest.raises(actions.NoticeError, match=sentence):
        actions.urge(notice=notice, by=lin)
    assert Urge.objects.count() == 0


def test_counties_roll_up(
    edition: Edition, county: Organisation, other_county: Organisation, school: Organisation,
    other_school: Organisation, he: User, wu: User, now: datetime,
) -> None:  # fmt: skip
    notice = make_sent_notice(edition, county, other_school)
    passed_on = make_sent_notice(edition, school, issuer=county, forwards=notice)
    actions.acknowledge(recipient=passed_on.recipients.get(), by=he)
    first, second = queries.roll_up(notice).rows
    assert (first.place, first.own, first.signed, first.total, first.forwarding) == (
        other_county, None, 0, 1, None,
    )  # fmt: skip
    assert second.own is not None
    assert (second.place, second.own.organisation, second.total) == (county, county, 0)
    assert (second.forwarding, second.passed_signed, second.passed_total, second.outdated) == (
        passed_on, 1, 1, False,
    )  # fmt: skip


def test_the_words_stay_those_of_the_office(edition: Edition, school: Organisation, now: datetime) -> None:
    notice = make_sent_notice(edition, school, sign_by=date(2021, 5, 25))
    with translation.override("en"):
        subject, body = actions.text_of(notice, school, "urge")
    assert (subject.startswith("催办："), "请在 5 月 25 日前签收。" in body) == (True, True)
