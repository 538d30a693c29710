"""Spreadsheets of coverage."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from skillweek.common.wording import han_date
from skillweek.coverage.rules import ANY_TWO, Matrix
from skillweek.library.sheets.tables import Cell, sheet


def _head(name: str, value: Any) -> str:
    return han_date(value) if name == "day" else str(getattr(value, "called", value))


def matrix_sheet(matrix: Matrix) -> bytes:
    """Counts, then the targets of the same cells, then what is missing; a last row with the sums."""
    columns = [_head(matrix.view.columns, one) for one in matrix.columns]
    parts = (_("场次"), _("目标"), _("差"))
    head = [str(ANY_TWO[matrix.view.rows])]
    head += [f"{part} · {column}" for part in parts for column in columns]
    return sheet(name=_("覆盖"), head=[*head, _("合计")], rows=_rows(matrix))


def _rows(matrix: Matrix) -> Iterator[list[Cell]]:
    for row in matrix.rows:
        counts: list[Cell] = [cell.count for cell in row.cells]
        targets: list[Cell] = [cell.minimum or None for cell in row.cells]
        missing: list[Cell] = [cell.missing or None for cell in row.cells]
        yield [_head(matrix.view.rows, row.head), *counts, *targets, *missing, row.total]
    blank: list[Cell] = [None] * (2 * len(matrix.totals))
    yield [_("合计"), *matrix.totals, *blank, matrix.total]
