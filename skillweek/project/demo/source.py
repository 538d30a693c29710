"""Reading a data folder: CSV and TOML with the line of everything, so that a mistake can be pointed at."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

Value = TypeVar("Value")
#: mistakes that are told at once
MOST = 20
SHANGHAI = ZoneInfo("Asia/Shanghai")


class BadFolder(Exception):
    """A data folder that cannot be loaded; the text lists ``file:line: sentence``, one mistake a line."""


@dataclass
class Folder:
    """A data folder, and the mistakes found in it so far."""

    path: Path
    zone: ZoneInfo = SHANGHAI
    mistakes: list[str] = field(default_factory=list)

    def rows(self, name: str) -> list["Row"]:
        """The rows of a CSV file, none when there is no such file."""
        path = self.path / name
        if not path.exists():
            return []
        with self._open(path) as handle:
            reader = csv.DictReader(handle)
            found = []
            for values in reader:
                row = Row(self, name, reader.line_num, {k: v for k, v in values.items() if k is not None})
                if None in values or None in values.values():
                    row.wrong(f"expected {len(reader.fieldnames or [])} columns")
                found.append(row)
        self.check()
        return found

    def document(self, name: str) -> "Row":
        """A TOML file as one row with the file's tables in it."""
        path = self.path / name
        with self._open(path) as handle:
            text = handle.read()
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            raise BadFolder(f"{name}:{found.group(1) if found else 1}: {error}") from error
        return Row(self, name, 1, values, list(_headings(text)), text.splitlines())

    def tables(self, name: str, key: str) -> list["Row"]:
        """The tables ``[[key]]`` of a TOML file, none when there is no such file."""
        return self.document(name).tables(key) if (self.path / name).exists() else []

    def _open(self, path: Path):  # type: ignore[no-untyped-def]  # a text handle
        try:
            path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise BadFolder(f"{path.name}:1: the file is missing") from None
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            raise BadFolder(f"{path.name}:{line}: the file is not UTF-8") from None
        return path.open(encoding="utf-8", newline="")

    def check(self) -> None:
        """Raise BadFolder when a mistake was found so far."""
        if self.mistakes:
            more = len(self.mistakes) - MOST
            told = [*self.mistakes[:MOST], *([f"… and {more} more"] if more > 0 else [])]
            raise BadFolder("\n".join(told))

    def unique(self, rows: list["Row"], *keys: str) -> None:
        """Note every row whose ``keys`` together were seen before."""
        seen: dict[tuple[str, ...], int] = {}
        for row in rows:
            value = tuple(str(row.values.get(key, "")) for key in keys)
            first = seen.setdefault(value, row.line)
            if first != row.line:
                row.wrong(f"{' '.join(value)} stands here twice, first in line {first}")


@dataclass
class Row:
    """One row of a CSV file or one table of a TOML file."""

    folder: Folder
    file: str
    line: int
    values: Mapping[str, Any]
    headings: list[tuple[str, int]] = field(default_factory=list, repr=False)
    lines: list[str] = field(default_factory=list, repr=False)
    name: str = ""

    def wrong(self, sentence: str, key: str = "") -> None:
        """Note a mistake of this row."""
        self.folder.mistakes.append(f"{self.file}:{self._line_of(key)}: {sentence}")

    def _line_of(self, key: str) -> int:
        if key and self.lines:
            for number in range(self.line, len(self.lines) + 1):
                if re.match(rf"\s*{re.escape(key)}\s*=", self.lines[number - 1]):
                    return number
        return self.line

    def table(self, key: str) -> "Row":
        """The table ``[key]`` in this one."""
        value = self.values.get(key)
        line = next((line for name, line in self.headings if name == key), self.line)
        if not isinstance(value, dict):
            self.wrong(f"[{key}] is missing")
            value = {}
        return Row(self.folder, self.file, line, value, self.headings, self.lines, key)

    def tables(self, key: str) -> list["Row"]:
        """The tables ``[[key]]`` in this one, in order."""
        name = f"{self.name}.{key}" if self.name else key
        lines = [line for heading, line in self.headings if heading == name and line >= self.line]
        found = self.values.get(key, [])
        return [
            Row(
                self.folder, self.file, lines[n] if n < len(lines) else self.line, value, self.headings,
                self.lines, name,
            )
            for n, value in enumerate(found)
        ]  # fmt: skip

    def text(self, key: str, *, required: bool = False) -> str:
        """The value as text, trimmed."""
        value = str(self.values.get(key) or "").strip()
        if required and not value:
            self.wrong(f"{key} is empty", key)
        return value

    def number(self, key: str) -> int | None:
        """The value as a whole number, None when empty."""
        value = str(self.values.get(key, "")).strip()
        if not value:
            return None
        if not value.isdecimal():
            self.wrong(f"{key} should be a whole number, not “{value}”", key)
            return None
        return int(value)

    def count(self, key: str, default: int) -> int:
        """The value as a whole number, ``default`` when empty."""
        found = self.number(key)
        return default if found is None else found

    def degrees(self, key: str) -> Decimal | None:
        """The value as degrees, None when empty."""
        value = self.text(key)
        if not value:
            return None
        try:
            return Decimal(value)
        except InvalidOperation:
            self.wrong(f"{key} should be degrees such as 33.76610, not “{value}”", key)
            return None

    def flag(self, key: str) -> bool:
        """The value as true or false; empty is false."""
        value = self.text(key).lower()
        if value not in {"", "true", "false"}:
            self.wrong(f"{key} should be true or false, not “{value}”", key)
        return value == "true"

    def day(self, key: str) -> date:
        """The value as a date."""
        value = self.values.get(key)
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value or "").strip())
        except ValueError:
            self.wrong(f"{key} should be a date such as 2021-05-22, not “{value}”", key)
            return date.min

    def clock(self, key: str) -> time:
        """The value as a time of day."""
        value = self.text(key)
        try:
            return time.fromisoformat(value)
        except ValueError:
            self.wrong(f"{key} should be a time such as 09:30, not “{value}”", key)
            return time.min

    def moment(self, key: str) -> datetime:
        """The value as a moment in the folder's time zone."""
        value = self.values.get(key)
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value or "").strip())
        except ValueError:
            self.wrong(f"{key} should be a moment such as 2021-05-22T09:00, not “{value}”", key)
            found = datetime.min  # noqa: DTZ901 - gets its zone in the next line
        return found if found.tzinfo else found.replace(tzinfo=self.folder.zone)

    def one(self, key: str, known: Mapping[str, Value], what: str) -> Value | None:
        """What ``known`` has under the value; None (and a mistake) when it has nothing."""
        value = self.text(key)
        if value not in known:
            self.wrong(f"{key}: no {what} “{value}”", key)
        return known.get(value)

    def optional(self, key: str, known: Mapping[str, Value], what: str) -> Value | None:
        """Like :meth:`one`, but an empty value is None and no mistake."""
        return self.one(key, known, what) if self.text(key) else None

    def many(self, key: str, known: Mapping[str, Value], what: str) -> list[Value]:
        """What ``known`` has under each of the values, which are separated by semicolons."""
        values = [part for part in self.text(key).split(";") if part]
        for value in values:
            if value not in known:
                self.wrong(f"{key}: no {what} “{value}”", key)
        return [known[value] for value in values if value in known]


def _headings(text: str) -> Iterator[tuple[str, int]]:
    """The tables of a TOML text with their lines."""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.match(r"\s*\[+\s*([\w.]+)\s*\]+", line):
            yield found.group(1), number
