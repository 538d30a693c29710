"""Check a published draw: ``skillweek verify_draw draw.json``."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from skillweek.booking.rules import verify


class Command(BaseCommand):
    """Recompute a draw from its published file; fails when anything does not follow from the seed."""

    help = "Check that the result of a draw follows from its seed and list (the file draw.json of its page)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was checked, or what is wrong."""
        document = json.loads(options["file"].read_text(encoding="utf-8"))
        if not document.get("seed"):
            raise CommandError("lots are not drawn yet: the file has no seed")
        if wrong := verify(document):
            raise CommandError("; ".join(wrong))
        self.stdout.write(f"{len(document['entries'])} entries: seed, list and order agree")
