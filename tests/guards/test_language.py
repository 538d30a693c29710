"""No English in the Chinese interface, no Chinese in the English one, full-width punctuation beside Han."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
ROOMS = sorted(path.parent for path in ROOT.glob("skillweek/*/apps.py"))
HAN = re.compile(r"[\u3400-\u9fff]")
#: modules whose Chinese is data or the text of an official document, not interface
DATA = {"skillweek/report/compose.py", "skillweek/library/document.py", "skillweek/common/search.py",
        "skillweek/common/traditional.py", "skillweek/organisations/actions/kinds.py",
        "skillweek/organisations/rules/synonyms.py",
        "skillweek/project/settings.py", "skillweek/report/actions.py", "skillweek/library/render/docx.py",
        "skillweek/exhibition/models/cloud.py", "skillweek/plan/official.py",
        "skillweek/messaging/gateways/aliyun.py", "skillweek/plan/rules/clauses.py",
        "skillweek/plan/rules/readings.py", "skillweek/ceremonies/rules/synonyms.py",
        "skillweek/ceremonies/queries/notice.py"}  # fmt: skip
#: folders of such modules: the grammar of the readers is Chinese; the few sentences of the notices' reader stand
#: beside their English, those of the tables' reader go through gettext
DATA_FOLDERS = ("skillweek/plan/reader/", "skillweek/programme/sheets/")
#: the page of all components, for designers and tests
GALLERY = "gallery.html"
GETTEXT = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}
CALL = re.compile(
    r"""\b(?:n?p?gettext(?:_lazy)?|_)\((?:\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|'''.*?'''|\"\"\".*?\"\"\")\s*,?)+""",
    re.S,
)
STRING = re.compile(r"""u?('''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.S)


@lru_cache(maxsize=1)
def english() -> dict[str, str]:
    """Every translation of every room's English catalogue."""
    known: dict[str, str] = {}
    for path in sorted(ROOT.glob("skillweek/*/locale/en/LC_MESSAGES/django.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="en"):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                if message.id and not message.fuzzy:
                    text = " ".join(texts) if all(texts) else ""
                    known.update({one: text or known.get(one, "") for one in ids})
    return known


def product_files(room: Path, pattern: str) -> list[Path]:
    skipped = {"tests", "migrations", "demo"}
    found = [path for path in sorted(room.glob(pattern)) if not skipped & set(path.relative_to(room).parts)]
    return [path for path in found if path.name != GALLERY]


def gettext_strings(path: Path) -> set[str]:
    """Strings with Han characters that a Python file gives to gettext."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT:
            found |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return {text for text in found if HAN.search(text)}


def template_strings(path: Path) -> set[str]:
    """Strings with Han characters in the translate tags of a template."""
    code = templatize(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for call in CALL.finditer(code):
        found |= {ast.literal_eval(match[1]) for match in STRING.finditer(call[0])}
    return {text for text in found if HAN.search(text)}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_everything_has_an_english_translation(room: Path) -> None:
    wanted = {text for path in product_files(room, "**/*.py") for text in gettext_strings(path)}
    wanted |= {text for path in product_files(room, "**/*.html") for text in template_strings(path)}
    assert {text for text in wanted if not english().get(text)} == set()


def test_english_has_no_chinese() -> None:
    assert {text for text in english().values() if HAN.search(text)} - {
        "简",
        "繁",
        "简体中文",
        "繁體中文",
    } == set()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_no_chinese_outside_gettext(room: Path) -> None:
    problems = []
    for path in product_files(room, "**/*.html"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\{% comment.*?endcomment %\}|\{#.*?#\}|<!--.*?-->", "", text, flags=re.S)
        text = re.sub(r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}", "", text, flags=re.S)
        text = re.sub(r"""_\(("[^"]*"|'[^']*')\)""", "", text)
        text = re.sub(r"\{%\s*trans(?:late)?\s.*?%\}", "", text, flags=re.S)
        problems += [
            f"{path.relative_to(ROOT)}: {line.strip()[:80]}" for line in text.splitlines() if HAN.search(line)
        ]
    for path in product_files(room, "**/*.py"):
        name = str(path.relative_to(ROOT))
        if name not in DATA and not name.startswith(DATA_FOLDERS):
            problems += [f"{path.relative_to(ROOT)}:{where}" for where in bare_strings(path)]
    assert [line for line in problems if "lang=" not in line] == []


def bare_strings(path: Path) -> list[str]:
    """``line: text`` of Chinese string literals that no gettext call sees; docstrings and help_text aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    fine: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT:
            fine |= {id(child) for child in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            fine.add(id(node.value))
    return [
        f"{node.lineno}: {node.value[:60]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HAN.search(node.value)
        and id(node) not in fine
    ]


def test_full_width_punctuation_beside_han() -> None:
    half = re.compile(r"[\u3400-\u9fff][,;:?!()]|[,;?!()][\u3400-\u9fff]")
    wrong = {text for text in english() if half.search(re.sub(r"%\(\w+\)s", "", text))}
    assert wrong == set()
