"""The house stays small: sizes of files and functions (docs/explanation/architecture.md)."""

import ast
import re
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[2]
SOURCES = [path for path in sorted(ROOT.glob("skillweek/**/*.py")) if "migrations" not in path.parts]
PRODUCT = [path for path in SOURCES if "tests" not in path.parts]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, kinds)
    ]


def percentile_95(numbers: list[int]) -> float:
    return quantiles(numbers, n=20)[-1]


def test_files_are_small() -> None:
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in PRODUCT}
    assert {name: size for name, size in sizes.items() if size > 400} == {}
    assert median(size for size in sizes.values() if size) <= 80
    assert percentile_95(list(sizes.values())) <= 250


def test_functions_are_small() -> None:
    sizes = [pair for path in PRODUCT for pair in functions(path)]
    assert [pair for pair in sizes if pair[1] > 60] == []
    assert percentile_95([size for _name, size in sizes]) <= 30


def test_no_junk_drawers() -> None:
    assert [path for path in SOURCES if path.name in {"utils.py", "helpers.py", "misc.py"}] == []


def test_single_files_keep_their_bounds() -> None:
    bounds = {
        "conftest.py": 150,
        "README.md": 140,
        "README.zh-CN.md": 140,
        "skillweek/project/settings.py": 250,
    }
    assert {name: lines(ROOT / name) for name, bound in bounds.items() if lines(ROOT / name) > bound} == {}


def test_the_clock_is_the_only_source_of_time() -> None:
    banned = ("timezone.now(", "datetime.now(", "date.today(", "datetime.utcnow(")
    allowed = {"skillweek/common/clock.py"}
    found = {
        str(path.relative_to(ROOT))
        for path in PRODUCT
        if any(call in path.read_text(encoding="utf-8") for call in banned)
    }
    assert found - allowed == set()


def test_every_public_function_has_a_docstring() -> None:
    missing = []
    for path in PRODUCT:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and ast.get_docstring(tree) is None:
            missing.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if public and ast.get_docstring(node) is None:
                missing.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert missing == []


def test_every_ignore_carries_its_reason() -> None:
    bare = re.compile(r"# (?:type: ignore\[[^\]]*\]|noqa: [A-Z]+[0-9]+)\s*(?:# fmt: \w+)?$")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path in [*SOURCES, *ROOT.glob("tests/**/*.py"), ROOT / "hatch_build.py"]
        for line in path.read_text(encoding="utf-8").splitlines()
        if bare.search(line)
    ]
    assert found == []
