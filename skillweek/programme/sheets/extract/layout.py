"""Hidden rows and columns and the extent of xlsx, and merged ranges too of ods, from the XML of the sheets."""

import posixpath
from io import BytesIO
from typing import IO, Any
from zipfile import ZipFile, is_zipfile

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False}
#: a row or column repeated more often than this is the rest of an empty sheet
_REST = 2000


def layouts(data: bytes) -> dict[str, dict[str, Any]]:
    """What is hidden (and merged, where calamine does not know), by sheet name."""
    if not is_zipfile(BytesIO(data)):
        return {}
    with ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return {name: _of_xlsx(archive.open(path)) for name, path in _parts(archive) if path in names}
        if "content.xml" in names:
            return _of_ods(archive.open("content.xml"))
    return {}


def _parts(archive: ZipFile) -> list[tuple[str, str]]:
    """(sheet name, path of its XML)."""
    from lxml import etree

    parser = etree.XMLParser(**_SAFE)
    targets = {}
    try:
        relations = archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return []
    for relation in etree.fromstring(relations, parser):
        target = relation.get("Target") or ""
        targets[relation.get("Id")] = posixpath.normpath(
            target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        )
    sheets = etree.fromstring(archive.read("xl/workbook.xml"), parser).iter("{*}sheet")
    return [
        (one.get("name") or "", targets.get(one.get(_RELATION) or one.get(_RELATION_STRICT), ""))
        for one in sheets
    ]


def _of_xlsx(stream: IO[bytes]) -> dict[str, Any]:
    from lxml import etree

    rows, columns, number, low, right = [], [], 0, 0, 0
    with stream:
        for _event, node in etree.iterparse(stream, tag=("{*}row", "{*}col"), **_SAFE):
            if etree.QName(node).localname == "row":
                number = int(node.get("r") or number + 1)
                if _true(node.get("hidden")) or node.get("ht") in ("0", "0.0"):
                    rows.append(number - 1)
                width = _width(node)
                low, right = (number if width else low), max(right, width)
                node.clear()
            elif _true(node.get("hidden")) or node.get("width") in ("0", "0.0"):
                first, last = int(node.get("min") or 1), int(node.get("max") or 1)
                columns += list(range(first - 1, min(last, first + _REST)))
    return {"hidden_rows": rows, "hidden_columns": columns, "cells": low * right}


def _width(row: Any) -> int:
    """How many columns of ``row`` are used up to the last cell with something in it."""
    for cell in reversed(row):
        if len(cell):
            letters = (cell.get("r") or "").rstrip("0123456789")
            return sum((ord(one) - 64) * 26**place for place, one in enumerate(reversed(letters))) or len(row)
    return 0


def _true(value: str | None) -> bool:
    return value in ("1", "true")


def _of_ods(stream: IO[bytes]) -> dict[str, dict[str, Any]]:
    from lxml import etree

    found = {}
    with stream:
        for _event, table in etree.iterparse(stream, tag=f"{_TABLE}table", **_SAFE):
            found[table.get(f"{_TABLE}name") or ""] = _of_ods_table(table)
            table.clear()
    return found


def _of_ods_table(table: Any) -> dict[str, Any]:
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    merges: list[list[int]] = []
    column = 0
    for node in table.iter(f"{_TABLE}table-column"):
        repeated = int(node.get(f"{_TABLE}number-columns-repeated") or 1)
        if node.get(f"{_TABLE}visibility") in ("collapse", "filter") and repeated < _REST:
            hidden_columns += range(column, column + repeated)
        column += repeated
    row = 0
    for node in table.iter(f"{_TABLE}table-row"):
        repeated = int(node.get(f"{_TABLE}number-rows-repeated") or 1)
        if node.get(f"{_TABLE}visibility") in ("collapse", "filter") and repeated < _REST:
            hidden_rows += range(row, row + repeated)
        merges += _ods_spans(node, row)
        row += repeated
    return {"hidden_rows": hidden_rows, "hidden_columns": hidden_columns, "merges": merges}


def _ods_spans(row: Any, number: int) -> list[list[int]]:
    spans, column = [], 0
    for cell in row:
        down = int(cell.get(f"{_TABLE}number-rows-spanned") or 1)
        across = int(cell.get(f"{_TABLE}number-columns-spanned") or 1)
        if down > 1 or across > 1:
            spans.append([number, column, number + down - 1, column + across - 1])
        column += int(cell.get(f"{_TABLE}number-columns-repeated") or 1)
    return spans
