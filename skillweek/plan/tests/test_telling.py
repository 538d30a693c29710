"""The job that tells people: everybody once, whatever happens to it."""

from datetime import date, datetime

import pytest
from django.db import transaction

from skillweek.accounts.models import User
from skillweek.messaging.models import Message
from skillweek.organisations.actions import add_unit, grant
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries
from skillweek.plan.actions import telling
from skillweek.plan.models import Edition, Notice, Recipient
from skillweek.plan.tests.factories import address, make_notice, with_address


@pytest.fixture
def sent(
    edition: Edition,
    county: Organisation,
    school: Organisation,
    lin: User,
    he: User,
    zhou: User,
    now: datetime,
) -> Notice:
    with_address(he)
    with_address(zhou)
    draft = address(make_notice(edition, sign_by=date(2021, 5, 25)), "places", "schools")
    return actions.send_notice(notice=draft, seen=2, by=lin)


def mails() -> list[tuple[str, str]]:
    return sorted((message.address, message.subject) for message in Message.objects.all())


def test_one_message_per_person_with_the_facts_of_the_notice(sent: Notice, school: Organisation) -> None:
    assert actions.tell(notice_id=sent.pk) == 2
    assert mails() == [
        (f"{name}@example.invalid", f"请签收：{sent.title}") for name in ("county-yexian", "school-a")
    ]
    body = next(one.body for one in Message.objects.all() if one.address.startswith("school"))
    for words in (school.name, sent.issuer.name, "请在 5 月 25 日前签收。", f"/desk/notices/{sent.code}/"):
        assert words in body
    assert {(one.kind, one.owner_code, one.batch) for one in Message.objects.all()} == {
        ("notice", sent.issuer.code, f"notice:{sent.code}")
    }
    assert (queries.receipts(sent).told, Recipient.objects.filter(told_at=None).count()) == (2, 0)


def test_a_killed_job_goes_on_where_it_was(
    sent: Notice, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "CHUNK", 1)

    with pytest.raises(Killed):
        _begun_and_killed(sent)
    assert (Message.objects.count(), queries.receipts(sent).told) == (0, 0)
    first = sent.recipients.order_by("pk")[0]
    sent.recipients.exclude(pk=first.pk).update(told_at=now)
    assert actions.tell(notice_id=sent.pk) == 1
    sent.recipients.update(told_at=None)  # as if the mark had been lost, but not the messages
    actions.tell(notice_id=sent.pk)
    actions.tell(notice_id=sent.pk)
    assert len(mails()) == len(set(mails())) == 2


class Killed(Exception):
    """The worker died."""


def _begun_and_killed(notice: Notice) -> None:
    """All of the work, and the end before it is committed."""
    with transaction.atomic():
        assert actions.tell(notice_id=notice.pk) == 2
        raise Killed


def test_who_signs_for_two_units_hears_once(
    sent: Notice, county: Organisation, school: Organisation, he: User, lin: User
) -> None:
    other = add_unit(parent=county, kind=school.kind, code="school-c", name="示例-三校")
    grant(user=he, organisation=other, role="school_editor")
    actions.send_further(notice=sent, organisations=[other], seen=1, by=lin)
    actions.tell(notice_id=sent.pk)
    assert [address for address, _subject in mails()] == [
        "county-yexian@example.invalid", "school-a@example.invalid",
    ]  # fmt: skip


def test_a_unit_without_anybody_is_no_obstacle(sent: Notice, school: Organisation, he: User) -> None:
    he.memberships.update(active=False)
    actions.tell(notice_id=sent.pk)
    assert [address for address, _subject in mails()] == ["county-yexian@example.invalid"]
    assert queries.receipts(sent).told == 2


def test_a_superseded_notice_tells_nobody(sent: Notice) -> None:
    Notice.objects.filter(pk=sent.pk).update(state=Notice.State.SUPERSEDED)
    assert (actions.tell(notice_id=sent.pk), mails()) == (0, [])


def test_typed_braces_print_literally(sent: Notice, school: Organisation) -> None:
    sent.title = "{{ 7*7 }} {{ link }} {{7*7}}"
    subject, body = actions.text_of(sent, school, "notice")
    assert (subject, body.count(sent.title)) == ("请签收：{{ 7*7 }} {{ link }} {{7*7}}", 1)
