"""``skillweek demo``: the platform with the example city's week of 2021, for trying out."""

import multiprocessing
import os
import signal
from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from skillweek.project import startup

OPENING = datetime(2021, 5, 22, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SIGN_INS = ("city", "county-yexian", "school-a", "school-b", "volunteer", "gate")
PASSWORD = "skillweek-demo"


def load_in_a_child() -> None:
    """Load the demo data in a process of its own: its memory is given back when it ends."""
    connection.close()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        if trouble := pool.apply(_load):
            raise startup.StartError(trouble)
        pool.close()
        pool.join()


def _load() -> str:
    """Load; what the user should know about when it fails."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        call_command("load_demo")
    except (OSError, DatabaseError) as error:
        if trouble := startup.known_trouble(error):
            return trouble
        raise
    finally:
        connection.close()
    return ""


class Command(BaseCommand):
    """Start the demo."""

    help = "Start SkillWeek with demo data; Ctrl-C stops it. PORT, AT and DATABASE_URL are honoured."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to start over."""
        parser.add_argument("--anew", action="store_true", help="delete all data of the demo first")

    def handle(self, *, anew: bool, **_options: Any) -> None:
        """Run until stopped."""
        os.environ["REHEARSAL"] = "1"
        settings.REHEARSAL = True
        try:
            if anew:
                startup.forget_data()
            startup.run(load_in_a_child, self.ready, OPENING)
        except startup.StartError as error:
            raise CommandError(str(error)) from error

    def ready(self, address: str) -> None:
        """Tell where the site is and how to sign in."""
        self.stdout.write(f"ready: {address}")
        self.stdout.write(f"sign in at {address}accounts/login/ as {', '.join(SIGN_INS)}")
        self.stdout.write(f"password of all: {PASSWORD}    (Ctrl-C stops)")
        self.stdout.flush()
