"""Writing when and where an activity happens."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.organisations.models import Venue
from skillweek.organisations.queries import place_of
from skillweek.programme.actions.activities import locked, touch
from skillweek.programme.actions.rooms import holds, keeping_rooms
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import promised
from skillweek.programme.rules import ProgrammeError, check_times


def put(session: Session, activity: Activity) -> None:
    """Set place and day from the facts: the venue (or the owner when online), the start in local time."""
    if session.venue is not None and session.venue.city_id != activity.city_id:
        raise ProgrammeError(_("请选择本市的场地"), "venue")
    session.place = session.venue.place if session.venue else place_of(activity.owner)
    session.day = session.starts.astimezone(ZoneInfo(activity.edition.time_zone)).date()


def _write(
    session: Session, activity: Activity, starts: datetime, ends: datetime, venue: Venue | None, note: str
) -> None:
    session.starts, session.ends, session.venue, session.note = starts, ends, venue, note
    put(session, activity)
    check_times(activity, session)
    session.holds_venue = holds(activity, session)
    with keeping_rooms([session] if session.holds_venue else []):
        session.save()


def write_facts(activity: Activity, online_url: str | None, movable: bool | None) -> None:
    """What step two asks about the whole activity; None leaves it."""
    if online_url is not None:
        activity.online_url = online_url
    if movable is not None:
        activity.movable = movable
    touch(activity, "online_url", "movable")


@transaction.atomic
def add_session(
    *, activity: Activity, starts: datetime, ends: datetime, venue: Venue | None = None, note: str = "",
    online_url: str | None = None, movable: bool | None = None,
) -> Session:  # fmt: skip
    """Add a session, while the activity is a draft or was returned; without a venue it is online."""
    current = locked(activity, "edit")
    write_facts(current, online_url, movable)
    session = Session(city_id=current.city_id, activity=current)
    _write(session, current, starts, ends, venue, note)
    refresh_search(activity=current)
    return session


def _locked(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",))
    return rows.select_related("venue__place", "activity__edition", "activity__owner__kind").get(
        pk=session.pk
    )


@transaction.atomic
def edit_session(
    *, session: Session, starts: datetime, ends: datetime, venue: Venue | None = None, note: str = "",
    online_url: str | None = None, movable: bool | None = None,
) -> Session:  # fmt: skip
    """Change a session, while its activity is a draft or was returned."""
    activity = locked(session.activity, "edit")
    current = _locked(session)
    write_facts(activity, online_url, movable)
    _write(current, activity, starts, ends, venue, note)
    refresh_search(activity=activity)
    return current


@transaction.atomic
def remove_session(*, session: Session) -> None:
    """Take a session out of an activity that nobody has seen yet (a draft, or returned)."""
    activity = locked(session.activity, "edit")
    session.delete()
    touch(activity)
    refresh_search(activity=activity)


@transaction.atomic
def cancel_session(*, session: Session) -> Session:
    """Cancel one session of a published activity; it stays visible as cancelled, and its room is free."""
    activity = locked(session.activity, "cancel")
    current = _locked(session)
    if current.state == Session.State.CANCELLED:
        raise ProgrammeError(_("这一场已经取消"))
    if current.ends <= clock.now():
        raise ProgrammeError(_("这一场已经结束，不能再取消"))
    check_nobody_counts_on([current.pk])
    current.state, current.holds_venue = Session.State.CANCELLED, False
    current.save(update_fields=["state", "holds_venue"])
    touch(activity)  # a working copy taken before is now behind
    return current


def check_nobody_counts_on(session_ids: Collection[int]) -> None:
    """Raise ProgrammeError when people have booked: whoever calls :func:`cancel_sessions` tells them."""
    if promised(session_ids):
        raise ProgrammeError(_("已经有人预约，要从“取消并通知”取消，这样每个人都会收到原因"))


def cancel_sessions(*, session_ids: Collection[int]) -> list[int]:
    """Cancel those of many sessions that can be, in the caller's transaction, which tells who counts on them.

    Locks activities, then sessions, each in order of id; answers the ids of what it has cancelled.
    """
    chosen = Session.objects.filter(pk__in=session_ids)
    owners = Activity.objects.filter(sessions__in=chosen).distinct().values("pk")
    activities = list(Activity.objects.select_for_update(no_key=True).filter(pk__in=owners).order_by("pk"))
    published = [one.pk for one in activities if one.state == Activity.State.PUBLISHED]
    standing = chosen.filter(
        activity__in=published, state=Session.State.PLANNED, ends__gt=clock.now()
    ).select_for_update(no_key=True, of=("self",))
    ids = list(standing.order_by("pk").values_list("pk", flat=True))
    Session.objects.filter(pk__in=ids).update(state=Session.State.CANCELLED, holds_venue=False)
    hit = set(Session.objects.filter(pk__in=ids).order_by().values_list("activity_id", flat=True))
    for activity in activities:
        if activity.pk in hit:
            touch(activity)  # a working copy taken before is now behind
    return ids
