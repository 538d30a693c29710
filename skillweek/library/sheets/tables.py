"""Tables as xlsx files whose cells stay what was typed: nothing in them is ever a formula or a link."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | date | datetime | None
#: signs that a spreadsheet takes for the beginning of a formula
RISKY = tuple("=+-@\t\r＝＋－＠")
_LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"},
    "quoted": {"quote_prefix": True},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
}


def sheet(*, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The bytes of an xlsx file with one sheet: a head row that stays in sight, then ``rows``.

    Texts are written as texts; those that begin like a formula are marked as quoted, so that they stay texts when
    somebody edits the cell. Moments are written in the current time zone.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True}) as book:
        page = book.add_worksheet("".join(" " if sign in "[]:*?/\\'" else sign for sign in name)[:31])
        looks = {kind: book.add_format(look) for kind, look in _LOOKS.items()}
        widths = [_width(text) for text in head]
        for column, text in enumerate(head):
            page.write_string(0, column, text, looks["head"])
        for row, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                widths[column] = max(widths[column], _width(cell))
                _write(page, row, column, cell, looks)
        for column, width in enumerate(widths):
            page.set_column(column, column, min(width, 60))
        page.freeze_panes(1, 0)
    return out.getvalue()


def _write(page: Any, row: int, column: int, cell: Cell, looks: dict[str, Any]) -> None:
    if isinstance(cell, datetime):
        page.write_datetime(row, column, timezone.localtime(cell), looks["moment"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, looks["day"])
    elif isinstance(cell, int | Decimal):
        page.write_number(row, column, cell)
    elif cell:
        page.write_string(row, column, cell, looks["quoted"] if cell.startswith(RISKY) else None)


def _width(cell: Cell) -> int:
    if isinstance(cell, datetime):
        return 18
    if isinstance(cell, date):
        return 12
    return 2 + sum(2 if ord(sign) > 0x2E80 else 1 for sign in str(cell or ""))
