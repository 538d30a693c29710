"""What the Week should reach, a first answer of the planner, and a way for observers."""

from datetime import time
from typing import Any

from skillweek.coverage import actions
from skillweek.coverage.models import Route, Target
from skillweek.coverage.models.targets import DIMENSIONS
from skillweek.coverage.rules import CoverageError
from skillweek.plan.models import Tag, ThemeDay
from skillweek.plan.queries import closed
from skillweek.project.demo.keep import add
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week

#: seconds the planner may take for the demo's proposal
SECONDS = 5


def load_targets(week: Week) -> None:
    """Rules of what the Week should reach; a star stands for each day, place, audience and so on."""
    known: dict[str, dict[str, Any]] = {
        "day": {day.isoformat(): day for day in week.edition.days},
        "place": {code: unit for code, unit in week.units.items() if unit.kind.is_place},
        "audience": week.codes["audiences"],
        "kind": week.codes["kinds"],
        "tag": {tag.code: tag for tag in Tag.objects.filter(edition=week.edition)},
        "theme": {one.code: one for one in ThemeDay.objects.filter(edition=week.edition)},
        "host": {code: unit for code, unit in week.units.items() if unit.kind.is_vocational},
    }
    wanted = []
    for row in week.folder.rows("targets.csv"):
        each = {f"each_{name}": row.text(name) == "*" for name in DIMENSIONS}
        facts = {n: None if each[f"each_{n}"] else row.optional(n, known[n], n) for n in DIMENSIONS}
        wanted.append(Target(
            edition=week.edition, highlight=row.flag("highlight"), minimum=row.count("minimum", 1),
            weight=row.count("weight", 1), **facts, **each,
        ))  # fmt: skip
    week.folder.check()
    add(Target, wanted)


def load_routes(week: Week) -> None:
    """Ways of observers, each through the highlights of its day; drawn up once."""
    if week.officer is None:
        return
    for row in week.folder.rows("routes.csv"):
        start = row.one("start", week.venues, "venue")
        guests = row.many("guests", week.units, "unit")
        facts = {
            "name": row.text("name", required=True), "day": row.day("day"), "start": start,
            "starts_at": _clock(row, "starts_at"), "ends_at": _clock(row, "ends_at"),
            "minutes": row.count("minutes", 40),
        }  # fmt: skip
        week.folder.check()
        if Route.objects.filter(edition=week.edition, name=facts["name"]).exists():
            continue
        try:
            route = actions.write_route(edition=week.edition, route=None, by=week.officer, facts=facts)
            actions.share_route(route=route, units=guests, note=row.text("note"), by=week.officer)
        except CoverageError as problem:
            row.wrong(str(problem), "name")
    week.folder.check()


def _clock(row: Row, key: str) -> time:
    try:
        return time.fromisoformat(row.text(key, required=True))
    except ValueError:
        row.wrong(f"{key}: no time", key)
        return time(8)


def load_proposal(week: Week) -> None:
    """A first answer of the planner, while times may still be changed."""
    if week.officer is None or closed(week.edition, "arrange") or week.edition.proposals.exists():
        return
    asked = actions.ask_planner(edition=week.edition, by=week.officer, seconds=SECONDS)
    actions.solve_proposal(proposal_id=asked.pk)
