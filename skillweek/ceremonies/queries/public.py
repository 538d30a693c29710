"""What everybody may know of a ceremony: the order of events in public words, live and replay, a change of place."""

from dataclasses import dataclass

from skillweek.ceremonies.models import Ceremony, WeatherDecision
from skillweek.ceremonies.queries.ceremonies import show_of, staging
from skillweek.ceremonies.rules import Timed
from skillweek.common import clock
from skillweek.organisations.models import Venue
from skillweek.programme.models import Activity
from skillweek.programme.queries import shown

#: the public order of events with its times, and where to watch. Times count from the fixed one above, or from the
#: beginning, so that a longer item tells of all public ones below it.
_TOLD = """(
    SELECT nullif(concat_ws(chr(30),
        (SELECT string_agg(concat_ws(' ', o.base, o.after, o.words), chr(30) ORDER BY o.position) FROM (
            SELECT i.position, i.public_title AS words,
                coalesce(first_value(i.fixed) OVER parts, c.run_starts)::text AS base,
                coalesce(sum(i.minutes) OVER (parts ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS after
            FROM (SELECT r.*, count(r.fixed) OVER (ORDER BY r.position) AS part
                  FROM ceremonies_runitem r WHERE r.ceremony_id = c.id) i
            WINDOW parts AS (PARTITION BY i.part ORDER BY i.position)
        ) o WHERE o.words <> ''),
        nullif(c.live_url, ''), nullif(c.replay_url, '')), '')
    FROM ceremonies_ceremony c WHERE c.activity_id = a.id
)"""


def told_publicly() -> str:
    """What the public page says of a ceremony, as SQL (for ``programme.queries.told_beside``)."""
    return _TOLD


@dataclass(frozen=True)
class PublicPart:
    """The ceremony on the page of its activity; ``live`` while it may be watched, ``replay`` afterwards."""

    order: list[Timed]
    live: str
    on_air: bool
    replay: str
    moved_to: Venue | None
    reason: str

    def __bool__(self) -> bool:
        return bool(self.order or self.live or self.replay or self.moved_to)


def is_told(ceremony: Ceremony) -> bool:
    """Whether everybody sees the page of the ceremony's activity now."""
    return shown(ceremony.activity.edition).filter(pk=ceremony.activity_id).exists()


def public_part(activity: Activity) -> PublicPart | None:
    """What the public page of ``activity`` says of its ceremony; None when it is none, or nothing is to be said."""
    ceremony = Ceremony.objects.filter(activity=activity).select_related("activity__edition").first()
    if ceremony is None:
        return None
    stage, now = staging(ceremony), clock.now()
    over = stage.ends is not None and stage.ends <= now
    on_air = stage.begins is not None and stage.begins <= now and not over
    moved = stage.decision is not None and stage.decision.verdict == WeatherDecision.Verdict.MOVE
    part = PublicPart(
        order=[one for one in show_of(stage) if one.item.public_title],
        live="" if over else ceremony.live_url, on_air=on_air, replay=ceremony.replay_url if over else "",
        moved_to=stage.venue if moved else None, reason=stage.decision.reason if moved and stage.decision else "",
    )  # fmt: skip
    return part or None
