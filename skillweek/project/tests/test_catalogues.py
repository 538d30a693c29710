"""Message catalogues are compiled when they are newer, and only then."""

import gettext
import os
from pathlib import Path

from skillweek.project import catalogues


def test_compiles_what_is_newer(tmp_path: Path) -> None:
    source = tmp_path / "room" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "预约"\nmsgstr "Book"\n'
    )
    target = source.with_suffix(".mo")
    assert catalogues.compile_all(tmp_path) == [target]
    assert catalogues.compile_all(tmp_path) == []
    with target.open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("预约") == "Book"
    later = target.stat().st_mtime + 5
    os.utime(source, (later, later))
    assert catalogues.compile_all(tmp_path) == [target]
