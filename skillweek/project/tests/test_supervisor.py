"""The supervisor: restarts what dies, gives up on what dies at once, stops all together."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from skillweek.project import supervisor
from skillweek.project.supervisor import Child, SupervisorError, supervise


def python(code: str) -> list[str]:
    """A command that runs ``code``."""
    return [sys.executable, "-c", code]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A back-off that a test can wait for."""
    monkeypatch.setattr(supervisor, "BACK_OFF_SECONDS", 0.01)


def test_a_killed_child_is_started_again(quick: None) -> None:
    child = Child("sleeper", python("import time; time.sleep(60)"))
    pids: list[int] = []

    def ready() -> bool:
        if child.process is not None and child.process.pid not in pids:
            pids.append(child.process.pid)
            if len(pids) == 2:
                raise KeyboardInterrupt
            child.process.kill()
        return False

    with pytest.raises(KeyboardInterrupt):
        supervise([child], ready)
    assert len(pids) == 2
    assert child.process is not None
    assert child.process.returncode == -signal.SIGTERM


def test_a_child_that_dies_at_once_stops_everything(quick: None) -> None:
    good = Child("good one", python("import time; time.sleep(60)"))
    bad = Child("bad one", python("raise SystemExit(3)"))
    with pytest.raises(SupervisorError, match=r"^The bad one stopped 4 times at once \(exit code 3\)\.$"):
        supervise([good, bad], lambda: False)
    assert good.process is not None
    assert good.process.returncode == -signal.SIGTERM


def test_children_do_not_outlive_a_killed_supervisor(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = (
        "import sys; from skillweek.project.supervisor import Child, supervise\n"
        f"child = Child('sleeper', [sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"supervise([child], lambda: bool(open({str(pid_file)!r}, 'w').write(str(child.process.pid))))"
    )
    parent = Child("parent", python(code))
    parent.start()
    assert parent.process is not None
    until = time.monotonic() + 20
    while not (pid_file.exists() and pid_file.read_text()):
        assert time.monotonic() < until
        time.sleep(0.05)
    parent.process.kill()
    parent.process.wait()
    pid = int(pid_file.read_text())
    while _alive(pid):
        assert time.monotonic() < until
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
