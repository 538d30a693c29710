"""Old office files written byte by byte: an OLE container, and a BIFF8 workbook inside it."""

from struct import pack

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
#: below this many bytes a stream would lie in the mini stream, which this writer has not
_SMALLEST = 4096


def container(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file (MS-CFB, version 3) with these streams in its root."""
    body, chains, entries = b"", [], [_entry("Root Entry", 5, 1 if streams else _FREE, _END, 0)]
    for place, (name, data) in enumerate(sorted(streams.items(), key=lambda one: (len(one[0]), one[0]))):
        padded = data.ljust(max(_SMALLEST, -(-len(data) // SECTOR) * SECTOR), b"\0")
        first, count = len(chains), len(padded) // SECTOR
        chains += [first + step + 1 for step in range(count - 1)] + [_END]
        right = place + 2 if place + 1 < len(streams) else _FREE
        entries.append(_entry(name, 2, _FREE, first, len(padded), right))
        body += padded
    entries += [b"\0" * 128] * (-len(entries) % 4)
    directory, fat_at = len(chains), len(chains) + len(entries) // 4
    chains += [directory + step + 1 for step in range(len(entries) // 4 - 1)] + [_END, _FAT]
    body += b"".join(entries) + pack(f"<{len(chains)}I", *chains).ljust(SECTOR, b"\xff")
    head = pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0, _SMALLEST,
        _END, 0, _END, 0,
    )  # fmt: skip
    return head + pack("<I", fat_at).ljust(SECTOR - len(head), b"\xff") + body


def _entry(name: str, kind: int, child: int, first: int, size: int, right: int = _FREE) -> bytes:
    spelt = (name + "\0").encode("utf-16-le")
    return pack(
        "<64sHBB3I36xIQ", spelt.ljust(64, b"\0"), len(spelt), kind, 1, _FREE, right, child, first, size
    )


def biff8(sheet: str, rows: list[list[str]]) -> bytes:
    """A ``Workbook`` stream with one sheet of texts, as Excel 97 wrote it."""
    cells = b"".join(
        _record(0x0204, pack("<3H", row, column, 0) + _text(text, "<H"))
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
        if text
    )
    size = _record(0x0200, pack("<2I3H", 0, len(rows), 0, max(map(len, rows)), 0))
    page = _record(0x0809, pack("<4H2I", 0x0600, 0x0010, 0, 1997, 0, 6)) + size + cells + _record(0x000A, b"")
    start = _record(0x0809, pack("<4H2I", 0x0600, 0x0005, 0, 1997, 0, 6)) + _record(0x0042, pack("<H", 1200))
    named = _text(sheet, "<B")
    where = len(start) + 4 + 6 + len(named) + 4
    return start + _record(0x0085, pack("<IH", where, 0) + named) + _record(0x000A, b"") + page


def _text(text: str, length: str) -> bytes:
    return pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def _record(number: int, data: bytes) -> bytes:
    return pack("<2H", number, len(data)) + data
