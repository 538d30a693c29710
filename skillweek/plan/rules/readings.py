"""Rules for what was read from a notice: what it suggests for units and evidence, and how sure a value is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: the group that lies within the one of all county-level units
NARROWER = "bureaus"
#: from this confidence on a value is shown as sure
SURE = 0.8
#: media types of notices that can be read
NOTICE_TYPES = (
    "text/plain", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf",
    "text/html",
)  # fmt: skip
_HAN = "[\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’]"
_WIDE = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_NARROW = re.compile(rf"(?<={_HAN})[,:;!?()]|[,:;!?()](?={_HAN})")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_BETWEEN = re.compile("[、，,；;]|以及|及")


@dataclass(frozen=True)
class Said:
    """Where the text gives a value, in its own words; ``quote`` is empty where it does not say."""

    quote: str = ""
    confidence: float = 0
    line: int = 0

    @property
    def sure(self) -> bool:
        """True when nobody need look twice."""
        return self.confidence >= SURE


def said(found: Mapping[str, Any], name: str) -> Said:
    """Where the field ``name`` of a reading stands in the source."""
    source = found.get("sources", {}).get(name)
    return Said(source["quote"], source["confidence"], source["line"]) if source else Said()


def wide(text: str) -> str:
    """``text`` with full-width punctuation beside Han characters; copies from web pages often lose it."""
    return _NARROW.sub(lambda found: _WIDE[found[0]], text)


def week_name(title: str, names: Mapping[str, str]) -> str:
    """The name of the Week in the title of a notice: without what makes it a notice or a plan."""
    bare, before = wide(title).strip(), ""
    while bare != before:  # a notice about a plan about the Week
        before, bare = bare, re.sub(names["suffix"], "", bare)
    return re.sub(names["prefix"], "", bare).strip("《》〈〉“” ") or title


def first_words(text: str, most: int = 24) -> str:
    """The beginning of ``text`` up to a comma or full stop, as a heading for a clause that has none."""
    return re.split("[，。；：,;\n]", text.strip(), maxsplit=1)[0][:most]


@dataclass(frozen=True)
class Unit:
    """A unit as names in notices are compared with it."""

    pk: int
    kind: str
    names: tuple[str, ...]


@dataclass
class Match:
    """Whom a name in a notice means: keys of groups, ids of units; ``left`` are words that fit nobody."""

    groups: list[str] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def add(self, other: "Match") -> None:
        """Take in what ``other`` has, each once."""
        self.groups += [one for one in other.groups if one not in self.groups]
        self.units += [one for one in other.units if one not in self.units]
        self.left += [one for one in other.left if one not in self.left]


def match_units(
    text: str, groups: Sequence[str], units: Sequence[Unit], patterns: Iterable[Mapping[str, Any]], city: int
) -> Match:
    """Whom ``text`` (one name, or several with commas between) means among the city's groups and units."""
    found, rules = Match(), list(patterns)
    for piece in _BETWEEN.split(_BRACKETS.sub("", text)):
        if word := piece.strip(" ：:。"):
            found.add(_match_one(word, groups, units, rules, city))
    return found


def _match_one(
    word: str, groups: Sequence[str], units: Sequence[Unit], rules: Sequence[Mapping[str, Any]], city: int
) -> Match:
    named = [unit.pk for unit in units if word in unit.names]
    if named:
        return Match(units=named[:1])
    for rule in rules:
        if re.search(rule["pattern"], word):
            return _by_rule(rule, word, groups, units, city)
    inside = [unit.pk for unit in units if any(len(name) > 3 and name in word for name in unit.names)]
    return Match(units=inside[:1]) if inside else Match(left=[word])


def _by_rule(
    rule: Mapping[str, Any], word: str, groups: Sequence[str], units: Sequence[Unit], city: int
) -> Match:
    if rule.get("city"):
        return Match(units=[city])
    if rule.get("every"):
        return Match(groups=[key for key in groups if key != NARROWER and not key.startswith("all-")])
    if "kind" in rule:
        beginning = word.removeprefix("各")[:2]
        akin = [
            unit.pk
            for unit in units
            if unit.kind == rule["kind"] and any(beginning in name for name in unit.names)
        ]
        return Match(units=akin) if akin else Match(left=[word])
    fitting = [key for key in rule["groups"] if key in groups]
    return Match(groups=fitting[:1]) if fitting else Match(left=[word])


def named_in(text: str, words: Mapping[str, Sequence[str]]) -> list[str]:
    """Codes whose words stand in ``text``, in their own order."""
    return [code for code, some in words.items() if any(word in text for word in some)]


def clause_for(words: Sequence[str], clauses: Sequence[tuple[str, str]]) -> str:
    """Path of the clause (path, heading) that speaks of ``words``: the deepest level first; nothing when none does."""
    fitting = [path for path, heading in clauses if any(word in heading for word in words)]
    return max(fitting, key=lambda path: path.count("."), default="")
