"""What of safety waits in inboxes and is marked on the board: permits due or gone stale, rooms too full."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.common.inbox import Kind, Rows, one_kind
from skillweek.common.registry import InboxItem
from skillweek.common.wording import han_date
from skillweek.organisations.models import Venue
from skillweek.organisations.queries import AnyUser, own, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition
from skillweek.programme.models import Activity, CrowdRule, Session
from skillweek.programme.queries.crowds import overfull, preview
from skillweek.programme.queries.safeguards import stale_permits, standings, unfiled
from skillweek.programme.rules.crowds import Over


def permits_waiting(user: AnyUser) -> list[Rows]:
    """For the units' own people: large activities that must apply soon, or should have."""
    edition = current_edition()
    if edition is None:
        return []
    mine = unfiled(edition).filter(owner__in=own(user, Right.EDIT)).select_related("owner")
    kind = Kind("permit-due", _("大型活动许可"), _("去登记申请"))
    return [Rows(mine, one_kind(kind), _permits_shown, since="created_at", unit="owner", due="last_day",
                 words=("title", "owner__name"))]  # fmt: skip


def _permits_shown(found: QuerySet[Activity]) -> list[tuple[int, InboxItem]]:
    return [
        (one.pk, InboxItem(
            kind=_("大型活动许可"), title=one.title, url=reverse("programme:desk_permit", args=[one.pk]),
            since=one.created_at, organisation=one.owner.short_name, unit=one.owner_id, action=_("去登记申请"),
            due=one.last_day,  # type: ignore[attr-defined]  # annotated
        ))
        for one in found
    ]  # fmt: skip


def permits_stale(user: AnyUser) -> list[InboxItem]:
    """For the unit and those who review it: permits and applications that no longer fit; due on the last filing day."""
    edition = current_edition()
    mine, reviewed = set(own(user, Right.EDIT).values_list("pk", flat=True)), set(scope(user, Right.REVIEW))
    if edition is None or not mine | reviewed:
        return []
    return [
        InboxItem(
            kind=_("要重办的大型活动许可"), title=one.title, note=standing.text, since=one.updated_at,
            url=reverse("programme:desk_permit", args=[one.pk]) if one.owner_id in mine else one.get_desk_url(),
            organisation=one.owner.short_name, unit=one.owner_id, due=standing.last_day, action=_("去看变了什么"),
        )
        for one, standing in stale_permits(edition) if one.owner_id in mine | reviewed
    ]  # fmt: skip


def crowded(user: AnyUser) -> list[Rows]:
    """For officers: sessions that are over what a crowd rule lets in."""
    edition = current_edition()
    if edition is None or not CrowdRule.objects.filter(edition=edition).exists():
        return []
    mine = overfull(edition).filter(activity__owner__in=scope(user, Right.REVIEW))
    rows = mine.annotate(
        ruled_at=Subquery(CrowdRule.objects.filter(pk=OuterRef("crowd_rule")).values("created_at"))
    ).select_related("activity__owner", "venue")
    kind = Kind("over-limit", _("超过限流的场次"), _("去看怎么办"))
    return [Rows(rows, one_kind(kind), _crowded_shown, since="ruled_at", unit="activity__owner", due="day",
                 words=("activity__title", "activity__owner__name"))]  # fmt: skip


def _crowded_shown(found: QuerySet[Session]) -> list[tuple[int, InboxItem]]:
    return [
        (one.pk, InboxItem(
            kind=_("超过限流的场次"), title=one.activity.title, url=one.activity.get_desk_url(),
            since=one.ruled_at, organisation=one.activity.owner.short_name,  # type: ignore[attr-defined]  # annotated
            unit=one.activity.owner_id, action=_("去看怎么办"), due=one.day,
            note=_alone(one.allowed, one.asked),  # type: ignore[attr-defined]  # annotated
        ))
        for one in found
    ]  # fmt: skip


def _alone(limit: int, asked: int) -> str:
    return _("限流后最多 %(limit)d 人，现在 %(asked)d 人") % {"limit": limit, "asked": asked}


def over_said(one: Over) -> str:
    """By which measure a session is over, in a sentence."""
    words = {"limit": one.limit, "asked": one.people}
    if one.kind == "together":
        return _("这个场地同时最多 %(limit)d 人，几场合计 %(asked)d 人") % words
    if one.kind == "day":
        return _("这个场地每天最多 %(limit)d 人，全天合计 %(asked)d 人") % words
    return _alone(one.limit, one.people)


def crowded_rooms(user: AnyUser) -> list[InboxItem]:
    """For officers: rooms that several sessions fill together, or a whole day does; one entry for each room."""
    edition, units = current_edition(), scope(user, Right.REVIEW)
    if edition is None or not units or not CrowdRule.objects.filter(edition=edition).exists():
        return []
    over = [one for one in preview(edition) if one.kind != "session"]
    mine = Session.objects.filter(pk__in=[one.load.session for one in over], activity__owner__in=units)
    known = set(mine.values_list("pk", flat=True))
    rooms: dict[int, list[Over]] = defaultdict(list)
    for one in over:
        if one.load.session in known:
            rooms[one.load.venue].append(one)
    venues = Venue.objects.select_related("place").in_bulk(rooms)
    return [_room(venues[pk], found) for pk, found in rooms.items()]


def _room(venue: Venue, found: Sequence[Over]) -> InboxItem:
    """The room, with the first day on which it is too full and by how much on the worst of its moments."""
    first = min(one.load.day for one in found)
    worst = max((one for one in found if one.load.day == first), key=lambda one: one.by)
    words = {"day": han_date(first, "day"), "what": over_said(worst)}
    return InboxItem(
        kind=_("合计超过限流的场地"), title=venue.name, url=reverse("programme:crowds"), unit=venue.place_id,
        since=max(one.rule.created_at for one in found), organisation=venue.place.short_name, due=first,
        note=_("%(day)s：%(what)s") % words, action=_("去看怎么办"),
    )  # fmt: skip


@dataclass(frozen=True)
class Caution:
    """What is to be looked to about a session besides clashes: two or three words, and a sentence."""

    kind: str
    short: str
    text: str


def cautions(edition: Edition, sessions: Collection[Session]) -> dict[int, list[Caution]]:
    """By id of ``sessions``: rooms over their limit, and permits whose day is near or past or that no longer fit."""
    found: dict[int, list[Caution]] = defaultdict(list)
    for one in preview(edition) if CrowdRule.objects.filter(edition=edition).exists() else ():
        found[one.load.session].append(Caution("crowd", _("超过限流"), over_said(one)))
    short = {"near": _("许可快到期限"), "late": _("许可已过期限"), "stale": _("许可要重办")}
    permits = standings({one.activity_id: one.activity for one in sessions}.values())
    for session in sessions:
        permit = permits.get(session.activity_id)
        if permit is not None and permit.state in short and session.venue_id:
            found[session.pk].append(Caution("permit", short[permit.state], permit.text))
    return found
