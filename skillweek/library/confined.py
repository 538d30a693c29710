"""Work on a stranger's bytes in a process of its own, with bounds on memory, time and what it may write.

``run("module:function", data)`` starts a fresh Python without this process's environment (no secrets), hands it
the bytes, and takes JSON back. What goes wrong there - a crash of a C library, no memory, no end - is a
:class:`ConfinedError` here and nothing more. This file is also the program of that process, so it imports only
the standard library.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

MOST_MEMORY = 700 << 20
MOST_SECONDS = 20
MOST_ANSWER = 64 << 20
_NO_MEMORY = 77
_ROOT = str(Path(__file__).resolve().parents[2])
#: all that the confined process learns of this one's environment: where its interpreter finds its own parts
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class ConfinedError(Exception):
    """The work did not come to an end; ``why`` is ``memory``, ``time`` or ``crash``."""

    def __init__(self, why: str, said: str = "") -> None:
        super().__init__(f"{why}: {said}" if said else why)
        self.why = why


def run(
    target: str, data: bytes, *, memory: int = MOST_MEMORY, seconds: int = MOST_SECONDS, **facts: str
) -> Any:
    """What ``module:function`` called with ``data`` (and ``facts``) returns, through JSON; raises ConfinedError.

    ``memory`` bounds the address space in bytes, libraries included; ``seconds`` processor time, and twice as
    much by the clock on the wall.
    """
    order = {
        "path": [_ROOT, *sys.path],
        "target": target,
        "facts": facts,
        "memory": memory,
        "seconds": seconds,
    }
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    command = [sys.executable, "-I", "-S", "-X", "utf8", __file__]
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(
                command, input=json.dumps(order).encode() + b"\n" + data, stdout=answer, stderr=said,
                env=kept, cwd="/", timeout=2 * seconds, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise ConfinedError("time") from error
        if done.returncode:
            said.seek(0)
            raise ConfinedError(_reason(done.returncode), said.read(4000).decode("utf-8", "replace"))
        answer.seek(0)
        return json.load(answer)


def _reason(status: int) -> str:
    """What an exit status of the confined process means."""
    import signal

    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return "time"
    return "memory" if status == _NO_MEMORY else "crash"


def _bound(memory: int, seconds: int) -> None:
    """Set the bounds of this process before anything else is imported."""
    import resource

    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, MOST_ANSWER),
    ):
        resource.setrlimit(what, (most, most))


def _serve() -> None:
    """Read one order from standard input, do it, answer on standard output."""
    order = json.loads(sys.stdin.buffer.readline())
    _bound(order["memory"], order["seconds"])
    sys.path[:] = order["path"]
    module, _colon, name = order["target"].partition(":")
    try:
        result = getattr(importlib.import_module(module), name)(sys.stdin.buffer.read(), **order["facts"])
        sys.stdout.buffer.write(json.dumps(result).encode())
        sys.stdout.buffer.flush()
    except MemoryError:
        sys.exit(_NO_MEMORY)


if __name__ == "__main__":
    _serve()
