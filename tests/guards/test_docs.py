"""The documents name what exists, and tables in them are those of the code."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, resolve

from skillweek.organisations.rules import RIGHTS, Right
from skillweek.plan.rules import STEPS
from skillweek.project.api import api

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
CLAUSES = (
    "head", "一", "二", "三（一）", "三（二）", "三（三）", "三（四）", "三（五）", "四（一）", "四（二）", "四（三）",
    "四（四）", "五（一）", "五（二）", "五（三）",
)  # fmt: skip
PATH = re.compile(r"`((?:skillweek|tests|docs|demo|tools|benchmarks)/[\w./-]+)`")
ADDED_BY_DJANGO = {
    "help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks",
}  # fmt: skip


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    """The cells of every table row, heads and rulers left out."""
    found = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in found][2:]


def written() -> list[Path]:
    return [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]


@pytest.mark.parametrize("document", written(), ids=lambda path: str(path.relative_to(ROOT)))
def test_named_paths_and_links_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    linked = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    missing = [name for name in PATH.findall(text) if not (ROOT / name).exists()]
    assert missing + [name for name in linked if not (document.parent / name).exists()] == []


def test_every_clause_has_a_row_and_every_journey_a_clause() -> None:
    table = rows(read("docs/clauses.md"))
    assert tuple(dict.fromkeys(row[0] for row in table)) == CLAUSES
    named = {name for row in table for name in re.findall(r"`tests/clauses/(\w+)\.py`", row[5])}
    assert named == {path.stem for path in (ROOT / "tests" / "clauses").glob("test_*.py")}
    for clause, _asks, features, rooms, pages, test in table:
        assert all((features, rooms, pages, test)), clause


def test_clauses_name_rooms_pages_and_features_that_exist() -> None:
    known = {number: state for number, _what, state, _where, _test in rows(read("docs/features.md"))}
    for clause, _asks, features, rooms, pages, _test in rows(read("docs/clauses.md")):
        named = re.findall(r"`(\w+)`", rooms)
        assert [room for room in named if room not in (*settings.ROOMS, "project")] == [], clause
        assert [one for one in features.split(", ") if known.get(one, "open") == "open"] == [], clause
        for page in re.findall(r"`([^`]+)`", pages):
            try:
                resolve(page.replace("…", "CODE"))
            except Resolver404:
                pytest.fail(f"{clause}: there is no page {page}")


def test_features_are_numbered_and_shown() -> None:
    table = rows(read("docs/features.md"))
    assert [row[0] for row in table] == [str(number) for number in range(1, 121)]
    for number, what, state, where, shown in table:
        assert what
        assert state in {"done", "thin", "open"}, number
        assert (where == "") == (shown == "") == (state == "open"), number
        assert state == "open" or re.fullmatch(r"`(skillweek|tests)/[\w/]*test_\w+\.py`", shown), number


def test_readme_commands_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^([\w-]+):", read("Makefile"), re.MULTILINE))
    for name in ("README.md", "README.zh-CN.md", "docs/how-to/run.md", "CONTRIBUTING.md"):
        asked = set(
            re.findall(
                r"\bmake ([a-z][\w-]*)", " ".join(re.findall(r"`[^`]+`|```.*?```", read(name), re.DOTALL))
            )
        )
        assert asked <= targets, name
    assert "\n## Unreleased\n" in read("CHANGELOG.md")


def test_decisions_are_numbered_short_and_complete() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], (
            page.name
        )
        assert len(text.splitlines()) <= 40, page.name
        assert text.startswith(f"# {int(page.name[:4])}. "), page.name


def test_the_table_of_roles_is_the_one_in_the_code() -> None:
    text = read("docs/reference/roles.md")
    head = next(line for line in text.splitlines() if line.startswith("| role"))
    rights = [cell.strip() for cell in head.strip("|").split("|")][1:]
    assert rights == [right.value for right in Right]
    told = {
        row[0].strip("`"): {right for right, cell in zip(rights, row[1:], strict=True) if cell}
        for row in rows(text)
    }
    assert told == {role: {right.value for right in given} for role, given in RIGHTS.items()}


def test_the_table_of_commands_is_the_one_in_the_code() -> None:
    ours = {
        name: load_command_class(app, name) for name, app in get_commands().items() if "skillweek" in str(app)
    }
    told = {re.findall(r"skillweek (\w+)", row[0])[0]: set(re.findall(r"`(--[\w-]+)`", row[2]))
            for row in rows(read("docs/reference/cli.md"))}  # fmt: skip
    taken = {}
    for name, command in ours.items():
        actions = command.create_parser("skillweek", name)._actions
        taken[name] = {action.option_strings[-1] for action in actions
                       if action.option_strings and action.dest not in ADDED_BY_DJANGO}  # fmt: skip
    assert told == taken


def test_the_table_of_the_api_is_the_one_in_the_code() -> None:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    real = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert {(row[0], row[1].strip("`")) for row in rows(read("docs/reference/api.md"))} == real


def test_the_table_of_steps_is_the_codes() -> None:
    text = read("docs/reference/phases.md")
    table = [row for row in rows(text[text.index("| step |") :])]
    assert table == [
        [f"`{key}`", str(step.label), f"`{step.opens}`", f"`{step.closes}`"] for key, step in STEPS.items()
    ]
