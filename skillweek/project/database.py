"""Which PostgreSQL to talk to: the one in DATABASE_URL, or the embedded one over its socket."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from skillweek.project.embedded import socket_folder


def connection(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's DATABASES entry for ``url``, or for the embedded server of ``data_dir`` when it is empty."""
    base: dict[str, Any] = {
        "ENGINE": "skillweek.project.backend",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {},
    }
    if not url:
        return base | {"NAME": "skillweek", "USER": "skillweek", "HOST": str(socket_folder(data_dir))}
    parts = urlsplit(url)
    return base | {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
