"""A database of its own for a benchmark: the embedded server, durable as in production, and one city in it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.pop("DATABASE_URL", None)
os.environ["DATA_DIR"] = str(ROOT / "var" / "bench")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillweek.project.settings")

NOW = datetime(2021, 5, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@contextmanager
def database() -> Iterator[Path]:
    """An empty, migrated database while the block runs; gives the data folder."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from skillweek.project import embedded

    embedded.start(settings.DATA_DIR)
    try:
        django.setup()
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield settings.DATA_DIR
    finally:
        connection.close()
        embedded.stop(settings.DATA_DIR)


def program(name: str) -> Path:
    """One of PostgreSQL's own programs, such as pgbench."""
    from django.conf import settings

    from skillweek.project.embedded.place import place_of, programs_of

    return programs_of(place_of(settings.DATA_DIR)) / name
