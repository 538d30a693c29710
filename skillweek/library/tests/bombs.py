"""Archives made to do harm, and harmless ones, written byte by byte."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass


def archive(parts: dict[str, bytes]) -> bytes:
    """An ordinary zip archive of ``parts``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in parts.items():
            whole.writestr(name, data)
    return stream.getvalue()


def deflated(data: bytes) -> bytes:
    """``data`` packed as inside a zip archive."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@dataclass
class Line:
    """One line of a central directory, true or not."""

    name: str
    packed: int
    inflated: int
    crc: int
    start: int
    flags: int = 0
    method: int = 8

    def central(self) -> bytes:
        """The line as bytes."""
        numbers = (20, 20, self.flags, self.method, 0, 0, self.crc, self.packed, self.inflated)
        name = self.name.encode()
        return b"PK\x01\x02" + struct.pack("<6H3L5H2L", *numbers, len(name), 0, 0, 0, 0, 0, self.start) + name

    def local(self) -> bytes:
        """The header in front of the data."""
        numbers = (20, self.flags, self.method, 0, 0, self.crc, self.packed, self.inflated)
        name = self.name.encode()
        return b"PK\x03\x04" + struct.pack("<5H3L2H", *numbers, len(name), 0) + name


def assembled(body: bytes, lines: list[Line], count: int | None = None) -> bytes:
    """Data and a directory that says whatever ``lines`` say."""
    directory = b"".join(line.central() for line in lines)
    said = len(lines) if count is None else count
    end = struct.pack("<4H2LH", 0, 0, said & 0xFFFF, said & 0xFFFF, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def overlapping(parts: int) -> bytes:
    """Many names, all of them for the same packed data."""
    plain = bytes(1 << 20)
    packed = deflated(plain)
    lines = [Line(f"p{n}", len(packed), len(plain), zlib.crc32(plain), 0) for n in range(parts)]
    return assembled(lines[0].local() + packed, lines)


def forged(said: int, real: int) -> bytes:
    """One part that claims ``said`` bytes and holds ``real``."""
    plain = bytes(real)
    line = Line("word/document.xml", len(deflated(plain)), said, zlib.crc32(plain), 0)
    return assembled(line.local() + deflated(plain), [line])
