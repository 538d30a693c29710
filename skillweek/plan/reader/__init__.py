"""Reads an official notice (txt, docx, pdf, html) by rules and a small grammar; needs neither Django nor a database.

How it decides: docs/explanation/plan-reader.md.
"""

from typing import Any

from skillweek.library.confined import ConfinedError, run
from skillweek.plan.reader.assemble import assemble
from skillweek.plan.reader.extract import MOST_BYTES, extract
from skillweek.plan.reader.reading import Clause, Contacts, Duty, Question, Reading, Source, Unreadable

__all__ = [
    "MOST_BYTES",
    "Clause",
    "Contacts",
    "Duty",
    "Question",
    "Reading",
    "Source",
    "Unreadable",
    "read",
    "read_confined",
]


def read(data: bytes, name: str) -> Reading:
    """What the notice says; ``name`` is the file's name. Raises Unreadable."""
    source = extract(data, name)
    reading = assemble(source.lines)
    if not source.whole:
        reading.ask("clauses", "only_beginning", "")
    return reading


def read_confined(data: bytes, name: str) -> Reading:
    """The same in a process of its own, with bounds on memory and time: for files of strangers."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large", limit=f"{MOST_BYTES >> 20} MB")
    try:
        answer = run("skillweek.plan.reader:answer", data, name=name)
    except ConfinedError as error:
        raise Unreadable("damaged" if error.why == "crash" else "exhausted") from error
    if "refused" in answer:
        raise Unreadable(answer["refused"], **answer["facts"])
    return Reading.from_json(answer)


def answer(data: bytes, name: str) -> dict[str, Any]:
    """``read`` as plain data, for the other end of ``read_confined``."""
    try:
        return read(data, name).as_json()
    except Unreadable as error:
        return {"refused": error.code, "facts": error.facts}
