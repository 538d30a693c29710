"""Keys that a fresh installation makes for itself, kept readable by its owner alone."""

import base64
import os
import secrets
from pathlib import Path


def kept(folder: Path, name: str, make: str) -> str:
    """The text in ``folder/name``; made on first use by writing ``make`` with mode 0600."""
    path = folder / name
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(make)
    return make


def secret_key(folder: Path) -> str:
    """A random key of 50 bytes for signing."""
    return kept(folder, "secret_key", secrets.token_urlsafe(50))


def field_keys(folder: Path) -> str:
    """One key of 32 bytes for personal data, as ``k1:base64``."""
    return kept(folder, "field_keys", "k1:" + base64.b64encode(secrets.token_bytes(32)).decode())
