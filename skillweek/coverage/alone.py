"""``skillweek solve_coverage --problem``: the planner alone, without settings, apps and database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from skillweek.coverage.problem import Option, Problem, ProblemError, parse
from skillweek.coverage.solver import Answer, solve

#: a problem of 3,000 activities with 100 options each has 25 million bytes
MOST_BYTES = 128 << 20


class Command(BaseCommand):
    """Prints which option every activity takes, and which targets stay unmet and why."""

    help = "Proposes day, half day and venue for what may move, so that the weighted shortfall is smallest."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the problem comes from, --json, --seed, --seconds."""
        self.add_source(parser)
        parser.add_argument("--json", action="store_true", help="print the answer as JSON")
        parser.add_argument("--seed", type=int, default=0, help="same seed, same answer (default 0)")
        parser.add_argument("--seconds", type=float, default=10, help="time limit (default 10)")

    def add_source(self, parser: ArgumentParser) -> None:
        """--problem."""
        self.add_problem(parser, required=True)

    @staticmethod
    def add_problem(parser: Any, **how: Any) -> None:
        """The option that names the file."""
        parser.add_argument(
            "--problem", metavar="FILE", help="a problem as JSON; - reads standard input", **how
        )

    def problem(self, options: dict[str, Any]) -> Problem:
        """The problem of the file."""
        return read(options["problem"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, solve, print."""
        if not 0 < options["seconds"] <= 86_400:
            raise CommandError(_("--seconds 应为大于 0、不超过 86400 的数"))
        if not 0 <= options["seed"] < 2**31:
            raise CommandError(_("--seed 应为 0 到 2147483647 的整数"))
        problem = self.problem(options)
        answer = solve(problem, seed=options["seed"], seconds=options["seconds"])
        if options["json"]:
            self.stdout.write(json.dumps(answer.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_lines(problem, answer)))


def read(name: str) -> Problem:
    """The problem in the file ``name`` (-: standard input); what is wrong with it is said in one sentence."""
    try:
        raw = json.loads(_bytes(name).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CommandError(_("%(name)s 不是 UTF-8 编码的文本") % {"name": name}) from error
    except json.JSONDecodeError as error:
        words = {"name": name, "line": error.lineno, "column": error.colno}
        raise CommandError(_("%(name)s 不是 JSON：第 %(line)d 行第 %(column)d 列") % words) from error
    except RecursionError as error:
        raise CommandError(_("%(name)s 嵌套得太深") % {"name": name}) from error
    except ValueError as error:  # a whole number of thousands of digits
        raise CommandError(_("%(name)s 中有位数过多的数") % {"name": name}) from error
    try:
        return parse(raw)
    except ProblemError as error:
        raise CommandError(str(error)) from error


def _bytes(name: str) -> bytes:
    """What the file holds, as far as it is allowed to be long."""
    try:
        if name == "-":
            found = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as stream:
                found = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        words = {"name": name, "why": getattr(error, "strerror", None) or str(error)}
        raise CommandError(_("读不了文件 %(name)s：%(why)s") % words) from error
    if len(found) > MOST_BYTES:
        words = {"name": name, "most": str(MOST_BYTES >> 20)}
        raise CommandError(_("%(name)s 太大，最多 %(most)s MiB") % words)
    return found


def _lines(problem: Problem, answer: Answer) -> list[str]:
    known = answer.as_json()
    lines = [f"{known['status']}  {known['objective']} >= {known['bound']}  {known['seconds']} s"]
    if answer.conflict:
        lines.append(answer.conflict)
    for item in problem.items:
        option = answer.assignment.get(item.id)
        if option is not None and item.current is not None and option != item.current:
            lines.append(f"{item.id}: {_words(item.current)} -> {_words(option)}")
    for unmet in answer.unmet:
        goal = problem.goals[unmet.target]
        facts = " ".join(filter(None, (goal.day, goal.place, goal.audience, goal.kind)))
        lines.append(f"[{facts}] {unmet.have}/{goal.minimum}: {unmet.reason.text()}")
    return lines


def _words(option: Option) -> str:
    return f"{option.day} {option.slot} {option.venue or '-'}"
