"""Every room's English catalogue compiles, has a whole header, and nothing in it is a guess."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(ROOT.glob("skillweek/*/locale/*/LC_MESSAGES/django.po"))


def test_there_are_some() -> None:
    assert {path.parts[-5] for path in CATALOGUES} <= {
        path.parent.name for path in ROOT.glob("skillweek/*/apps.py")
    } | {"project"}
    assert len(CATALOGUES) >= 20


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_a_catalogue_is_sound(path: Path) -> None:
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=path.parts[-3], abort_invalid=True)
    text = path.read_text(encoding="utf-8")
    assert not catalogue.fuzzy, "the header is marked fuzzy"
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert [line for line in text.splitlines() if line.startswith(("#|", "#~", "# |"))] == []
    assert "Plural-Forms: nplurals=2; plural=(n != 1);" in text
    problems = [(message.id, str(problem)) for message, errors in catalogue.check() for problem in errors]
    assert problems == []
