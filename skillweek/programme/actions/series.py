"""Writing many sessions of one activity at one stroke: all of them, or none."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.common.wording import han_date, joined
from skillweek.organisations.models import Venue
from skillweek.programme.actions.activities import locked, touch
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.actions.sessions import put, write_facts
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.series import Times, plan_series
from skillweek.programme.rules import ProgrammeError, check_times
from skillweek.programme.series import MOST

#: refused ones named in a sentence
NAMED = 3


@transaction.atomic
def add_series(
    *, activity: Activity, times: Iterable[Times], venue: Venue | None = None, note: str = "",
    online_url: str | None = None,
) -> list[Session]:  # fmt: skip
    """Add a session at each of ``times``; refused as a whole when any of them cannot be."""
    current = locked(activity, "edit")
    write_facts(current, online_url, None)
    planned = plan_series(current, times, venue)
    if not planned:
        raise ProgrammeError(_("没有可以新增的场次"), "days")
    if len(planned) > MOST:
        raise ProgrammeError(
            _("一次最多新增 %(most)d 场，这里有 %(n)d 场") % {"most": MOST, "n": len(planned)}, "days"
        )
    refused = [f"{han_date(one.starts, 'day')} {one.refused}" for one in planned if one.refused]
    if refused:
        words = {"n": len(refused), "which": joined(refused[:NAMED])}
        raise ProgrammeError(_("有 %(n)d 场不能新增，一场也没有写入：%(which)s") % words)
    made = []
    for one in planned:
        session = Session(
            city_id=current.city_id,
            activity=current,
            venue=venue,
            starts=one.starts,
            ends=one.ends,
            note=note,
        )
        put(session, current)
        check_times(current, session)
        made.append(session)
    Session.objects.bulk_create(made)
    refresh_search(activity=current)
    return made


def _chosen(activity: Activity, sessions: Collection[Session]) -> list[Session]:
    found = activity.sessions.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in sessions])
    chosen = list(found.select_related("venue__place"))
    if not chosen:
        raise ProgrammeError(_("请先选场次"), "sessions")
    return chosen


@transaction.atomic
def remove_sessions(*, activity: Activity, sessions: Collection[Session]) -> int:
    """Take ``sessions`` out of an activity that nobody has seen yet; how many that were."""
    current = locked(activity, "edit")
    chosen = _chosen(current, sessions)
    current.sessions.filter(pk__in=[one.pk for one in chosen]).delete()
    touch(current)
    refresh_search(activity=current)
    return len(chosen)


@transaction.atomic
def shift_sessions(*, activity: Activity, sessions: Collection[Session], by: timedelta) -> int:
    """Move ``sessions`` of an activity that nobody has seen yet by the same time; all of them, or none."""
    current = locked(activity, "edit")
    chosen = _chosen(current, sessions)
    if not by:
        raise ProgrammeError(_("请写移几天或几分钟"), "days")
    for session in chosen:
        session.starts, session.ends = session.starts + by, session.ends + by
        put(session, current)
        try:
            check_times(current, session)
        except ProgrammeError as error:
            words = {"day": han_date(session.starts - by, "day"), "why": str(error)}
            raise ProgrammeError(_("%(day)s 的一场不能这样移：%(why)s") % words, "days") from error
    Session.objects.bulk_update(chosen, ["starts", "ends", "day", "place"])
    touch(current)
    return len(chosen)
