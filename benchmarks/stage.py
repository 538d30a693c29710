"""A stage for benchmarks: an embedded server of its own, durable as in production, with the demo's week in it."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.pop("DATABASE_URL", None)
os.environ["DATA_DIR"] = str(ROOT / "var" / "bench")
os.environ["REHEARSAL"] = "1"
# the load comes from one address and has no browser
os.environ["RATE_LIMITS"] = "none"
os.environ["PROOF_OF_WORK"] = "0"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillweek.project.settings")

NOW = datetime(2021, 5, 22, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@contextmanager
def database() -> Iterator[None]:
    """The migrated database alone, while the block runs."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from skillweek.project import embedded

    with embedded.serving(settings.DATA_DIR):
        django.setup()
        call_command("migrate", verbosity=0)
        yield
        connection.close()


@contextmanager
def week() -> Iterator[int]:
    """The demo's week behind two web workers while the block runs; gives the port."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from skillweek.common import clock
    from skillweek.project import catalogues, embedded

    with embedded.serving(settings.DATA_DIR):
        django.setup()
        clock.travel(NOW)
        call_command("migrate", verbosity=0)
        call_command("load_demo")
        catalogues.compile_all()
        call_command("collectstatic", verbosity=0, interactive=False)

        from tests.live import live_server

        with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as scratch:
            folder = Path(scratch)
            (folder / "static").symlink_to(settings.STATIC_ROOT, target_is_directory=True)
            with live_server(folder, at=NOW) as port:
                yield port
        connection.close()


def program(name: str) -> Path:
    """One of PostgreSQL's own programs, such as pgbench."""
    from django.conf import settings

    from skillweek.project.embedded.place import place_of, programs_of

    return programs_of(place_of(settings.DATA_DIR)) / name
