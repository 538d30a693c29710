"""Making the programme of this moment a numbered version: by an officer, or by itself when the public one moved on."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed
from skillweek.schedule import queries
from skillweek.schedule.actions.followers import tell
from skillweek.schedule.actions.moves import apply_moves
from skillweek.schedule.models import Move, Release
from skillweek.schedule.queries.differences import COLUMNS, parameters, statement
from skillweek.schedule.rules import NothingNew, Outdated

#: frozen rows and lines of the log from one look at the programme: what is published meanwhile is left for the next
_WRITE = f"""
, frozen_activities AS (
    INSERT INTO schedule_releasedactivity
        (release_id, activity_id, title, summary, text, audiences, online_url, cancelled)
    SELECT %(release)s, n.id, n.title, n.summary, n.text, n.audiences, n.online_url, n.cancelled
    FROM now_activities n LEFT JOIN was_activities w USING (id)
    WHERE (w.title, w.summary, w.text, w.audiences, w.online_url, w.cancelled)
        IS DISTINCT FROM (n.title, n.summary, n.text, n.audiences, n.online_url, n.cancelled)
    UNION ALL
    SELECT %(release)s, w.id, w.title, w.summary, w.text, w.audiences, w.online_url, true
    FROM was_activities w LEFT JOIN now_activities n USING (id) WHERE n.id IS NULL AND NOT w.cancelled
), frozen_sessions AS (
    INSERT INTO schedule_releasedsession (release_id, session_id, starts, ends, venue_name, cancelled)
    SELECT %(release)s, n.id, n.starts, n.ends, n.venue_name, n.cancelled
    FROM now_sessions n LEFT JOIN was_sessions w USING (id)
    WHERE (w.starts, w.ends, w.venue_name, w.cancelled)
        IS DISTINCT FROM (n.starts, n.ends, n.venue_name, n.cancelled)
    UNION ALL
    SELECT %(release)s, w.id, w.starts, w.ends, w.venue_name, true
    FROM was_sessions w LEFT JOIN now_sessions n USING (id) WHERE n.id IS NULL AND NOT w.cancelled
), logged AS (
    INSERT INTO schedule_change (release_id, {", ".join(COLUMNS)})
    SELECT %(release)s, {", ".join(f"c.{name}" for name in COLUMNS)} FROM changes c WHERE %(was)s > 0
)
SELECT count(*) FROM changes
"""


@dataclass(frozen=True)
class Released:
    """A new version, and the moves of the board that could not be carried out, each with the reason."""

    version: Release
    refused: list[tuple[Move, str]] = field(default_factory=list)


@transaction.atomic
def release(*, edition: Edition, by: User | None, note: str = "", seen: str | None = None) -> Released:
    """Make a new version: freeze what is public, write down what changed, tell followers.

    An officer's release carries out first what waits on the board; one by itself (``by`` None) leaves it there.
    ``seen`` is the token of what the officer was shown. Raises NothingNew when nothing is different from the last
    version, Outdated when it is no more what was shown. Of two at once the second finds nothing new.
    """
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    last = queries.latest(edition)
    number = last.number if last else 0
    if seen is not None and queries.pending(edition, number).token != seen:
        raise Outdated
    refused = _carry_out(edition, by) if by is not None else []
    version = Release.objects.create(
        edition=edition, number=number + 1, at=clock.now(), by=by, note=note.strip()
    )
    given: dict[str, Any] = parameters(edition, was=number) | {"release": version.pk}
    with connection.cursor() as cursor:
        cursor.execute(statement(_WRITE), given)
        if not cursor.fetchone()[0]:
            raise NothingNew([reason for _move, reason in refused])
    tell(release=version)
    return Released(version, refused)


def _carry_out(edition: Edition, by: User) -> list[tuple[Move, str]]:
    """Make the moves of the board true while they may be; answers those that could not."""
    if closed(edition, "arrange") or not queries.moves_of(edition).exists():
        return []
    return apply_moves(edition=edition, by=by).refused


def release_due() -> list[Release]:
    """Bring the log up to date, of every edition where the public programme is different from its last version."""
    made = []
    for edition in queries.kept_current():
        last = queries.latest(edition)
        if queries.anything(edition, last.number if last else 0):
            try:
                made.append(release(edition=edition, by=None).version)
            except NothingNew:  # somebody else was quicker
                continue
    return made
