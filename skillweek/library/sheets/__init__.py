"""Spreadsheets: tables out (``sheet``), and sheets with known columns both ways (``write_sheet``, ``read_sheet``)."""

from skillweek.library.sheets.columns import (
    Column,
    SheetRefused,
    SheetRow,
    folded,
    read_sheet,
    write_sheet,
)
from skillweek.library.sheets.tables import MEDIA_TYPE, RISKY, Cell, sheet

__all__ = [
    "MEDIA_TYPE",
    "RISKY",
    "Cell",
    "Column",
    "SheetRefused",
    "SheetRow",
    "folded",
    "read_sheet",
    "sheet",
    "write_sheet",
]
