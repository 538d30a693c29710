"""The planner as a command of its own: no database, JSON alone on stdout, faults on stderr."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from skillweek.coverage import alone
from skillweek.coverage.tests.test_problem import small


def run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, with nothing in its environment that leads to a database."""
    line = [sys.executable, "-m", "skillweek", "solve_coverage", *words]
    root = str(Path(__file__).parents[3])
    return subprocess.run(
        line, input=given, capture_output=True, env={"PYTHONPATH": root, "PATH": ""}, check=False
    )


def test_json_alone_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(small()).encode())
    done = run("--problem", str(file), "--json", "--seed", "3", "--seconds", "20")
    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert answer.pop("seconds") >= 0
    assert answer == {
        "status": "optimal", "objective": 0, "bound": 0, "unmet": [],
        "assignment": {
            "a": {"day": "2021-05-23", "slot": "am", "venue": "v1"},
            "b": {"day": "2021-05-22", "slot": "am", "venue": "v1"},
        },
    }  # fmt: skip


def test_a_fault_goes_to_stderr_with_its_path() -> None:
    raw: dict[str, Any] = small()
    raw["activities"][0]["options"][1]["venue"] = "v9"
    done = run("--problem=-", "--json", given=json.dumps(raw).encode())
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("CommandError: activities[0].options[1].venue：")
    assert b"Traceback" not in done.stderr


FILES = [
    (b"\xff\xfe{}", "不是 UTF-8"),
    (b"{", "不是 JSON：第 1 行第 2 列"),
    (b"", "不是 JSON：第 1 行第 1 列"),
    (b"[" * 200_000, "嵌套得太深"),
    (b'{"days":' + b"9" * 5000 + b"}", "位数过多"),
    (b"[]", "$："),
]


@pytest.mark.parametrize(("data", "said"), FILES)
def test_what_is_no_problem_is_said_in_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(data)
    with pytest.raises(CommandError) as caught:
        alone.read(str(file))
    assert said in str(caught.value)


def test_a_file_beyond_the_limit_is_not_read_further(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    with file.open("wb") as stream:
        stream.truncate(alone.MOST_BYTES + 10)
    with pytest.raises(CommandError) as caught:
        alone.read(str(file))
    assert "太大" in str(caught.value)


@pytest.mark.parametrize("name", ["", ".", "none/such.json", "a\0b"])
def test_what_is_no_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError) as caught:
        alone.read(name)
    assert str(caught.value).startswith("读不了文件")
