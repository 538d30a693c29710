"""Spreadsheets of the desk."""

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from skillweek.desk.queries import Line

#: how wide the columns are, in characters
WIDTHS = (17, 14, 20, 12, 32, 20, 10, 16, 40, 40, 34)
#: most characters that a cell holds
CELL = 32000


def journal(lines: Iterable[Line]) -> bytes:
    """A row for every field that changed; texts are texts, whatever they begin with."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    heads = (
        _("时间"), _("人员"), _("人员单位"), _("种类"), _("对象"), _("所属单位"), _("做了什么"), _("字段"), _("原来"),
        _("现在"), _("请求"),
    )  # fmt: skip
    for column, (head, width) in enumerate(zip(heads, WIDTHS, strict=True)):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, width)
    number = 0
    for line in lines:
        for cells in _rows(line):
            number += 1
            for column, text in enumerate(cells):
                sheet.write_string(number, column, text[:CELL])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(number, 1), len(heads) - 1)
    book.close()
    return out.getvalue()


def _rows(line: Line) -> Iterable[tuple[str, ...]]:
    step = line.step
    what = _("建立") if step.made else _("移除") if step.removed else _("修改")
    asked = f"{step.request.get('method', '')} {step.request.get('url', '')}".strip()
    head = (
        f"{localtime(step.at):%Y-%m-%d %H:%M:%S}", str(step.who or _("系统")), line.who_unit, step.kind, step.thing,
        line.unit, what,
    )  # fmt: skip
    if not step.fields:
        yield (*head, "", "", "", asked)
    for one in step.fields:
        yield (*head, one.label, one.before, one.after, asked)
