"""What makes two states of the programme different, in one statement of the database.

A state is a released version, or the programme as it is public now (with the moves that wait on the board, or
without). The same statement shows what a release will change, writes it, and compares two versions.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from skillweek.common import clock
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import told_beside
from skillweek.schedule.models import Change

#: how many lines a preview shows
SHOWN = 100

#: columns of ``changes``, as in the table of changes
COLUMNS = (
    "kind", "activity_id", "session_id", "from_starts", "from_ends", "to_starts", "to_ends", "from_venue",
    "to_venue", "note",
)  # fmt: skip

_FROZEN = """
{name}_activities AS (
    SELECT DISTINCT ON (f.activity_id)
        f.activity_id AS id, f.title, f.summary, f.text, f.audiences, f.online_url, f.cancelled
    FROM schedule_releasedactivity f JOIN schedule_release r ON r.id = f.release_id
    WHERE r.edition_id = %(edition)s AND r.number <= %({name})s
    ORDER BY f.activity_id, f.release_id DESC
), {name}_sessions AS (
    SELECT DISTINCT ON (f.session_id)
        f.session_id AS id, s.activity_id, f.starts, f.ends, f.venue_name, f.cancelled
    FROM schedule_releasedsession f
    JOIN schedule_release r ON r.id = f.release_id
    JOIN programme_session s ON s.id = f.session_id
    WHERE r.edition_id = %(edition)s AND r.number <= %({name})s
    ORDER BY f.session_id, f.release_id DESC
)"""

#: the cover, tags, topic and safeguards are left out: they change nothing for who wants to come
_LIVE = """
{name}_activities AS (
    SELECT a.id, a.title, a.summary,
        md5(concat_ws(chr(31), a.title_en, a.kind_id, a.body, a.steps, a.good_to_know{beside})) AS text,
        coalesce((SELECT string_agg(t.audience_id::text, ' ' ORDER BY t.audience_id)
                  FROM programme_activity_audiences t WHERE t.activity_id = a.id), '') AS audiences,
        a.online_url, a.state = 'cancelled' AS cancelled
    FROM programme_activity a
    WHERE a.edition_id = %(edition)s AND a.state IN ('published', 'cancelled') AND a.published_at <= %(now)s
), {name}_sessions AS (
    SELECT s.id, s.activity_id, coalesce(m.to_starts, s.starts) AS starts, coalesce(m.to_ends, s.ends) AS ends,
        coalesce(CASE WHEN m.id IS NULL THEN v.name ELSE mv.name END, '') AS venue_name,
        s.state = 'cancelled' OR a.cancelled AS cancelled
    FROM programme_session s
    JOIN {name}_activities a ON a.id = s.activity_id
    LEFT JOIN organisations_venue v ON v.id = s.venue_id
    LEFT JOIN schedule_move m ON %(moves)s AND m.session_id = s.id AND s.state = 'planned'
        AND m.from_starts = s.starts AND m.from_ends = s.ends AND m.from_venue_id IS NOT DISTINCT FROM s.venue_id
    LEFT JOIN organisations_venue mv ON mv.id = m.to_venue_id
)"""

_CHANGES = """
first_sessions AS (
    SELECT DISTINCT ON (activity_id) activity_id, starts, ends, venue_name
    FROM now_sessions WHERE NOT cancelled ORDER BY activity_id, starts, id
), changes AS (
    SELECT 'added'::text AS kind, n.id AS activity_id, NULL::bigint AS session_id,
        NULL::timestamptz AS from_starts, NULL::timestamptz AS from_ends, f.starts AS to_starts, f.ends AS to_ends,
        ''::text AS from_venue, coalesce(f.venue_name, '')::text AS to_venue, ''::text AS note
    FROM now_activities n
    LEFT JOIN was_activities w USING (id)
    LEFT JOIN first_sessions f ON f.activity_id = n.id
    WHERE w.id IS NULL AND NOT n.cancelled
    UNION ALL
    SELECT 'cancelled', w.id, NULL, NULL, NULL, NULL, NULL, '', '', ''
    FROM was_activities w LEFT JOIN now_activities n USING (id)
    WHERE NOT w.cancelled AND coalesce(n.cancelled, true)
    UNION ALL
    SELECT 'revised', n.id, NULL, NULL, NULL, NULL, NULL, '', '', concat_ws(' ',
        CASE WHEN w.title <> n.title THEN 'title' END, CASE WHEN w.summary <> n.summary THEN 'summary' END,
        CASE WHEN w.text <> n.text THEN 'text' END, CASE WHEN w.audiences <> n.audiences THEN 'audiences' END,
        CASE WHEN w.online_url <> n.online_url THEN 'online_url' END)
    FROM was_activities w JOIN now_activities n USING (id)
    WHERE NOT w.cancelled AND NOT n.cancelled
        AND (w.title, w.summary, w.text, w.audiences, w.online_url)
            <> (n.title, n.summary, n.text, n.audiences, n.online_url)
    UNION ALL
    SELECT CASE WHEN w.id IS NULL OR w.cancelled THEN 'added'
                WHEN n.id IS NULL OR n.cancelled THEN 'cancelled' ELSE 'moved' END,
        a.id, coalesce(n.id, w.id),
        CASE WHEN w.cancelled THEN NULL ELSE w.starts END, CASE WHEN w.cancelled THEN NULL ELSE w.ends END,
        CASE WHEN n.cancelled THEN NULL ELSE n.starts END, CASE WHEN n.cancelled THEN NULL ELSE n.ends END,
        CASE WHEN w.cancelled THEN '' ELSE coalesce(w.venue_name, '') END,
        CASE WHEN n.cancelled THEN '' ELSE coalesce(n.venue_name, '') END, ''
    FROM now_sessions n
    FULL JOIN was_sessions w USING (id)
    JOIN now_activities a ON a.id = coalesce(n.activity_id, w.activity_id) AND NOT a.cancelled
    JOIN was_activities b ON b.id = a.id
    WHERE (coalesce(w.cancelled, true) <> coalesce(n.cancelled, true))
        OR (NOT w.cancelled AND NOT n.cancelled
            AND (w.starts, w.ends, w.venue_name) <> (n.starts, n.ends, n.venue_name))
)"""


def statement(then: str, *, live: bool = True) -> str:
    """The statement that knows ``was_*``, ``now_*`` and ``changes``, and does ``then``."""
    beside = "".join(f", {told()}" for _key, told in told_beside.items())
    now = (_LIVE if live else _FROZEN).format(name="now", beside=beside)
    return "WITH " + ",".join((_FROZEN.format(name="was"), now, _CHANGES)) + then


def parameters(edition: Edition, *, was: int, now: int = 0, moves: bool = False) -> dict[str, Any]:
    """What :func:`statement` asks for: the version before (0 for none), the version after unless live."""
    return {"edition": edition.pk, "was": was, "moves": moves, "now": now or clock.now()}


@dataclass
class Difference:
    """What is different: the first lines, how many of each kind, whom it concerns, and a token of the whole."""

    lines: list[Change] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    followers: int = 0
    token: str = ""

    @property
    def total(self) -> int:
        """How many lines there are."""
        return sum(self.counts.values())

    @property
    def more(self) -> int:
        """How many are not among ``lines``."""
        return self.total - len(self.lines)

    @property
    def by_kind(self) -> list[tuple[str, str, int]]:
        """Kind, its label and its number; kinds that do not occur left out."""
        known = ((kind.value, str(kind.label)) for kind in Change.Kind)
        return [(kind, label, self.counts[kind]) for kind, label in known if self.counts[kind]]


_SUMMED = """
SELECT c.kind, count(*), coalesce(md5(string_agg(c::text, chr(10) ORDER BY c::text)), '')
FROM changes c GROUP BY c.kind ORDER BY c.kind
"""
_LISTED = f"""
SELECT {", ".join(COLUMNS)} FROM changes
ORDER BY kind = 'added', to_starts NULLS FIRST, activity_id, session_id LIMIT {SHOWN}
"""
_FOLLOWED = """
SELECT count(DISTINCT f.email_index) FROM schedule_follower f
WHERE f.confirmed_at IS NOT NULL AND f.ended_at IS NULL
    AND f.activity_id IN (SELECT c.activity_id FROM changes c)
