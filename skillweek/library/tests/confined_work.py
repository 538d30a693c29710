"""Things that a confined process is made to do in tests."""

import ctypes
import os
import sys
from pathlib import Path


def measure(data: bytes, word: str = "") -> dict[str, object]:
    """What arrived."""
    return {
        "bytes": len(data),
        "word": word,
        "environment": sorted(os.environ),
        "django": "django" in sys.modules,
    }


def swell(data: bytes) -> int:
    """Ask for more memory than there is leave for."""
    return len(bytearray(4 << 30))


def spin(data: bytes) -> None:
    """Never end."""
    while True:
        pass


def fall(data: bytes) -> None:
    """Crash as a C library would."""
    ctypes.string_at(0)


def scribble(data: bytes) -> None:
    """Write without end."""
    with Path(data.decode()).open("wb") as stream:
        for _piece in range(100):
            stream.write(bytes(1 << 20))


def refuse(data: bytes) -> None:
    """Fail with an exception."""
    raise ValueError("no")
