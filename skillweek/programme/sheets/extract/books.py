"""Sheets of a workbook (xlsx, xlsb, xls, ods) by calamine; what it does not tell is read from the parts themselves."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from skillweek.programme.sheets.extract import LONGEST, MOST_CELLS, MOST_SHEETS, Unreadable, trimmed

#: the stream in which an xlsx with a password lies (MS-OFFCRYPTO 2.3.4), as its container names it
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sheets(data: bytes) -> list[dict[str, Any]]:
    """Every sheet with cells; charts and macros are left out."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    from skillweek.programme.sheets.extract.layout import layouts

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError as error:
        raise Unreadable("password") from error
    except CalamineError as error:
        raise Unreadable("password" if _ENCRYPTED in data else "damaged") from error
    known = layouts(data)
    if any(layout.get("cells", 0) > MOST_CELLS for layout in known.values()):
        raise Unreadable("too_wide")
    found = []
    for about in book.sheets_metadata[:MOST_SHEETS]:
        try:
            sheet = book.get_sheet_by_name(about.name)
        except CalamineError:
            continue
        layout = known.get(about.name, {})
        merged = sheet.merged_cell_ranges
        ranges = None if merged is None else [[*start, *end] for start, end in merged]
        rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        found.append({
            "name": about.name, "hidden": about.visible != SheetVisibleEnum.Visible, "rows": trimmed(rows),
            "merges": layout.get("merges", ranges),
            "hidden_rows": layout.get("hidden_rows", []), "hidden_columns": layout.get("hidden_columns", []),
        })  # fmt: skip
    return found


def _plain(cell: Any) -> Any:
    """A cell as JSON can carry it."""
    if isinstance(cell, str):
        return cell[:LONGEST]
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime):
        return ["d", cell.replace(microsecond=0).isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    if isinstance(cell, time):
        return ["t", cell.replace(microsecond=0).isoformat()]
    if isinstance(cell, timedelta):
        return ["s", cell.total_seconds()]
    return cell
