"""Is a zip archive harmless? Looked at with bounds before any library opens it as an office document.

Only the standard library is used, since this also runs where there is no Django (``confined``). The sentence
for a person is ``rules.refusal_of_archive(error.code)``.
"""

import posixpath
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST_BYTES = 200 << 20
MOST_ENTRIES = 5_000
#: inflated to packed, from which on a part of some size is a bomb; office XML stays below 100
MOST_RATIO = 250
RATIO_COUNTS_FROM = 4 << 20
_PIECE = 1 << 18
_END, _CENTRAL, _LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_ENCRYPTED = 0x2041  # bit 0 encryption, bit 6 strong encryption, bit 13 masked headers
_STORED, _DEFLATED = 0, 8
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".xz", ".bz2", ".jar", ".docx", ".xlsx", ".pptx", ".odt")
#: where Word, Excel and PowerPoint keep the tables behind charts; nobody here opens them
_EMBEDDED = "/embeddings/"


class ArchiveRefused(Exception):
    """An archive that is not opened; ``code`` says why in one word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class _Entry:
    """One line of the central directory."""

    name: str
    method: int
    crc: int
    packed: int
    inflated: int
    start: int


def check_archive(
    stream: BinaryIO, *, most_bytes: int = MOST_BYTES, most_entries: int = MOST_ENTRIES
) -> frozenset[str]:
    """The names in the zip archive ``stream``, which is left at its start; raises ArchiveRefused.

    Every part is really inflated, in small pieces, so neither forged sizes nor overlapping parts get through.
    """
    try:
        entries = list(_central_directory(stream, most_entries))
        _check_names(entries)
        if sum(entry.inflated for entry in entries) > most_bytes:
            raise ArchiveRefused("too_big")
        left = most_bytes
        for entry, begin in _data_ranges(stream, entries):
            left -= _inflate(stream, entry, begin, left)
    except (struct.error, zlib.error, UnicodeDecodeError, OverflowError) as error:
        raise ArchiveRefused("broken") from error
    finally:
        stream.seek(0)
    return frozenset(entry.name for entry in entries)


def _central_directory(stream: BinaryIO, most_entries: int) -> Iterator[_Entry]:
    """The entries, walked by hand: a library would first build a million objects."""
    size = stream.seek(0, 2)
    tail_start = max(0, size - 22 - 0xFFFF)
    stream.seek(0)
    if stream.read(4) not in {_LOCAL, _END}:
        raise ArchiveRefused("not_zip")
    stream.seek(tail_start)
    tail = stream.read()
    found = tail.rfind(_END)
    if found < 0:
        raise ArchiveRefused("broken")
    _disk, _start, _here, count, length, offset, _comment = struct.unpack(
        "<4H2LH", tail[found + 4 : found + 22]
    )
    if count > most_entries or length > most_entries * 1024:
        raise ArchiveRefused("too_many")
    if offset + length != tail_start + found:
        raise ArchiveRefused("broken")
    stream.seek(offset)
    directory, at, seen = stream.read(length), 0, 0
    while at < len(directory):
        entry, at = _entry(directory, at)
        seen += 1
        if seen > most_entries:
            raise ArchiveRefused("too_many")
        yield entry
    if seen != count:
        raise ArchiveRefused("forged")


def _entry(directory: bytes, at: int) -> tuple[_Entry, int]:
    """The entry whose header begins at ``at``, and where the next one begins."""
    head = directory[at : at + 46]
    if head[:4] != _CENTRAL:
        raise ArchiveRefused("broken")
    flags, method = struct.unpack("<2H", head[8:12])
    crc, packed, inflated, name, extra, comment = struct.unpack("<3L3H", head[16:34])
    (start,) = struct.unpack("<L", head[42:46])
    if flags & _ENCRYPTED:
        raise ArchiveRefused("encrypted")
    if 0xFFFFFFFF in (packed, inflated, start):  # zip64: no office document comes near four gigabytes
        raise ArchiveRefused("too_big")
    if method not in (_STORED, _DEFLATED):
        raise ArchiveRefused("method")
    raw = directory[at + 46 : at + 46 + name]
    text = raw.decode("utf-8") if flags & 0x800 else raw.decode("cp437")
    return _Entry(text, method, crc, packed, inflated, start), at + 46 + name + extra + comment


def _check_names(entries: list[_Entry]) -> None:
    """No way out of a folder, no name twice, no archive inside the archive."""
    for entry in entries:
        name = entry.name
        if not name or "\\" in name or ":" in name or "\0" in name or name.startswith("/"):
            raise ArchiveRefused("names")
        if ".." in posixpath.normpath(name).split("/"):
            raise ArchiveRefused("names")
        if name.lower().endswith(_ARCHIVES) and _EMBEDDED not in f"/{name}":
            raise ArchiveRefused("nested")
    if len({entry.name for entry in entries}) < len(entries):
        raise ArchiveRefused("names")


def _data_ranges(stream: BinaryIO, entries: list[_Entry]) -> Iterator[tuple[_Entry, int]]:
    """Every entry with the place of its bytes; no byte belongs to two of them."""
    free = 0
    ranges = []
    for entry in sorted(entries, key=lambda entry: entry.start):
        stream.seek(entry.start)
        head = stream.read(30)
        if head[:4] != _LOCAL:
            raise ArchiveRefused("broken")
        name, extra = struct.unpack("<2H", head[26:30])
        begin = entry.start + 30 + name + extra
        if entry.start < free:
            raise ArchiveRefused("overlap")
        free = begin + entry.packed
        ranges.append((entry, begin))
    yield from ranges


def _inflate(stream: BinaryIO, entry: _Entry, begin: int, left: int) -> int:
    """How many bytes the entry really holds; raises for more than it says, or than are ``left``."""
    stream.seek(begin)
    unpack = zlib.decompressobj(-15) if entry.method == _DEFLATED else None
    unread, size, crc = entry.packed, 0, 0
    waiting = b""
    while unread or waiting:
        piece = waiting or stream.read(min(unread, _PIECE))
        if not waiting:
            if not piece:
                raise ArchiveRefused("broken")
            unread -= len(piece)
        plain = unpack.decompress(piece, _PIECE) if unpack else piece
        waiting = unpack.unconsumed_tail if unpack else b""
        size, crc = size + len(plain), zlib.crc32(plain, crc)
        if size > entry.inflated:
            raise ArchiveRefused("forged")
        if size > left or (size > RATIO_COUNTS_FROM and size > MOST_RATIO * max(entry.packed, 1)):
            raise ArchiveRefused("too_big")
    if unpack is not None:
        plain = unpack.flush()
        size, crc = size + len(plain), zlib.crc32(plain, crc)
    if size != entry.inflated or crc != entry.crc:
        raise ArchiveRefused("forged" if size != entry.inflated else "broken")
    return size
