"""``skillweek solve_coverage``: the planner on an edition, or alone on a problem in a file."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from skillweek.coverage.problem import Problem, ProblemError, parse
from skillweek.coverage.queries import situation
from skillweek.coverage.solver import Answer, solve
from skillweek.plan.queries import editions


class Command(BaseCommand):
    """Prints which option every activity takes, and which targets stay unmet and why."""

    help = "Proposes day, half day and venue for what may move, so that the weighted shortfall is smallest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--edition or --problem, --json, --seed, --seconds."""
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--edition", metavar="SLUG", help="an edition of the database, such as pds-2021")
        source.add_argument("--problem", metavar="FILE", help="a problem as JSON; - reads standard input")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON")
        parser.add_argument("--seed", type=int, default=0, help="same seed, same answer (default 0)")
        parser.add_argument("--seconds", type=float, default=10, help="time limit (default 10)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, solve, print."""
        if not 0 < options["seconds"] <= 86_400:
            raise CommandError(_("--seconds 应为大于 0、不超过 86400 的数"))
        if not 0 <= options["seed"] < 2**31:
            raise CommandError(_("--seed 应为 0 到 2147483647 的整数"))
        problem = _read(options["problem"]) if options["problem"] else _of_edition(options["edition"])
        answer = solve(problem, seed=options["seed"], seconds=options["seconds"])
        if options["json"]:
            self.stdout.write(json.dumps(answer.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_lines(problem, answer)))


def _of_edition(slug: str) -> Problem:
    edition = editions().filter(slug=slug).first()
    if edition is None:
        raise CommandError(_("没有编号为“%(slug)s”的活动周") % {"slug": slug})
    return situation(edition).problem


def _read(name: str) -> Problem:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        return parse(json.loads(text))
    except OSError as error:
        raise CommandError(
            _("读不了文件 %(name)s：%(why)s") % {"name": name, "why": error.strerror}
        ) from error
    except UnicodeDecodeError as error:
        raise CommandError(_("%(name)s 不是 UTF-8 编码的文本") % {"name": name}) from error
    except json.JSONDecodeError as error:
        words = {"name": name, "line": error.lineno, "column": error.colno}
        raise CommandError(_("%(name)s 不是 JSON：第 %(line)d 行第 %(column)d 列") % words) from error
    except ProblemError as error:
        raise CommandError(str(error)) from error


def _lines(problem: Problem, answer: Answer) -> list[str]:
    known = answer.as_json()
    lines = [f"{known['status']}  {known['objective']} >= {known['bound']}  {known['seconds']} s"]
    for item in problem.items:
        option = answer.assignment.get(item.id)
        if option is not None and item.current is not None and option != item.current:
            lines.append(f"{item.id}: {' '.join(_words(item.current))} -> {' '.join(_words(option))}")
    for unmet in answer.unmet:
        goal = problem.goals[unmet.target]
        facts = " ".join(filter(None, (goal.day, goal.place, goal.audience, goal.kind)))
        lines.append(f"[{facts}] {unmet.have}/{goal.minimum}: {unmet.reason.text()}")
    return lines


def _words(option: Any) -> list[str]:
    return [option.day, option.slot, option.venue or "-"]
