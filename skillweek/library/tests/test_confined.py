"""Work in a confined process comes back as JSON, and its misfortunes as one exception."""

from pathlib import Path

import pytest

from skillweek.library.confined import MOST_ANSWER, ConfinedError, run

WORK = "skillweek.library.tests.confined_work"


def why(name: str, data: bytes = b"", **limits: int) -> str:
    with pytest.raises(ConfinedError) as caught:
        run(f"{WORK}:{name}", data, **limits)  # type: ignore[arg-type]  # limits are numbers, facts are words
    return caught.value.why


def test_bytes_go_in_and_json_comes_out_without_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for them")
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    answer = run(f"{WORK}:measure", b"line\n\x00\xff" * 100_000, word="词")
    inherited = set(answer.pop("environment"))
    assert answer == {"bytes": 700_000, "word": "词", "django": False}
    assert inherited <= {"LC_CTYPE"}


def test_no_more_memory_than_allowed() -> None:
    assert why("swell") == "memory"


def test_no_more_time_than_allowed() -> None:
    assert why("spin", seconds=1) == "time"


def test_a_crash_stays_there() -> None:
    assert why("fall") == "crash"
    assert why("refuse") == "crash"
    assert why("unheard_of") == "crash"


def test_it_cannot_fill_the_disk(tmp_path: Path) -> None:
    file = tmp_path / "scribbled"
    assert why("scribble", str(file).encode()) == "crash"
    assert file.stat().st_size <= MOST_ANSWER
