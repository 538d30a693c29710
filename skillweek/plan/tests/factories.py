"""Rows for tests of the plan."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Addressing, Clause, Duty, Edition, Notice, Recipient

SENT_AT = datetime(2021, 5, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def make_notice(edition: Edition, **facts: Any) -> Notice:
    """A draft of the city."""
    facts = {"issuer": edition.city, "title": "关于做好活动周工作的通知", "addressees": "各单位：",
             "body": "请签收。", "signed_on": date(2021, 5, 20)} | facts  # fmt: skip
    return Notice.objects.create(edition=edition, **facts)


def address(notice: Notice, *whom: str | Organisation) -> Notice:
    """Give a draft its rules: keys of groups, and units by name."""
    Addressing.objects.bulk_create(
        Addressing(notice=notice, group=one)
        if isinstance(one, str)
        else Addressing(notice=notice, organisation=one)
        for one in whom
    )
    return notice


def make_sent_notice(edition: Edition, *units: Organisation, **facts: Any) -> Notice:
    """A notice that ``units`` have received, and that their people know of."""
    facts = {"state": Notice.State.SENT, "sent_at": SENT_AT} | facts
    notice = make_notice(edition, **facts)
    Recipient.objects.bulk_create(
        Recipient(notice=notice, organisation=unit, told_at=SENT_AT) for unit in units
    )
    return notice


def with_address(user: User) -> User:
    """The person, with an address for messages."""
    user.email = f"{user.username}@example.invalid"
    user.save()
    return user


def make_duty(edition: Edition, unit: Organisation, *, path: str = "3.4", **facts: Any) -> Duty:
    """A duty by a clause, which is made when missing."""
    clause, _made = Clause.objects.get_or_create(
        edition=edition, path=path, defaults={"number": path, "heading": "校园体验日"}
    )
    facts = {"title": "至少一场校园体验日", "due": date(2021, 5, 28), "evidence": "activities",
             "parameter": "campus"} | facts  # fmt: skip
    return Duty.objects.create(clause=clause, organisation=unit, **facts)
