"""Moving sessions that are public: one, or many that make room for each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.organisations.models import Venue
from skillweek.programme.actions.activities import locked, touch
from skillweek.programme.actions.rooms import holds, keeping_rooms, taken_sentence
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.actions.sessions import put
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import promised
from skillweek.programme.queries.rooms import holders, meet
from skillweek.programme.rules import ProgrammeError, check_times


@dataclass(frozen=True)
class Placing:
    """Where a session shall be: from when to when, at which venue (None: online)."""

    session: Session
    starts: datetime
    ends: datetime
    venue: Venue | None


@dataclass(frozen=True)
class Refusal:
    """A placing that could not be made, and why."""

    placing: Placing
    error: ProgrammeError


@dataclass
class Moved:
    """What became of many placings: the sessions that moved, and those that could not."""

    sessions: list[Session] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def check_movable(*, activity: Activity, session: Session, starts: datetime, booked: bool) -> None:
    """Raise ProgrammeError when a public session may not get another time, wherever it should go."""
    if not activity.movable or session.state != Session.State.PLANNED:
        raise ProgrammeError(_("这一场的时间不能调整"))
    if min(session.starts, starts) <= clock.now():
        raise ProgrammeError(_("已经开始的场次不能调整，也不能移到过去"))
    if booked:
        raise ProgrammeError(_("已经有人预约了这一场，时间不能再调整"))


@transaction.atomic
def move_session(*, session: Session, starts: datetime, ends: datetime, venue: Venue | None) -> Session:
    """Move a session of a movable published activity to another time or room of the Week, if that is free."""
    done = move_sessions(placings=[Placing(session, starts, ends, venue)])
    if done.refused:
        raise done.refused[0].error
    return done.sessions[0]


@transaction.atomic
def move_sessions(*, placings: Sequence[Placing]) -> Moved:
    """Move those of ``placings`` that can be, all at once: one may take the room that another leaves.

    A session that is booked, over, not movable, or whose new room stays taken, is refused and stays where it is.
    """
    done, ready = Moved(), []
    ordered = sorted(placings, key=lambda one: (one.session.activity_id, one.session.pk))
    booked = promised([one.session.pk for one in placings])
    for placing in ordered:
        try:
            ready.append(_prepared(placing, booked))
        except ProgrammeError as error:
            done.refused.append(Refusal(placing, error))
    venues = {one.session.venue_id for one in ready if one.session.venue_id}
    list(Venue.objects.select_for_update(no_key=True).filter(pk__in=venues).order_by("pk").values_list("pk"))
    fitting = _fitting(ready, done)
    _write([one.session for one in fitting])
    done.sessions = [one.session for one in fitting]
    return done


@dataclass(frozen=True)
class _Ready:
    """A session with its new time and room (not saved), and as it stood."""

    placing: Placing
    session: Session
    before: Session


def _prepared(placing: Placing, booked: set[int]) -> _Ready:
    activity = locked(placing.session.activity, "cancel")  # published, and not cancelled
    rows = Session.objects.select_related("venue", "activity")
    before = rows.select_for_update(of=("self",)).get(pk=placing.session.pk)
    check_movable(
        activity=activity, session=before, starts=placing.starts, booked=placing.session.pk in booked
    )
    session = rows.get(pk=before.pk)
    session.activity = activity
    session.starts, session.ends, session.venue = placing.starts, placing.ends, placing.venue
    put(session, activity)
    check_times(activity, session)
    session.holds_venue = holds(activity, session)
    return _Ready(placing, session, before)


def _fitting(ready: list[_Ready], done: Moved) -> list[_Ready]:
    """Those whose new room is free once all of them have moved; who cannot go stays, and may keep others out."""
    moving = {one.session.pk for one in ready}
    staying = list(holders({one.session.venue_id or 0 for one in ready}).exclude(pk__in=moving))
    while True:
        found: list[_Ready] = []
        shut = None
        for one in ready:
            others = [*staying, *(kept.session for kept in found if kept.session.holds_venue)]
            pairs = [(one.session, other) for other in others if meet(one.session, other)]
            if one.session.holds_venue and pairs:
                shut = Refusal(one.placing, ProgrammeError(taken_sentence(pairs[:1]), "venue"))
                ready = [other for other in ready if other is not one]
                staying += [one.before] if one.before.holds_venue else []
                break
            found.append(one)
        if shut is None:
            return found
        done.refused.append(shut)


def _write(sessions: list[Session]) -> None:
    """Give all rooms back, then take the new ones: the rule of the database looks at every row as it is written."""
    Session.objects.filter(pk__in=[one.pk for one in sessions], holds_venue=True).update(holds_venue=False)
    with keeping_rooms(sessions):
        for session in sessions:
            session.save()
    for activity in {one.activity_id: one.activity for one in sessions}.values():
        touch(activity)
        refresh_search(activity=activity)
