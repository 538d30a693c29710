"""``skillweek demo``: the platform with the example city's week of 2021, for trying out."""

import os
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from skillweek.project import startup

OPENING = datetime(2021, 5, 22, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SIGN_INS = ("city", "county-yexian", "school-a", "school-b", "volunteer", "gate")
PASSWORD = "skillweek-demo"


class Command(BaseCommand):
    """Start the demo."""

    help = "Start SkillWeek with demo data; Ctrl-C stops it. PORT, AT and DATABASE_URL are honoured."
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        """Run until stopped."""
        os.environ["REHEARSAL"] = "1"
        settings.REHEARSAL = True
        try:
            startup.run(lambda: call_command("load_demo"), self.ready, OPENING)
        except startup.StartError as error:
            raise CommandError(str(error)) from error

    def ready(self, address: str) -> None:
        """Tell where the site is and how to sign in."""
        self.stdout.write(f"ready: {address}")
        self.stdout.write(f"sign in at {address}accounts/login/ as {', '.join(SIGN_INS)}")
        self.stdout.write(f"password of all: {PASSWORD}    (Ctrl-C stops)")
        self.stdout.flush()
