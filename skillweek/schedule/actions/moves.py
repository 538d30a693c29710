"""Placing sessions on the week board, and making what was placed there true."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Venue
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed
from skillweek.programme.actions import Placing, check_movable, move_sessions
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import promised
from skillweek.programme.rules import ProgrammeError, check_times
from skillweek.schedule.models import Move
from skillweek.schedule.rules import ScheduleError, stands_at


@dataclass
class Applied:
    """What became of the moves: the sessions that moved, and those that stay, each with the reason."""

    sessions: list[Session] = field(default_factory=list)
    refused: list[tuple[Move, str]] = field(default_factory=list)


def _check_may(session: Session, by: User) -> None:
    if reason := closed(session.activity.edition, "arrange"):
        raise ScheduleError(reason)
    if not has_right(by, Right.MANAGE, session.activity.owner):
        raise ScheduleError(_("您不能调整这个单位的场次"))


def _locked(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",))
    return rows.select_related("activity__edition", "activity__owner", "venue").get(pk=session.pk)


def _check_place(session: Session, starts: datetime, ends: datetime, venue: Venue | None) -> None:
    """Raise ScheduleError when the session may not stand there, whatever else stands there."""
    activity = session.activity
    if activity.state != Activity.State.PUBLISHED:
        raise ScheduleError(_("只能调整已发布活动的场次；草稿由填报单位自己改"))
    if venue is not None and venue.city_id != activity.city_id:
        raise ScheduleError(_("请选择本市的场地"))
    zone = ZoneInfo(activity.edition.time_zone)
    wish = Session(starts=starts, ends=ends, venue=venue, day=starts.astimezone(zone).date())
    try:
        check_movable(activity=activity, session=session, starts=starts, booked=bool(promised([session.pk])))
        check_times(activity, wish)
    except ProgrammeError as error:
        raise ScheduleError(str(error)) from error


@transaction.atomic
def place_move(
    *, session: Session, starts: datetime, ends: datetime, venue: Venue | None, by: User, seen: str = ""
) -> Move | None:
    """Put a public session elsewhere on the board; nothing is public before the next release.

    ``seen`` is where it stood on the person's page (``rules.stands_at``): refused when it has changed since. Put
    back to where it stands, its move is gone, and None comes back. A taken room is no reason to refuse: two may swap.
    """
    current = _locked(session)
    _check_may(current, by)
    if seen and seen != stands_at(current):
        raise ScheduleError(_("这一场在您打开页面之后有人改过，请看过新的时间再调整"))
    if (starts, ends, venue) == (current.starts, current.ends, current.venue):
        Move.objects.filter(session=current).delete()
        return None
    _check_place(current, starts, ends, venue)
    facts = {
        "from_starts": current.starts, "from_ends": current.ends, "from_venue": current.venue,
        "to_starts": starts, "to_ends": ends, "to_venue": venue, "by": by, "at": clock.now(),
    }  # fmt: skip
    move, _made = Move.objects.update_or_create(session=current, defaults=facts)
    return move


@transaction.atomic
def drop_move(*, move: Move, by: User) -> None:
    """Take a move from the board: the session stays where it stands."""
    current = Move.objects.select_for_update(of=("self",)).select_related(
        "session__activity__edition", "session__activity__owner"
    ).get(pk=move.pk)  # fmt: skip
    _check_may(current.session, by)
    current.delete()


def _stale(move: Move) -> bool:
    stood = (move.from_starts, move.from_ends, move.from_venue_id)
    return stood != (move.session.starts, move.session.ends, move.session.venue_id)


@transaction.atomic
def apply_moves(*, edition: Edition, by: User | None = None) -> Applied:
    """Make the moves of ``edition`` true, all at once; those that can be are made and leave the board.

    A session that was booked, changed or cancelled since, or whose new room is taken, stays where it is with its move,
    and is named with the reason. ``by`` None: by itself (the caller has checked who may).
    """
    if reason := closed(edition, "arrange"):
        raise ScheduleError(reason)
    if by is not None and not has_right(by, Right.MANAGE, edition.city):
        raise ScheduleError(_("只有市级管理员可以发布调整"))
    rows = Move.objects.filter(session__activity__edition=edition).select_for_update(of=("self", "session"))
    moves = list(rows.select_related("session__activity", "to_venue").order_by("session_id"))
    applied = Applied()
    fresh = []
    for move in moves:
        if _stale(move):
            applied.refused.append((move, _("这一场在调整之后又有人改过，请重新安排")))
        else:
            fresh.append(move)
    done = move_sessions(
        placings=[Placing(one.session, one.to_starts, one.to_ends, one.to_venue) for one in fresh]
    )
    by_session = {one.session_id: one for one in fresh}
    applied.refused += [(by_session[one.placing.session.pk], str(one.error)) for one in done.refused]
    applied.sessions = done.sessions
    Move.objects.filter(session__in=done.sessions).delete()
    return applied
