"""One number in the data folder, seen by every process of this machine: raised when public pages change.

It lies in a file mapped into memory: reading it is reading memory, and what one process writes the next read of
every other one sees. It is raised after the commit and before the writer goes on (``project.backend``).
"""

import fcntl
import mmap
import os
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings

FILE = "pages.generation"
_BYTES = 8


class Generation:
    """The number in one file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size < _BYTES:
            os.ftruncate(self._file, _BYTES)
        #: aligned, so that it is read and written in one piece
        self.cell = memoryview(mmap.mmap(self._file, _BYTES)).cast("Q")
        self._lock = Lock()

    def now(self) -> int:
        """The present number."""
        return int(self.cell[0])

    def bump(self) -> None:
        """Raise it; at once, two processes raise it twice."""
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                self.cell[0] += 1
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


@lru_cache(maxsize=4)
def _of(folder: Path) -> Generation:
    return Generation(folder / FILE)


def generation() -> Generation:
    """The number of this installation on this machine."""
    return _of(settings.DATA_DIR)