"""


def _run(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _difference(given: dict[str, Any], *, live: bool) -> Difference:
    rows = _run(statement(_SUMMED, live=live), given)
    found = Difference(counts=Counter({kind: number for kind, number, _digest in rows}))
    found.token = "-".join(digest[:12] for _kind, _number, digest in rows)
    if not found.total:
        return found
    found.lines = list(_lines(_run(statement(_LISTED, live=live), given)))
    found.followers = _run(statement(_FOLLOWED, live=live), given)[0][0] if live else 0
    return found


def _lines(rows: list[tuple[Any, ...]]) -> Iterator[Change]:
    """Rows as changes that are not kept, with their activities and sessions."""
    activities = Activity.objects.select_related("owner").in_bulk([row[1] for row in rows])
    sessions = Session.objects.in_bulk([row[2] for row in rows if row[2]])
    for row in rows:
        change = Change(**dict(zip(COLUMNS, row, strict=True)))
        change.activity = activities[change.activity_id]
        change.session = sessions[change.session_id] if change.session_id else None
        yield change


def pending(edition: Edition, last: int) -> Difference:
    """What an officer's release would change after version ``last``, with what waits on the board while it may."""
    return _difference(parameters(edition, was=last, moves=not closed(edition, "arrange")), live=True)


def between(edition: Edition, first: int, second: int) -> Difference:
    """What version ``second`` changed since version ``first``."""
    return _difference(parameters(edition, was=first, now=second), live=False)


def anything(edition: Edition, last: int) -> bool:
    """Whether something public is different from version ``last``; with no version, whether anything is public."""
    return bool(_run(statement("SELECT 1 FROM changes LIMIT 1"), parameters(edition, was=last)))
