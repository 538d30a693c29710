"""Rows of a text file with separated values, in the encodings that spreadsheets write."""

import codecs
import csv
from io import StringIO
from typing import Any

from skillweek.programme.sheets.extract import LONGEST, MOST_COLUMNS, MOST_ROWS, Unreadable, trimmed

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = ",\t;|，"


def sheets(data: bytes) -> list[dict[str, Any]]:
    """The one sheet of the file; it has no name."""
    text = _decoded(data)
    rows: list[list[Any]] = []
    csv.field_size_limit(1 << 20)
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=_separator(text)):
            rows.append([cell[:LONGEST] for cell in row[:MOST_COLUMNS]])
            if len(rows) > 2 * MOST_ROWS:
                raise Unreadable("too_many_rows")
    except csv.Error as error:
        raise Unreadable("damaged") from error
    bare: dict[str, Any] = {
        "name": "",
        "hidden": False,
        "merges": None,
        "hidden_rows": [],
        "hidden_columns": [],
    }
    return [bare | {"rows": trimmed(rows)}]


def _decoded(data: bytes) -> str:
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    for encoding in (marked, "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Unreadable("not_table")


def _separator(text: str) -> str:
    """The separator that cuts most of the first lines into pieces."""
    lines = text.splitlines()[:40]

    def cuts(sign: str) -> tuple[int, int]:
        return sum(sign in line for line in lines), sum(line.count(sign) for line in lines)

    return max(_SEPARATORS, key=cuts)
