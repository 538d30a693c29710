"""The real web server in front of the database of the present process, for races and benchmarks."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.utils import timezone

ROOT = Path(__file__).parents[1]
APPLICATION = "skillweek.project.wsgi:application"


def database_url() -> str:
    """The database this process is connected to (in tests: the test database), as DATABASE_URL."""
    facts = connection.get_connection_params()
    query = urlencode({"host": facts["host"]}, quote_via=quote)
    return f"postgres://{facts['user']}@/{facts['dbname']}?{query}"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def live_server(
    folder: Path, *, at: datetime | None = None, workers: int = 2, application: str = APPLICATION
) -> Iterator[int]:
    """Serve with granian as ``skillweek up`` does, until the block ends; gives the port.

    ``folder`` is a scratch data folder; keys are those of this process, so that both read the same rows.
    """
    if at is not None:
        (folder / "clock").write_text(str((at - timezone.now()).total_seconds()))
    port = free_port()
    names = {
        "DATABASE_URL": database_url(), "DATA_DIR": str(folder), "PORT": str(port), "DEBUG": "0",
        "SECRET_KEY": settings.SECRET_KEY, "FIELD_KEYS": settings.FIELD_KEYS,
        "REHEARSAL": "1" if at else "0", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "8", "--no-ws", "--log-level", "error",
        "--respawn-failed-workers", application,
    ]  # fmt: skip
    with open(folder / "server.log", "wb") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | names, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            _wait(server, port, folder)
            yield port
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Until the server answers anything at all."""
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            link.request("GET", "/api/v1/openapi.json")
            link.getresponse().read()
            link.close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not start: {(folder / 'server.log').read_text()[-2000:]}")
