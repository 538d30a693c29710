"""Rows for tests of this room and of those above it."""

from datetime import datetime, timedelta
from typing import Any

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import place_of
from skillweek.plan.models import ActivityKind, Audience, Edition
from skillweek.programme.models import (
    Activity,
    BudgetLine,
    CrowdRule,
    Participation,
    ProgrammeImport,
    Safeguard,
    Session,
)


def make_activity(
    owner: Organisation, edition: Edition, *, kind: str = "campus", audiences: tuple[str, ...] = ("parents",),
    state: str = Activity.State.PUBLISHED, **facts: Any,
) -> Activity:  # fmt: skip
    """An activity with host, audiences and safeguards; published unless told otherwise."""
    moment = facts.pop("published_at", clock.now())
    facts = {
        "title": "汝瓷拉坯体验",
        "summary": "做一只自己的茶盏。",
        "body": "跟着老师和同学做一只茶盏。",
    } | facts
    activity = Activity.objects.create(
        city_id=owner.tenant_id, edition=edition, owner=owner, state=state,
        kind=ActivityKind.objects.get(edition=edition, code=kind),
        published_at=moment if state == Activity.State.PUBLISHED else None,
        created_at=moment, updated_at=moment, **facts,
    )  # fmt: skip
    activity.audiences.set(Audience.objects.filter(edition=edition, code__in=audiences))
    Participation.objects.create(activity=activity, organisation=owner, role=Participation.Role.HOST)
    Safeguard.objects.create(
        activity=activity,
        responsible_name="示例-张老师",
        responsible_phone="13900000001",
        capacity=100,
        expected=60,
        measures="分两组进场，门口留人。",
        insurance="学校已投公众责任险",
        first_aid="校医在场，备急救箱",
    )
    return activity


def make_session(
    activity: Activity, *, starts: datetime, hours: float = 1.5, venue: Venue | None = None, **facts: Any
) -> Session:
    """A session at ``starts`` (aware); it holds its room when the activity is public and the room is not shared."""
    planned = facts.get("state", Session.State.PLANNED) == Session.State.PLANNED
    public = planned and activity.state == Activity.State.PUBLISHED
    facts.setdefault("holds_venue", public and venue is not None and not venue.shared)
    return Session.objects.create(
        city_id=activity.city_id, activity=activity, venue=venue, day=starts.date(),
        place=venue.place if venue else place_of(activity.owner),
        starts=starts, ends=starts + timedelta(hours=hours), **facts,
    )  # fmt: skip


def make_import(edition: Edition, by: User | None) -> ProgrammeImport:
    """A table that waits, with nothing in it."""
    assert by is not None
    return ProgrammeImport.objects.create(
        edition=edition, name="安排表.xlsx", content="[]", by=by, at=clock.now()
    )


def make_budget_line(activity: Activity, item: str = "印刷导览图", **facts: Any) -> BudgetLine:
    """One thing that money is spent on."""
    return BudgetLine.objects.create(
        activity=activity, item=item, **({"amount": 300, "source": "学校公用经费"} | facts)
    )


def make_crowd_rule(edition: Edition, issuer: Organisation, **facts: Any) -> CrowdRule:
    """A rule of ``issuer``, of half the room for everybody unless told otherwise."""
    known = {"factor": 50, "reason": "示例通知", "created_at": clock.now()}
    return CrowdRule.objects.create(edition=edition, issuer=issuer, **(known | facts))
