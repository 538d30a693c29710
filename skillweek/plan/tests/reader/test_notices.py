"""Invented notices of many kinds, each with everything that can be read from it - and nothing else."""

import json
from pathlib import Path

import pytest

from skillweek.plan.reader import Reading, read
from skillweek.plan.reader.extract import extract
from skillweek.plan.tests.reader.documents import NOTICES

TEXTS = sorted(NOTICES.glob("*.txt"))


def plain(reading: Reading) -> dict[str, object]:
    """The reading without its sources, questions by field and code."""
    everything = reading.as_json()
    del everything["sources"]
    everything["questions"] = [[question.field, question.code] for question in reading.questions]
    return everything


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_notice_is_read_as_a_person_reads_it(path: Path) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert plain(read(path.read_bytes(), path.name)) == wanted


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_value_stands_on_words_of_the_source(path: Path) -> None:
    reading = read(path.read_bytes(), path.name)
    text = "\n".join(line.raw for line in extract(path.read_bytes(), path.name).lines)
    numbers = range(1, text.count("\n") + 2)
    assert {name for name, source in reading.sources.items() if source.quote not in text} == set()
    assert {name for name, source in reading.sources.items() if source.line not in numbers} == set()
    assert {name for name, source in reading.sources.items() if not 0 < source.confidence < 1} == set()
    named = ("title", "number", "issued", "issuer", "recipients", "starts", "ends", "theme", "deadline")
    assert {name for name in named if getattr(reading, name) and name not in reading.sources} == set()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_paths_are_unique_and_have_a_parent(path: Path) -> None:
    paths = [clause.path for clause in read(path.read_bytes(), path.name).clauses]
    assert len(set(paths)) == len(paths)
    assert {one.rpartition(".")[0] for one in paths} - {""} <= set(paths)


def test_a_reading_survives_its_json() -> None:
    reading = read(TEXTS[0].read_bytes(), TEXTS[0].name)
    assert Reading.from_json(json.loads(json.dumps(reading.as_json()))) == reading
