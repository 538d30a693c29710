"""A reading as lines for people."""

import unicodedata
from collections.abc import Iterator

from skillweek.plan.reader.reading import Reading
from skillweek.plan.reader.wording import FIELDS, SUMMARY

_WIDEST = 14
_SURE = 0.7


def summary(reading: Reading) -> str:
    """What was read, in Chinese: fields with what they were read from, clauses, duties, questions."""
    return "\n".join([*_fields(reading), *_clauses(reading), *_duties(reading), *_questions(reading)])


def _fields(reading: Reading) -> Iterator[str]:
    values = {name: getattr(reading, name, None) for name in FIELDS}
    values |= {"contacts.phone": reading.contacts.phone, "contacts.email": reading.contacts.email}
    values["recipients"] = "、".join(reading.recipients) or None
    for name, label in FIELDS.items():
        words = values[name] or SUMMARY["unsaid"]
        yield f"{_padded(label)}  {words}{_evidence(reading, name, str(words))}"


def _evidence(reading: Reading, name: str, words: str) -> str:
    """The words in the source where they differ, and a mark where the reader is not sure."""
    source = reading.sources.get(name)
    if source is None:
        return ""
    quote = " ".join(source.quote.split())
    unsure = f"  [{SUMMARY['unsure']}]" if source.confidence < _SURE else ""
    return unsure if quote == words or name == "recipients" else f"{unsure}  ({SUMMARY['quote']}: {quote})"


def _padded(label: str) -> str:
    width = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in label)
    return label + " " * (_WIDEST - width)


def _clauses(reading: Reading) -> Iterator[str]:
    if reading.clauses:
        yield f"\n{SUMMARY['clauses']} ({len(reading.clauses)})"
    for clause in reading.clauses:
        first = clause.heading or clause.text.partition("\n")[0][:40]
        yield f"{'  ' * (clause.path.count('.') + 1)}{clause.path}  {first}"


def _duties(reading: Reading) -> Iterator[str]:
    if reading.duties:
        yield f"\n{SUMMARY['duties']} ({len(reading.duties)})"
    for duty in reading.duties:
        due = f"  {SUMMARY['due']} {duty.due}" if duty.due else ""
        least = f"  {SUMMARY['least']} {duty.min_count}" if duty.min_count else ""
        yield f"  [{duty.clause or '-'}] {duty.who or SUMMARY['unsaid']}: {duty.what}{due}{least}"


def _questions(reading: Reading) -> Iterator[str]:
    if reading.questions:
        yield f"\n{SUMMARY['questions']} ({len(reading.questions)})"
    for question in reading.questions:
        yield f"  {FIELDS.get(question.field, question.field)}: {question.text}"
