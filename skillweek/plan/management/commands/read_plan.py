"""``skillweek read_plan``: what an official notice says, without a database and without Django's apps."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from skillweek.plan.reader import MOST_BYTES, Unreadable, read_confined
from skillweek.plan.reader.summary import summary


class Command(BaseCommand):
    """Prints the fields, clauses and duties of a notice, each with the words it was read from."""

    help = "Reads a notice (txt, docx, pdf, html): dates, theme, recipients, clauses, duties, contacts."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE and --json."""
        parser.add_argument("file", metavar="FILE", help="the notice")
        parser.add_argument("--json", action="store_true", help="print JSON instead of a summary")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, print; a file that cannot be read is one sentence and status 1."""
        path = Path(options["file"])
        try:
            reading = read_confined(_bytes(path), path.name)
        except Unreadable as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(error), "code": error.code}, ensure_ascii=False))
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(summary(reading))


def _bytes(path: Path) -> bytes:
    """The file's bytes, never more than one beyond the limit."""
    try:
        if path.is_dir():
            raise Unreadable("folder", name=str(path))
        if path.exists() and not path.is_file():
            raise Unreadable("not_notice")
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Unreadable(
            "missing", name=str(path), why=getattr(error, "strerror", None) or str(error)
        ) from error
