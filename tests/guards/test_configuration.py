"""The table of environment names in the documents is the one in the code, and nothing reads a name past it."""

import re
from pathlib import Path

from skillweek.project.environment import TABLE, value

ROOT = Path(__file__).resolve().parent.parent.parent
ROW = re.compile(r"^\| `(\w+)` \| (?:`(.*)`)? ?\| (.*) \|$", re.MULTILINE)


def test_documented_table_is_the_one_in_the_code() -> None:
    text = (ROOT / "docs" / "reference" / "configuration.md").read_text(encoding="utf-8")
    assert ROW.findall(text) == [(entry.name, entry.default, entry.meaning) for entry in TABLE]


def test_names_are_read_through_the_table_only() -> None:
    known = {entry.name for entry in TABLE}
    asked = re.compile(r"environment\.(?:value|flag|words)\(\"(\w+)\"")
    past = re.compile(r"os\.(?:environ|getenv)\b")
    door = {"environment.py", "confined.py", "__main__.py", "wsgi.py", "demo.py", "testing.py"}
    for path in (ROOT / "skillweek").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert set(asked.findall(text)) <= known, path
        assert path.name in door or "tests" in path.parts or not past.search(text), path


def test_every_name_of_the_table_is_used() -> None:
    asked = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "skillweek").rglob("*.py"))
    unused = [
        entry.name for entry in TABLE if not re.search(rf"\.(value|flag|words)\(\"{entry.name}\"", asked)
    ]
    assert unused == []


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "key").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("CITY", "")
    monkeypatch.setenv("CITY_FILE", str(tmp_path / "key"))
    assert value("CITY") == "from a file"
    monkeypatch.setenv("CITY", "direct")
    assert value("CITY") == "direct"
