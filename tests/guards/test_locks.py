"""The lock files hold what is asked for, with hashes, and tell nothing about the machine they were made on."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {"requirements.txt": ["build"], "requirements-dev.txt": ["build", "dev"]}


def name_of(requirement: str) -> str:
    """The package's normalised name."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~; ]", requirement.strip())[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_every_package_asked_for(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    asked = list(PROJECT["dependencies"])
    for extra in LOCKS[lock]:
        asked += PROJECT["optional-dependencies"][extra]
    locked = set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    assert sorted(name_of(entry) for entry in asked if name_of(entry) not in locked) == []
    assert "://" not in text
    assert "--hash=sha256:" in text


def test_script_lock_matches_and_names_no_registry() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    root = locked["packages"][""]
    assert root["dependencies"] == asked["dependencies"]
    assert root["devDependencies"] == asked["devDependencies"]
    assert [name for name, entry in locked["packages"].items() if "resolved" in entry] == []
