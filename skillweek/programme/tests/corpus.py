"""The corpus of tables: text files that draw a table, then say everything that has to be read from it.

``== name`` begins a case, ``[sheet]`` a sheet (``hidden``; ``without B``: hidden columns; ``csv``), ``-- rows`` what is
read, one line a row as ``said`` writes it, ``-- ignored`` every other line with the reason.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from skillweek.programme.sheets.rows import Row, Table
from skillweek.programme.tests.drawing import Drawn, as_csv, workbook

_SHEET = re.compile(r"^\[(.*)\] ?(hidden|csv|without [A-Z]+)?$")


@dataclass
class Case:
    """One table, or several sheets of one file."""

    name: str
    sheets: list[Drawn] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    ignored: str = ""
    csv: bool = False

    def data(self) -> bytes:
        """The bytes of the drawn file."""
        return as_csv(self.sheets[0].text).encode("gb18030") if self.csv else workbook(*self.sheets)

    def read(self, table: Table) -> tuple[list[str], str]:
        """What ``table`` says, written like the case."""
        many = len(self.sheets) > 1
        rows = [(f"{row.sheet} " if many else "") + said(row) for row in table.rows]
        ignored = [f"{one.sheet + ':' if many else ''}{one.row}:{one.why}" for one in table.ignored]
        return rows, " ".join(ignored)


def said(row: Row) -> str:
    """Row, title, start, end, place, host, audiences, people, contact, phone, codes of problems."""
    facts = (
        row.row, row.title, row.starts, row.ends, row.place, row.host, "、".join(row.audiences),
        row.expected_people, row.contact, row.phone, " ".join(problem.code for problem in row.found),
    )  # fmt: skip
    return " | ".join("-" if fact in (None, "") else str(fact) for fact in facts)


def cases() -> list[Case]:
    """Every case of every file."""
    files = sorted((Path(__file__).parent / "tables").glob("*.txt"))
    return [_case(text) for file in files for text in file.read_text(encoding="utf-8").split("== ")[1:]]


def _case(text: str) -> Case:
    drawn, _mark, rest = text.partition("-- rows\n")
    rows, _mark, ignored = rest.partition("-- ignored\n")
    name, _end, sheets = drawn.partition("\n")
    case = Case(name, rows=rows.splitlines(), ignored=ignored.strip())
    for line in sheets.splitlines():
        head = _SHEET.match(line)
        if head:
            flag = head[2] or ""
            case.csv = case.csv or flag == "csv"
            without = flag.removeprefix("without ") if flag.startswith("without") else ""
            case.sheets.append(Drawn(head[1], "", hidden=flag == "hidden", hidden_columns=without))
        else:
            last = case.sheets[-1]
            case.sheets[-1] = Drawn(last.name, f"{last.text}{line}\n", last.hidden, last.hidden_columns)
    return case
