"""Writing, sending, reading and signing for notices."""

from datetime import datetime

import pytest

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.messaging.models import Message
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries
from skillweek.plan.models import Edition, Notice, Recipient
from skillweek.plan.tests.factories import make_notice, make_sent_notice


@pytest.fixture
def draft(edition: Edition) -> Notice:
    return make_notice(edition)


def test_sending_makes_recipients_and_queues_one_mail_per_person(
    draft: Notice, county: Organisation, school: Organisation, lin: User, he: User, zhou: User, now: datetime
) -> None:
    he.email = "he@example.invalid"
    he.save()
    sent = actions.send_notice(notice=draft, organisations=[county, school, school], by=lin)
    assert (sent.state, sent.sent_at) == (Notice.State.SENT, now)
    assert list(sent.recipients.values_list("organisation__code", "state")) == [
        ("school-a", "sent"), ("yexian", "sent"),
    ]  # fmt: skip
    (mail,) = Message.objects.all()
    assert (mail.address, mail.dedup_key) == ("he@example.invalid", f"notice:{draft.code}:{he.pk}")
    assert draft.title in mail.subject


def test_sending_twice_is_refused(draft: Notice, school: Organisation, lin: User, now: datetime) -> None:
    actions.send_notice(notice=draft, organisations=[school], by=lin)
    with pytest.raises(actions.NoticeError):
        actions.send_notice(notice=draft, organisations=[school], by=lin)
    assert Recipient.objects.count() == 1


@pytest.mark.parametrize("whom", ["nobody", "the city itself"])
def test_sending_needs_units_below_the_issuer(
    whom: str, draft: Notice, city: Organisation, lin: User, now: datetime
) -> None:
    with pytest.raises(actions.NoticeError):
        actions.send_notice(notice=draft, organisations=[city] if whom != "nobody" else [], by=lin)
    assert (Notice.objects.get().state, Recipient.objects.count()) == (Notice.State.DRAFT, 0)


def test_a_county_sends_to_its_own_schools_only(
    edition: Edition, county: Organisation, school: Organisation, other_school: Organisation, zhou: User,
    now: datetime,
) -> None:  # fmt: skip
    mine = make_notice(edition, issuer=county)
    with pytest.raises(actions.NoticeError):
        actions.send_notice(notice=mine, organisations=[school, other_school], by=zhou)
    assert Recipient.objects.count() == 0
    actions.send_notice(notice=mine, organisations=[school], by=zhou)
    assert [one.organisation for one in Recipient.objects.all()] == [school]


def test_a_stranger_neither_writes_nor_sends(
    draft: Notice, edition: Edition, city: Organisation, school: Organisation, he: User, zhou: User
) -> None:
    for stranger in (he, zhou):
        with pytest.raises(actions.NoticeError):
            actions.send_notice(notice=draft, organisations=[school], by=stranger)
        with pytest.raises(actions.NoticeError):
            actions.edit_notice(notice=draft, by=stranger, facts={"title": "改"})
        with pytest.raises(actions.NoticeError):
            actions.write_notice(edition=edition, issuer=city, by=stranger, facts={})
    assert list(Notice.objects.values_list("title", "state")) == [(draft.title, "draft")]


def test_a_sent_notice_does_not_change(edition: Edition, school: Organisation, lin: User) -> None:
    notice = make_sent_notice(edition, school)
    with pytest.raises(actions.NoticeError):
        actions.edit_notice(notice=notice, by=lin, facts={"title": "改"})
    assert Notice.objects.get().title == notice.title


def test_signing_twice_keeps_the_first_signature(
    edition: Edition, school: Organisation, he: User, now: datetime
) -> None:
    recipient = make_sent_notice(edition, school).recipients.get()
    actions.read_notice(recipient=recipient, by=he)
    first = actions.acknowledge(recipient=recipient, by=he)
    again = actions.acknowledge(recipient=recipient, by=he)
    assert (first.state, first.acknowledged_by, first.acknowledged_at) == ("acknowledged", he, now)
    assert (again.state, again.acknowledged_at, again.read_at) == ("acknowledged", now, now)
    assert [step.made for step in history(again)] == [False, False, True]
    assert actions.read_notice(recipient=again, by=he).state == "acknowledged"


def test_only_the_unit_itself_signs(
    edition: Edition, school: Organisation, wu: User, lin: User, zhou: User, zhao: User
) -> None:
    recipient = make_sent_notice(edition, school).recipients.get()
    for other in (wu, lin, zhou, zhao):
        with pytest.raises(actions.NoticeError):
            actions.acknowledge(recipient=recipient, by=other)
        assert list(queries.received_by(other)) == []
    assert Recipient.objects.get().state == "sent"


def test_receipts_count_and_name_who_is_missing(
    edition: Edition, county: Organisation, school: Organisation, other_school: Organisation, he: User, zhou: User,
    now: datetime,
) -> None:  # fmt: skip
    notice = make_sent_notice(edition, county, school, other_school)
    actions.read_notice(recipient=notice.recipients.get(organisation=county), by=zhou)
    actions.acknowledge(recipient=notice.recipients.get(organisation=school), by=he)
    found = queries.receipts(notice)
    assert (found.total, found.acknowledged, found.read, found.unread) == (3, 1, 1, 1)
    assert [row.organisation for row in found.missing] == [other_school, county]


def test_groups_are_what_lies_below(
    city: Organisation, county: Organisation, school: Organisation, other_school: Organisation
) -> None:
    other = other_school.parent
    assert {group.key: group.units for group in queries.groups(city)} == {
        "places": [other, county], "schools": [school, other_school],
    }  # fmt: skip
    assert {group.key: group.units for group in queries.groups(county)} == {"schools": [school]}
