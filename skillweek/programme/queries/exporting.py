"""The programme as a 活动安排表: one row a session, in the columns that an import understands."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from skillweek.library.sheets import Cell, sheet
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Safeguard, Session
from skillweek.programme.queries.import_facts import facts_of_activity, with_facts
from skillweek.programme.queries.known import Known
from skillweek.programme.sheets.vocabulary import HEAD, NOWHERE


def programme_sheet(activities: QuerySet[Activity], edition: Edition) -> bytes:
    """The xlsx file of ``activities`` of one edition; cancelled ones and cancelled sessions are left out."""
    kept = with_facts(
        activities.exclude(state=Activity.State.CANCELLED).filter(edition=edition, revises=None)
    ).order_by("owner", "pk")
    return sheet(name=_("活动安排表"), head=HEAD, rows=_rows(kept, edition))


def _rows(activities: QuerySet[Activity], edition: Edition) -> Iterator[list[Cell]]:
    known = Known(edition, ())
    zone = ZoneInfo(edition.time_zone)
    for activity in activities:
        sessions: list[Session | None] = list(activity.sessions.all()) or [None]
        for session in sessions:
            yield _row(activity, session, known, zone)


def _row(activity: Activity, session: Session | None, known: Known, zone: ZoneInfo) -> list[Cell]:
    facts = facts_of_activity(activity)
    safeguard = getattr(activity, "safeguard", None) or Safeguard()
    audiences = [audience.label for audience in activity.audiences.all()]
    return [
        activity.code, activity.title, activity.kind.label, *_when(session, zone), _where(activity, session, known),
        activity.online_url, activity.owner.name, "、".join(facts.undertakers), "、".join(facts.co_hosts),
        activity.summary, "、".join(audiences), safeguard.expected, safeguard.responsible_name,
        safeguard.responsible_phone, session.note if session else "",
    ]  # fmt: skip


def _when(session: Session | None, zone: ZoneInfo) -> tuple[Cell, Cell, Cell]:
    if session is None:
        return None, None, None
    starts, ends = session.starts.astimezone(zone), session.ends.astimezone(zone)
    return starts.date(), f"{starts:%H:%M}", _end(starts, ends)


def _end(starts: datetime, ends: datetime) -> str:
    return f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends:%Y-%m-%d %H:%M}"


def _where(activity: Activity, session: Session | None, known: Known) -> str:
    """The venue by a name that finds it again."""
    if session is None:
        return ""
    if session.venue is None:
        return NOWHERE
    if known.venue(session.venue.name, activity.owner) == session.venue:
        return session.venue.name
    return f"{session.venue.name}（{session.venue.owner.name}）"
