"""What is read from a table: its rows, and the lines that are no activity."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from skillweek.programme.sheets.problems import Problem
from skillweek.programme.sheets.when import Span

#: why a line is no activity, in a word for programs and in words for people
WHYS: dict[str, str] = {
    "hidden": gettext_noop("隐藏的行"),
    "title": gettext_noop("标题"),
    "header": gettext_noop("表头"),
    "section": gettext_noop("分段标题"),
    "total": gettext_noop("合计"),
    "note": gettext_noop("说明"),
    "signature": gettext_noop("签字"),
    "example": gettext_noop("填写示例"),
    "numbering": gettext_noop("列号"),
    "empty": gettext_noop("没有填写"),
    "continuation": gettext_noop("上一行的续行"),
    "no_header": gettext_noop("没有找到表头"),
}
#: the fields of a row that the command prints, before its problems
PRINTED = ("sheet", "row", "title", "starts", "ends", "place", "host", "audiences", "expected_people", "contact",
           "phone")  # fmt: skip


@dataclass
class Row:
    """One activity, or one session of it, as the table says; None where it does not say."""

    sheet: str
    row: int
    title: str | None = None
    starts: str | None = None
    ends: str | None = None
    place: str | None = None
    host: str | None = None
    audiences: list[str] = field(default_factory=list)
    expected_people: int | None = None
    contact: str | None = None
    phone: str | None = None
    code: str = ""
    kind: str = ""
    theme: str = ""
    undertaker: str = ""
    co_host: str = ""
    department: str = ""
    leader: str = ""
    summary: str = ""
    booking: str = ""
    url: str = ""
    note: str = ""
    spans: list[Span] = field(default_factory=list)
    found: list[Problem] = field(default_factory=list)

    @property
    def stopped(self) -> bool:
        """Whether the row cannot be taken over as it is."""
        return any(problem.stops for problem in self.found)

    def as_json(self) -> dict[str, Any]:
        """What the command prints of the row, with its problems as sentences."""
        return {name: getattr(self, name) for name in PRINTED} | {
            "problems": [str(one) for one in self.found]
        }


@dataclass(frozen=True)
class Ignored:
    """A line that is no activity."""

    sheet: str
    row: int
    why: str
    text: str = ""

    @property
    def reason(self) -> str:
        """Why, in words for people."""
        return _(WHYS[self.why])

    def as_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {"sheet": self.sheet, "row": self.row, "why": self.why}


@dataclass
class Table:
    """Everything that was read from a file."""

    rows: list[Row] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {
            "rows": [row.as_json() for row in self.rows],
            "ignored_rows": [one.as_json() for one in self.ignored],
        }
