"""``skillweek load_demo [FOLDER]``: load a week from a folder of plain files."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from skillweek.project.demo.load import load_folder
from skillweek.project.demo.source import BadFolder

DEMO = settings.BASE_DIR / "demo" / "pds-2021"


class Command(BaseCommand):
    """Load a week."""

    help = "Load a week from a folder of TOML and CSV files (the demo's when none is named)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and whether to load it although it is loaded."""
        parser.add_argument("folder", nargs="?", type=Path, default=DEMO)
        parser.add_argument("--again", action="store_true", help="load although nothing has changed")

    def handle(self, *, folder: Path, again: bool, **_options: Any) -> None:
        """Load it, or say in which line it is wrong."""
        began = time.monotonic()
        try:
            week = load_folder(folder, again=again)
        except BadFolder as error:
            raise CommandError(f"The data folder is not right; nothing was loaded.\n{error}") from error
        if week is None:
            self.stdout.write(f"{folder.name} is loaded already.")
            return
        self.stdout.write(
            f"Loaded {week.edition}: {len(week.units)} units, {len(week.activities)} activities, "
            f"{len(week.sessions)} sessions in {time.monotonic() - began:.0f} s."
        )
