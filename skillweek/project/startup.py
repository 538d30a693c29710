"""What happens between ``skillweek demo`` or ``up`` and the first page: each step a function."""

import errno
import fcntl
import hashlib
import http.client
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from skillweek.common import clock
from skillweek.project import catalogues, embedded, environment, supervisor

OLDEST_POSTGRESQL = 150000
BLOCKING_THREADS = 8
DISK_FULL = "53100"
MISSING = {"42P01", "42703"}  # table, column


class StartError(Exception):
    """The installation cannot start; the text is one plain sentence."""


def run(fill: Callable[[], None], ready: Callable[[str], None], opening: datetime | None = None) -> None:
    """Start everything, ``fill`` the migrated database, serve until stopped; ``ready`` is told the address.

    ``opening`` is where the rehearsal clock starts when nothing else has set it.
    """
    supervisor.stop_on_signals()
    url = environment.value("DATABASE_URL")
    _check_port()
    try:
        with _alone():
            _set_clock(opening)
            with nullcontext() if url else embedded.serving(settings.DATA_DIR):
                _serve(fill, ready)
    except (embedded.EmbeddedError, supervisor.SupervisorError) as error:
        raise StartError(str(error)) from error
    except (OSError, DatabaseError) as error:
        if not (sentence := known_trouble(error)):
            raise
        raise StartError(sentence) from error
    except KeyboardInterrupt:
        print("Stopped.")


def forget_data() -> None:
    """Delete the embedded database, uploads, outgoing mail and the clock; the keys stay."""
    if environment.value("DATABASE_URL"):
        raise StartError("Only the embedded database can be made anew: leave DATABASE_URL out.")
    with _alone():
        try:
            embedded.remove(settings.DATA_DIR)
        except embedded.EmbeddedError as error:
            raise StartError(str(error)) from error
        for folder in (settings.MEDIA_ROOT, settings.DATA_DIR / "outbox"):
            shutil.rmtree(folder, ignore_errors=True)
        settings.CLOCK_FILE.unlink(missing_ok=True)


def _serve(fill: Callable[[], None], ready: Callable[[str], None]) -> None:
    """The steps that need the database."""
    try:
        _check_database()
        _migrate()
        fill()
        catalogues.compile_all()
        _collect_static()
        connection.close()
        supervisor.supervise(_children(), _announcer(ready))
    finally:
        connection.close()


def _set_clock(default: datetime | None) -> None:
    """Move the rehearsal clock to AT, or to ``default`` when it was never set."""
    at = environment.value("AT")
    if not at:
        if default is not None and not settings.CLOCK_FILE.exists():
            clock.travel(default)
        return
    if not settings.REHEARSAL:
        raise StartError("AT moves the clock of a rehearsal only: set REHEARSAL=1, or leave AT out.")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise StartError(f"AT={at} is no time: write it like 2021-05-22T09:00.") from None
    clock.travel(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE)))


def known_trouble(error: BaseException) -> str:
    """The sentence for what the system or the database complains about; empty when it is a fault of ours."""
    state = getattr(error.__cause__, "sqlstate", None)
    if getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT} or state == DISK_FULL:
        return f"There is no space left on the disk of {settings.DATA_DIR}."
    if state in MISSING:
        return (
            "The tables are of another version of SkillWeek; a demo starts over with: skillweek demo --anew"
        )
    return ""


def _check_port() -> None:
    """Refuse a port that is no port, or that somebody else listens on."""
    host, port = environment.value("HOST"), environment.value("PORT")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise StartError(f"PORT={port} is no port number.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            raise StartError(
                f"Port {port} of {host} cannot be used ({error.strerror}): choose another with PORT=8001."
            ) from None


@contextmanager
def _alone() -> Iterator[None]:
    """Only one supervisor per data folder."""
    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        with open(settings.DATA_DIR / "supervisor.lock", "w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StartError(f"SkillWeek already runs with the data in {settings.DATA_DIR}.") from None
            yield
    except OSError as error:
        if error.filename is None:
            raise
        raise StartError(f"{error.filename} cannot be used: {error.strerror}.") from error


def _check_database() -> None:
    """Refuse a PostgreSQL that does not answer or is too old."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        raise StartError(f"The database in DATABASE_URL does not answer: {reason}") from None
    found = connection.connection.info.server_version
    if found < OLDEST_POSTGRESQL:
        raise StartError(f"The database is PostgreSQL {found // 10000}, but 15 or newer is needed.")


def _migrate() -> None:
    """Bring the tables up to date; quick when they are."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def _collect_static() -> None:
    """Collect the static files anew when one of their sources has changed."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = settings.DATA_DIR / "static.stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    print("Collecting styles, scripts and pictures …", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest.hexdigest())


def _children() -> list[supervisor.Child]:
    python = [sys.executable, "-W", "ignore::DeprecationWarning", "-m"]
    web = [
        *python, "granian", "--interface", "wsgi", "--host", environment.value("HOST"),
        "--port", environment.value("PORT"), "--workers", environment.value("WORKERS"),
        "--blocking-threads", str(BLOCKING_THREADS), "--no-ws", "--respawn-failed-workers",
        "--workers-kill-timeout", "10", "--log-level", "error", "skillweek.project.wsgi:application",
    ]  # fmt: skip
    worker = [*python, "skillweek", "procrastinate", "worker", "--shutdown-graceful-timeout", "10"]
    return [supervisor.Child("web server", web), supervisor.Child("worker", worker)]


def _announcer(ready: Callable[[str], None]) -> Callable[[], bool]:
    """A question that is true once the site has answered, and tells ``ready`` so."""
    host, port = environment.value("HOST"), environment.value("PORT")
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)

    def ask() -> bool:
        link = http.client.HTTPConnection(host, int(port), timeout=30)
        try:
            link.request("GET", "/")
            status = link.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()
        if status >= 500:
            raise supervisor.SupervisorError(f"The site answers with an error ({status}); see above.")
        ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        return True

    return ask
