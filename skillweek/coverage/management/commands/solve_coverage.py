"""``skillweek solve_coverage``: the planner on an edition, or alone on a problem in a file."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from skillweek.coverage import alone
from skillweek.coverage.problem import Problem
from skillweek.coverage.queries import situation
from skillweek.plan.queries import editions


class Command(alone.Command):
    """Prints which option every activity takes, and which targets stay unmet and why."""

    def add_source(self, parser: ArgumentParser) -> None:
        """--edition or --problem."""
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--edition", metavar="SLUG", help="an edition of the database, such as pds-2021")
        self.add_problem(source)

    def problem(self, options: dict[str, Any]) -> Problem:
        """That of the edition, or that of the file."""
        slug = options["edition"]
        if slug is None:
            return super().problem(options)
        edition = editions().filter(slug=slug).first()
        if edition is None:
            raise CommandError(_("没有编号为“%(slug)s”的活动周") % {"slug": slug})
        return situation(edition).problem
