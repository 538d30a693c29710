"""``skillweek import_programme``: what a table of activities says, and on demand the drafts made of it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillweek.plan.models import Edition
from skillweek.plan.queries import editions
from skillweek.programme.actions import import_rows
from skillweek.programme.sheets.opening import MOST_BYTES, TableRefused
from skillweek.programme.sheets.reading import read_table
from skillweek.programme.sheets.rows import Table

#: the status of a file that cannot be read, or an edition that is not there
BAD_INPUT = 2


class Command(BaseCommand):
    """Prints every row of every sheet with what is not clear about it; writes nothing without --commit."""

    help = "Reads a table of activities (xlsx, xls, ods, csv) and says what it understood of every row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --edition, --commit, --json."""
        parser.add_argument("file", metavar="FILE", help="the table")
        parser.add_argument("--edition", metavar="SLUG", required=True, help="an edition, such as pds-2021")
        parser.add_argument(
            "--commit", action="store_true", help="write the rows without a problem as drafts"
        )
        parser.add_argument("--json", action="store_true", help="print JSON instead of a summary")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and print; a file that cannot be read is one sentence and status 2."""
        edition = editions().filter(slug=options["edition"]).first()
        if edition is None:
            raise CommandError(
                _("没有编号为“%(slug)s”的活动周") % {"slug": options["edition"]}, returncode=BAD_INPUT
            )
        table = self._table(Path(options["file"]), edition)
        written = _written(edition, table) if options["commit"] else {}
        if options["json"]:
            self.stdout.write(json.dumps(table.as_json() | written, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(
                "\n".join([*_lines(table), *(f"{name}: {count}" for name, count in written.items())])
            )

    @staticmethod
    def _table(path: Path, edition: Edition) -> Table:
        try:
            return read_table(_bytes(path), week=(edition.starts, edition.ends))
        except TableRefused as error:
            raise CommandError(f"{path.name}：{error}", returncode=BAD_INPUT) from error


def _written(edition: Edition, table: Table) -> dict[str, Any]:
    """Write what can be written; how much that was, and which rows were left out for what."""
    with pghistory.context(command="import_programme"):
        plan, activities, sessions = import_rows(edition=edition, rows=table.rows)
    left = [
        {"sheet": line.row.sheet, "row": line.row.row, "problems": line.wrong}
        for line in plan.lines
        if line.wrong
    ]
    return {"written": {"activities": activities, "sessions": sessions, **plan.counts}, "left_out": left}


def _bytes(path: Path) -> bytes:
    """The file's bytes, never more than one beyond the limit."""
    try:
        if path.exists() and not path.is_file():
            raise TableRefused(_("这不是文件"))
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise TableRefused(
            _("读不了文件：%(why)s") % {"why": getattr(error, "strerror", None) or error}
        ) from error


def _lines(table: Table) -> list[str]:
    """A summary for people."""
    lines = [
        ngettext("读到 %(count)d 行活动", "读到 %(count)d 行活动", len(table.rows))
        % {"count": len(table.rows)}
    ]
    for row in table.rows:
        said = _("；").join(str(one) for one in row.found)
        lines.append(
            f"{row.sheet} {row.row}  {row.starts or '-'}  {row.title or '-'}{'  ' + said if said else ''}"
        )
    for one in table.ignored:
        lines.append(f"{one.sheet} {one.row}  [{one.why}] {one.text}")
    return lines
