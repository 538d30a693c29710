"""What was read from a notice, laid out for an officer to confirm: values with their source, suggestions, questions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import within
from skillweek.plan.models import Reading
from skillweek.plan.queries.presets import presets, words_of
from skillweek.plan.rules.clauses import PATH, depth, number_of
from skillweek.plan.rules.readings import (
    Match,
    Said,
    Unit,
    first_words,
    match_units,
    named_in,
    said,
    week_name,
    wide,
)

#: rows shown at most: a longer notice is cut, and the page says so
MOST_CLAUSES, MOST_DUTIES = 200, 80


@dataclass(frozen=True)
class ClauseRow:
    """One clause that was found; ``guessed`` when the heading is the beginning of its text."""

    path: str
    number: str
    heading: str
    text: str
    said: Said
    guessed: bool

    @property
    def depth(self) -> int:
        """How deep it is nested."""
        return depth(self.path)


@dataclass(frozen=True)
class DutyRow:
    """One duty that was found, with whom and by what evidence it suggests; ``taken``: ticked from the start."""

    key: str
    clause: str
    who: str
    title: str
    due: str
    minimum: int
    evidence: str
    match: Match
    said: Said
    taken: bool


@dataclass(frozen=True)
class QuestionRow:
    """Something only an officer can settle; ``field`` is the field of the form it is about, if there is one."""

    text: str
    quote: str
    field: str


@dataclass(frozen=True)
class Draft:
    """Everything on the page of confirmation; ``values`` and ``sources`` by field of the form."""

    values: dict[str, str]
    sources: dict[str, Said]
    clauses: list[ClauseRow]
    duties: list[DutyRow]
    recipients: Match
    questions: list[QuestionRow]
    cut: bool


#: field of the form > field of the reading
FIELDS = {
    "name": "title", "theme": "theme", "starts": "starts", "ends": "ends", "deadline": "deadline",
    "mailbox": "contacts.email", "title": "title", "number": "number", "signatory": "issuer", "signed_on": "issued",
    "addressees": "recipients", "contact_phone": "contacts.phone",
}  # fmt: skip
_DUTY = re.compile(r"duties\[(\d+)\](?:\.(\w+))?")
_CLAUSE = re.compile(r"clauses\[(\d+)\]")


def units_of(city: Organisation) -> list[Unit]:
    """Units of ``city`` as names in notices are compared with them."""
    return [
        Unit(one.pk, one.kind.code, tuple({wide(one.name), wide(one.short_name)} - {""}))
        for one in within(city)
    ]


class Matcher:
    """Finds whom names in a notice mean; the units are fetched once."""

    def __init__(self, city: Organisation, groups: list[str]) -> None:
        self.city, self.groups, self.units = city, groups, units_of(city)

    def __call__(self, text: str) -> Match:
        """Whom ``text`` means."""
        return match_units(wide(text), self.groups, self.units, presets()["groups"], self.city.pk)


def draft_of(reading: Reading, matcher: Matcher) -> Draft:
    """What was found, laid out for the page."""
    found = reading.found
    clauses = _clauses(found)
    duties = [
        row for place, one in enumerate(found["duties"]) for row in _duty(place, one, found, clauses, matcher)
    ]
    recipients = Match()
    for name in found["recipients"]:
        recipients.add(matcher(name))
    return Draft(
        values=_values(found), sources={name: said(found, where) for name, where in FIELDS.items()},
        clauses=clauses[:MOST_CLAUSES], duties=duties[:MOST_DUTIES], recipients=recipients,
        questions=_questions(found), cut=len(clauses) > MOST_CLAUSES or len(duties) > MOST_DUTIES,
    )  # fmt: skip


def _values(found: Mapping[str, Any]) -> dict[str, str]:
    title, contacts = wide(found["title"] or ""), found["contacts"]
    plain = {
        name: found[where] or "" for name, where in FIELDS.items() if where in found and name != "addressees"
    }
    return plain | {
        "name": week_name(title, presets()["names"])[:80] if title else "",
        "theme": wide(found["theme"] or ""), "title": title, "mailbox": contacts["email"] or "",
        "addressees": "、".join(wide(name) for name in found["recipients"]),
        "contact_phone": contacts["phone"] or "",
    }  # fmt: skip


def _clauses(found: Mapping[str, Any]) -> list[ClauseRow]:
    rows, seen = [], set()
    for place, one in enumerate(found["clauses"]):
        if not PATH.fullmatch(one["path"]) or one["path"] in seen:
            continue
        seen.add(one["path"])
        text = wide(one["text"])
        heading = wide(one["heading"] or "") or first_words(text)
        rows.append(ClauseRow(
            one["path"], number_of(one["path"]), heading[:80], text, said(found, f"clauses[{place}]"),
            guessed=not one["heading"],
        ))  # fmt: skip
    return rows


def _hands_in(what: str) -> bool:
    return re.search(presets()["names"]["hand_in"], what) is not None


def _evidence(what: str, around: str) -> list[tuple[str, bool]]:
    """Evidence that a duty suggests as (key:parameter, whether the duty itself names it)."""
    kinds, materials = words_of("kinds"), words_of("materials")
    named = [f"materials:{code}" for code in named_in(what, materials)] if _hands_in(what) else []
    if named:
        more = [f"materials:{code}" for code in named_in(around, materials)]
        return [(one, True) for one in named] + [(one, False) for one in more if one not in named]
    found = named_in(what, kinds) or named_in(around, kinds)
    return [(f"activities:{found[0]}", True)] if found else [("", False)]


def _duty(
    place: int, one: Mapping[str, Any], found: Mapping[str, Any], clauses: list[ClauseRow], matcher: Matcher
) -> list[DutyRow]:
    """The rows of one duty: one for each kind of material that it asks for, else one."""
    source = said(found, f"duties[{place}]")
    heading = next((row.heading for row in clauses if row.path == one["clause"]), "")
    match, what = matcher(one["who"] or ""), wide(one["what"])
    labels = {f"materials:{entry['code']}": entry["label"] for entry in presets()["materials"]}
    choices = _evidence(what, source.quote if _hands_in(what) else heading)
    return [
        DutyRow(
            key=f"{place}" if not number else f"{place}m{number}", clause=one["clause"] or "",
            who=wide(one["who"] or ""),
            title=(what if len(choices) == 1 else labels.get(evidence, what))[:80], due=one["due"] or "",
            minimum=one["min_count"] or 1, evidence=evidence, match=match, said=source,
            taken=named and bool(match.groups or match.units) and bool(one["clause"]),
        )
        for number, (evidence, named) in enumerate(choices)
    ]  # fmt: skip


def _questions(found: Mapping[str, Any]) -> list[QuestionRow]:
    english = get_language() == "en"
    return [
        QuestionRow(one["english"] if english else one["text"], one["quote"], _field(one["field"]))
        for one in found["questions"]
    ]  # fmt: skip


def _field(name: str) -> str:
    """The field of the form that a question about ``name`` belongs to; nothing when the form has none."""
    if one := _DUTY.fullmatch(name):
        return f"duty-{one[1]}-due" if one[2] in (None, "due") else f"duty-{one[1]}-minimum"
    if _CLAUSE.fullmatch(name) or name == "clauses":
        return ""
    order = ("starts", "ends", "deadline", "theme", "number", "signatory", "signed_on", "addressees", "mailbox",
             "contact_phone", "title")  # fmt: skip
    return next((one for one in order if FIELDS[one] == name), "")
