"""Keeps the processes of one installation running, and stops them together."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

QUICK_DEATH_SECONDS = 10
QUICK_DEATHS = 4
PATIENCE_SECONDS = 20
BACK_OFF_SECONDS = 0.5


class SupervisorError(Exception):
    """The processes cannot be kept running; the text is one plain sentence."""


@dataclass
class Child:
    """One process to keep running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start the process, out of reach of the terminal's Ctrl-C and never outliving the supervisor."""
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent
        )
        self.started = time.monotonic()

    def watch(self, now: float) -> None:
        """Start the process again when it has died, a little later each time."""
        if self.process is not None and self.process.poll() is not None:
            code = self.process.returncode
            self.process = None
            self.quick_deaths = self.quick_deaths + 1 if now - self.started < QUICK_DEATH_SECONDS else 1
            if self.quick_deaths >= QUICK_DEATHS:
                raise SupervisorError(
                    f"The {self.name} stopped {QUICK_DEATHS} times at once (exit code {code})."
                )
            self.due = now + BACK_OFF_SECONDS * 2**self.quick_deaths
            print(f"The {self.name} stopped (exit code {code}) and is started again.", file=sys.stderr)
        if self.process is None and now >= self.due:
            self.start()


def supervise(children: list[Child], ready: Callable[[], bool]) -> None:
    """Run ``children`` until Ctrl-C or SIGTERM; ``ready`` is asked until it is true."""
    waiting = True
    try:
        while True:
            now = time.monotonic()
            for child in children:
                child.watch(now)
            waiting = waiting and not ready()
            time.sleep(0.1 if waiting else 0.5)
    finally:
        with_signals_ignored(lambda: _stop_all(children))


def stop_on_signals() -> None:
    """Let Ctrl-C, SIGTERM and a closed terminal end the program in good order."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, interrupt)


def with_signals_ignored(work: Callable[[], None]) -> None:
    """Do ``work`` undisturbed by an impatient second Ctrl-C."""
    names = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(name, signal.SIG_IGN) for name in names]
    try:
        work()
    finally:
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)


def _stop_all(children: list[Child]) -> None:
    alive = [child.process for child in children if child.process is not None]
    for process in alive:
        process.terminate()
    until = time.monotonic() + PATIENCE_SECONDS
    for process in alive:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _die_with_parent() -> None:
    """Ask Linux to end this process when the supervisor dies; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
