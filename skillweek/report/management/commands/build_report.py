"""``skillweek build_report EDITION --format docx|pdf --out FILE``: the city's report as an official document."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from skillweek.plan.queries import editions
from skillweek.report.actions import render_report


class Command(BaseCommand):
    """Write the report of an edition to a file, from the rows as they are now."""

    help = "Write the city's report of an edition as an official document."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """EDITION, --format and --out."""
        parser.add_argument("edition", help="slug of the edition, such as pds-2021")
        parser.add_argument("--format", choices=["docx", "pdf"], default="docx")
        parser.add_argument("--out", required=True, help="file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build and write; a missing edition or an unwritable file gives one sentence."""
        edition = editions().filter(slug=options["edition"]).first()
        if edition is None:
            known = ", ".join(editions().values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no edition {options['edition']!r}; known: {known}.")
        data, _counted = render_report(edition=edition, format=options["format"])
        out = Path(options["out"])
        try:
            out.write_bytes(data)
        except OSError as error:
            raise CommandError(f"Cannot write {out}: {error.strerror}.") from error
        self.stdout.write(f"{out}: {len(data)} bytes")
