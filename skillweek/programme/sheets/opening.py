"""A file as sheets of cells: what kind it is, whether it is harmless, then its cells from a confined process."""

from io import BytesIO

from django.utils.translation import gettext as _

from skillweek.library import archives, confined
from skillweek.library.rules import refusal_of_archive
from skillweek.programme.sheets.grid import Grid

MOST_BYTES = 20 << 20
#: the folder of a workbook's pictures, as an archive names it
_PICTURES = b"xl/media/"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class TableRefused(Exception):
    """A file that cannot be read as a table; the text says why, to a person."""


def sheets_of(data: bytes) -> list[Grid]:
    """The sheets of the file ``data``; raises TableRefused."""
    if not data.strip():
        raise TableRefused(_("文件是空的"))
    if len(data) > MOST_BYTES:
        raise TableRefused(_("表格超过 20 MB，请删去里面的图片，或者分成几个文件"))
    try:
        answer = confined.run("skillweek.programme.sheets.extract:cells", data, seconds=60, kind=_kind(data))
    except confined.ConfinedError as error:
        raise TableRefused(
            _("表格打不开：文件已损坏；请在表格软件里打开，另存为 xlsx 再试")
            if error.why == "crash"
            else _("表格太大，请分成几个文件")
        ) from error
    if "refused" in answer:
        raise TableRefused(_refusal(answer["refused"]))
    grids = [Grid.from_json(sheet) for sheet in answer["sheets"]]
    if not any(grid.rows for grid in grids) and _PICTURES in data:
        raise TableRefused(_("表里只有图片，没有文字；请上传能编辑的表格"))
    return grids


def _kind(data: bytes) -> str:
    """xlsx, ods, xls or csv, by what is inside; raises TableRefused."""
    if data.startswith(_OLE):
        return "xls"
    if data.startswith(b"PK\x03\x04"):
        return _archive_kind(data)
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith((b"%PDF", b"\xff\xd8", b"\x89PNG", b"GIF8", b"Rar!", b"7z\xbc")):
        raise TableRefused(_not_table())
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"{\\rtf", b"<!--")):
        raise TableRefused(_("这是网页格式的文件，不是表格；请在表格软件里打开，另存为 xlsx 再试"))
    return "csv"


def _archive_kind(data: bytes) -> str:
    try:
        names = archives.check_archive(BytesIO(data))
    except archives.ArchiveRefused as error:
        raise TableRefused(refusal_of_archive(error.code)) from error
    if names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names and b"opendocument.spreadsheet" in data[:200]:
        return "ods"
    raise TableRefused(_not_table())


def _not_table() -> str:
    return _("这不是表格；请用 xlsx、xls、ods 或 csv 文件")


def _refusal(code: str) -> str:
    return {
        "password": _("表格加了密码，请去掉密码再试"),
        "damaged": _("表格打不开：文件已损坏；请在表格软件里打开，另存为 xlsx 再试"),
        "too_wide": _("表格的最边上还有内容，离正文太远；请删去多余的行和列再试"),
        "too_many_rows": _("表格的行数太多，请分成几个文件"),
    }.get(code) or _not_table()
