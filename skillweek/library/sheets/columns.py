"""Sheets with known columns, both ways: rows with named columns into xlsx, and somebody's xlsx back into rows.

Reading forgives what people do to sheets: columns in another order or under another heading, a title above the
headings, blank rows, telephone numbers that became numbers. Writing makes every cell a text, so that nothing is ever
evaluated, and what was written reads back as it was.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from skillweek.library import archives, confined
from skillweek.library.rules import refusal_of_archive, refusal_of_size
from skillweek.library.sheets.tables import RISKY

MOST_BYTES = 10 << 20
MOST_ROWS = 5000
#: how far down the headings may stand
_HEADINGS_WITHIN = 10


@dataclass(frozen=True)
class Column:
    """One column: its key in code, its heading, further headings that mean the same, and what goes in it."""

    key: str
    title: str | Promise
    names: tuple[str, ...] = ()
    hint: str | Promise = ""
    width: int = 16
    #: without this column the sheet is not the one that is asked for
    needed: bool = False


@dataclass(frozen=True)
class SheetRow:
    """One filled row: its number in the sheet, and its texts by column key; only columns that the sheet has."""

    line: int
    values: dict[str, str] = field(default_factory=dict)


class SheetRefused(Exception):
    """A file that cannot be read as the sheet that is asked for; the text says why, to a person."""


def read_sheet(stream: BinaryIO, columns: Sequence[Column], *, most_rows: int = MOST_ROWS) -> list[SheetRow]:
    """The filled rows of the first sheet of ``stream`` that has the needed columns; raises SheetRefused."""
    sheets = _cells(stream, most_rows)
    best: list[Column] = list(columns)
    for _name, rows in sheets:
        at, places = _headings(rows, columns)
        lacking = [column for column in columns if column.needed and column.key not in places]
        if at is not None and not lacking:
            return _rows(rows, at, places, most_rows)
        best = min(best, lacking, key=len)
    titles = "、".join(str(column.title) for column in best if column.needed)
    raise SheetRefused(_("表里没有找到这些列：%(titles)s。请用下载的模板填写") % {"titles": titles})


def _cells(stream: BinaryIO, most_rows: int) -> list[tuple[str, list[list[str]]]]:
    """Every sheet as rows of texts, opened within bounds."""
    stream.seek(0, 2)
    if stream.tell() > MOST_BYTES:
        raise SheetRefused(refusal_of_size(MOST_BYTES))
    stream.seek(0)
    if stream.read(4) != b"PK\x03\x04":
        raise SheetRefused(_("这不是 xlsx 表格；旧版 xls、CSV 请先在表格软件里另存为 xlsx"))
    try:
        names = archives.check_archive(stream)
    except archives.ArchiveRefused as error:
        raise SheetRefused(refusal_of_archive(error.code)) from error
    if "xl/workbook.xml" not in names:
        raise SheetRefused(_("这不是 xlsx 表格；旧版 xls、CSV 请先在表格软件里另存为 xlsx"))
    try:
        found = confined.run(
            "skillweek.library.sheet_cells:cells", stream.read(), most_rows=str(most_rows + 20)
        )
    except confined.ConfinedError as error:
        raise SheetRefused(_("表格打不开：文件已损坏，或者内容太多")) from error
    return [(name, rows) for name, rows in found]


def folded(text: str) -> str:
    """A heading as it is compared: no spaces, brackets, stars or case; full-width is half-width."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\s*:_\-/]|\([^)]*\)|\[[^\]]*\]", "", plain)


@lru_cache(maxsize=256)
def _known(column: Column) -> frozenset[str]:
    """Every heading that means ``column``, its title in all languages among them."""
    names = {column.key, *column.names}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            names.add(str(column.title))
    return frozenset(folded(name) for name in names)


def _headings(rows: list[list[str]], columns: Sequence[Column]) -> tuple[int | None, dict[str, int]]:
    """Where the headings stand, and the place of every column: the row near the top that names most of them."""
    best: tuple[int | None, dict[str, int]] = (None, {})
    for number, row in enumerate(rows[:_HEADINGS_WITHIN]):
        texts = [folded(cell) for cell in row]
        places: dict[str, int] = {}
        for column in columns:
            at = next((place for place, text in enumerate(texts) if text and text in _known(column)), None)
            if at is not None and at not in places.values():
                places[column.key] = at
        if len(places) > len(best[1]):
            best = (number, places)
    return best


def _rows(rows: list[list[str]], at: int, places: dict[str, int], most_rows: int) -> list[SheetRow]:
    found = []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        values = {key: _clean(row[place]) if place < len(row) else "" for key, place in places.items()}
        if any(values.values()):
            found.append(SheetRow(number, values))
    if len(found) > most_rows:
        raise SheetRefused(_("一次最多导入 %(most)s 行，请分几次") % {"most": most_rows})
    if not found:
        raise SheetRefused(_("表里只有标题，没有内容"))
    return found


def _clean(cell: str) -> str:
    """The text without the spaces around it; line ends as the database has them."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").strip()


def write_sheet(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, str]],
    *,
    choices: Mapping[str, Sequence[str]] | None = None,
    remarks: Sequence[str] | None = None,
) -> bytes:
    """An xlsx file: ``rows`` under the headings, a second sheet that explains the columns.

    ``choices``: texts to choose from, by column. ``remarks``: one text per row, in a column of its own in front,
    which reading leaves out.
    """
    import xlsxwriter

    out = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    quoted = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True, "quote_prefix": True})
    bold = book.add_format(
        {"bold": True, "bg_color": "#E3EFEB", "bottom": 1, "valign": "top", "text_wrap": True}
    )
    sheet = book.add_worksheet(title[:31])
    shift = 1 if remarks is not None else 0
    if shift:
        sheet.set_column(0, 0, 44, text)
        sheet.write_string(0, 0, _("核对结果"), bold)
    for place, column in enumerate(columns, start=shift):
        sheet.set_column(place, place, column.width, text)
        sheet.write_string(0, place, str(column.title), bold)
        _offer(sheet, place, (choices or {}).get(column.key))
    for number, row in enumerate(rows, start=1):
        cells = [row.get(column.key, "") for column in columns]
        if remarks is not None:
            cells.insert(0, remarks[number - 1])
        for place, cell in enumerate(cells):
            sheet.write_string(number, place, cell, quoted if cell.startswith(RISKY) else text)
    sheet.freeze_panes(1, 0)
    _explain(book.add_worksheet(_("填写说明")), columns, bold, text)
    book.close()
    return out.getvalue()


def _offer(sheet: Any, place: int, texts: Sequence[str] | None) -> None:
    """A drop-down under a heading; spreadsheets take no list of more than 255 characters."""
    if texts and len(",".join(texts)) <= 255:
        rule = {"validate": "list", "source": list(texts), "error_type": "warning"}
        sheet.data_validation(1, place, MOST_ROWS, place, rule)


def _explain(sheet: Any, columns: Sequence[Column], bold: Any, text: Any) -> None:
    sheet.set_column(0, 0, 20, text)
    sheet.set_column(1, 1, 80, text)
    sheet.write_string(0, 0, _("填写说明"), bold)
    sheet.write_string(0, 1, "", bold)
    for number, column in enumerate(columns, start=1):
        sheet.write_string(number, 0, str(column.title), text)
        sheet.write_string(number, 1, str(column.hint), text)
