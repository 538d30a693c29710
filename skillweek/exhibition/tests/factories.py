"""Rows for tests of this room and of those above it."""

from typing import Any

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.exhibition.actions import place_exhibit
from skillweek.exhibition.models import Hall
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.review.actions import approve_work, submit_work, write_work
from skillweek.review.tests.factories import picture


def exhibit_facts(**facts: Any) -> dict[str, Any]:
    """What a form would hand in for one exhibit."""
    return {
        "room": "素坯", "title": "初学者的碗", "maker": "示例-小李", "maker_class": "2020级陶瓷班", "skill": "手工拉坯",
        "year": 2021, "medium": "素坯", "story": "拉到第七只才没有塌。", "alt": "一只没有上釉的碗",
        "picture": picture(),
    } | facts  # fmt: skip


def make_hall(owner: Organisation, edition: Edition, *, exhibits: int = 1, **facts: Any) -> Hall:
    """A draft hall with cover and so many exhibits, written through the actions."""
    hall = Hall(edition=edition, owner=owner, city_id=owner.tenant_id)
    facts = {"title": "土与火", "introduction": "一团泥到一件器物。", "cover": picture()} | facts
    write_work(work=hall, facts=facts, by=None)
    for number in range(exhibits):
        place_exhibit(work=hall, facts=exhibit_facts(title=f"碗 {number}"), by=None)
    return hall


def publish(work: Any, *officers: User) -> Any:
    """Send ``work`` up and let ``officers`` approve it one after the other."""
    submit_work(work=work, by=None)
    for officer in officers:
        approve_work(work=work, by=officer)
    work.refresh_from_db()
    assert work.published_at is not None
    assert work.published_at <= clock.now()
    return work
