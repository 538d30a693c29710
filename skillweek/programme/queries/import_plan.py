"""What an import would do, row by row; nothing is written here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import ActivityKind, Edition
from skillweek.programme.models import Activity
from skillweek.programme.queries.import_facts import Facts, facts_of, kept_facts
from skillweek.programme.queries.known import Known, address, online
from skillweek.programme.rules import next_state, refusal
from skillweek.programme.sheets.matching import folded
from skillweek.programme.sheets.rows import Row
from skillweek.programme.sheets.when import Span

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Ask:
    """Words that the city does not know: what kind of thing, the words, and what may be meant."""

    kind: str
    text: str
    owner: str = ""

    @property
    def key(self) -> str:
        """The name of the question, in forms and answers."""
        return "|".join((self.kind, self.owner, self.text))


@dataclass
class Line:
    """One row of the sheet, and what becomes of it."""

    row: Row
    fate: str = "wrong"
    wrong: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    owner: Organisation | None = None
    kind: ActivityKind | None = None
    venue: Venue | None = None
    online_url: str = ""
    audiences: list[str] = field(default_factory=list)
    times: list[tuple[datetime, datetime]] = field(default_factory=list)
    facts: Facts | None = None
    activity: Activity | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Plan:
    """Every row with its fate, and the questions that are open."""

    lines: list[Line]
    asks: Counter[Ask]
    known: Known

    @property
    def counts(self) -> dict[str, int]:
        """How many rows share each fate."""
        found = Counter(line.fate for line in self.lines)
        return {fate: found[fate] for fate in ("new", "changed", "same", "wrong")}

    @property
    def homeless(self) -> list[Organisation]:
        """Units whose rows name places that nobody knows."""
        return [
            self.known.units[code]
            for code in dict.fromkeys(ask.owner for ask in self.asks if ask.kind == "place")
        ]

    @property
    def writes(self) -> int:
        """How many rows would be written."""
        return self.counts["new"] + self.counts["changed"]


def import_plan(rows: list[Row], known: Known, answers: Answers) -> Plan:
    """What taking over ``rows`` would make and change; only for units among ``known.editable``."""
    maker = _Planner(known, answers, _kinds_said(rows))
    lines = [maker.line(row) for row in rows]
    maker.compare(lines)
    return Plan(lines, maker.asks, known)


def _kinds_said(rows: list[Row]) -> dict[tuple[str | None, str | None], str]:
    """The kind that one of several rows of an activity names, by host and title."""
    said: dict[tuple[str | None, str | None], str] = {}
    for row in rows:
        if row.kind:
            said.setdefault((row.host, row.title), row.kind)
    return said


class _Planner:
    """Goes through the rows once."""

    def __init__(
        self, known: Known, answers: Answers, kinds: dict[tuple[str | None, str | None], str]
    ) -> None:
        self.known, self.answers, self.kinds = known, answers, kinds
        self.edition: Edition = known.edition
        self.zone = ZoneInfo(known.edition.time_zone)
        self.asks: Counter[Ask] = Counter()

    def answer(self, ask: Ask) -> str:
        """What was chosen; the question is counted as open when nothing was."""
        chosen = self.answers.get(ask.key, "")
        if not chosen:
            self.asks[ask] += 1
        return chosen

    def line(self, row: Row) -> Line:
        """The row with the things it names."""
        line = Line(row)
        unsaid = ("no_day", "no_place") if row.code else ()
        stopping = [
            problem for problem in row.found if problem.stops and problem.code not in ("no_host", *unsaid)
        ]
        line.wrong += [str(problem) for problem in stopping]
        line.said += [str(problem) for problem in row.found if not problem.stops]
        line.owner = self._owner(row, line)
        line.kind = self._kind(row, line)
        line.audiences = self._audiences(row, line)
        if line.owner is not None:
            self._place(row, line, line.owner)
        self._times(row, line)
        if row.title and len(row.title) > 60:
            line.wrong.append(_("活动名称超过 60 个字"))
        return line

    def _owner(self, row: Row, line: Line) -> Organisation | None:
        text = row.host or ""
        code = self.known.unit_names.find(text) or self._first_of_list(text)
        unit = self.known.units.get(code or "") or self.known.units.get(self.answer(Ask("host", text)))
        if unit is None:
            line.wrong.append(
                _("名单里没有“%(text)s”这个单位") % {"text": text} if text else _("没有写主办单位")
            )
        elif unit.pk not in self.known.editable:
            line.wrong.append(_("您不能替“%(unit)s”填报") % {"unit": unit.name})
            return None
        else:
            self._understood(text, (unit.name, unit.short_name), line)
        return unit

    @staticmethod
    def _understood(text: str, names: Sequence[str], line: Line) -> None:
        """Say so when a name is not written as it is known."""
        if text and folded(text) not in {folded(name) for name in names}:
            line.said.append(_("“%(text)s”按“%(name)s”理解") % {"text": text, "name": names[0]})

    def _first_of_list(self, text: str) -> str | None:
        parts = text.replace("/", "、").replace("，", "、").split("、")
        return self.known.unit_names.find(parts[0]) if len(parts) > 1 else None

    def _kind(self, row: Row, line: Line) -> ActivityKind | None:
        text = row.kind or self.kinds.get((row.host, row.title), "")
        found = self.known.kind(text) or self.known.kinds.get(self.answer(Ask("kind", text)))
        if found is None:
            line.wrong.append(
                _("没有“%(text)s”这个活动类别") % {"text": text} if text else _("没有写活动类别")
            )
        return found

    def _audiences(self, row: Row, line: Line) -> list[str]:
        found: list[str] = []
        for text in row.audiences:
            codes = self.known.audience(text)
            if not codes:
                chosen = self.answer(Ask("audience", text))
                codes = [chosen] if chosen in self.known.audiences else []
                if not codes and not chosen:
                    line.said.append(_("不知道“%(text)s”是哪一类参加对象，先不写入") % {"text": text})
            found += codes
        return [code for code in self.known.audiences if code in found]

    def _place(self, row: Row, line: Line, owner: Organisation) -> None:
        text = row.place or ""
        line.online_url = address(row.url or "") or address(text)
        if not text or (line.online_url and online(text)):
            return
        if online(text):
            line.wrong.append(_("线上活动要写网址"))
            return
        line.venue = self.known.venue(text, owner)
        if line.venue is None:
            chosen = self.answer(Ask("place", text, owner.code))
            line.venue = self.known.venues.get(chosen)
        if line.venue is None:
            line.wrong.append(_("名单里没有“%(text)s”这个场地，请选一个或先在单位页登记") % {"text": text})
        else:
            owners = (line.venue.owner.name, line.venue.owner.short_name)
            names = [line.venue.name, *(f"{one}{line.venue.name}" for one in owners)]
            self._understood(text, [*names, *(f"{line.venue.name}{one}" for one in owners)], line)

    def _times(self, row: Row, line: Line) -> None:
        for span in row.spans:
            if span.day is None or span.last is None or span.begins is None or span.ends is None:
                line.wrong += [] if line.wrong else [_("要写清楚几点到几点")]
                return
            line.times += self._sessions(span)
        week = (self.edition.starts, self.edition.ends)
        days = {start.astimezone(self.zone).date() for start, _end in line.times}
        if any(not week[0] <= day <= week[1] for day in days):
            line.wrong.append(_("日期不在活动周以内，不能写入"))

    def _sessions(self, span: Span) -> list[tuple[datetime, datetime]]:
        """A span that holds daily is one session a day."""
        assert span.day is not None
        assert span.last is not None
        if not span.daily:
            return [(self._at(span.day, span.begins or 0), self._at(span.last, span.ends or 0))]
        days = [span.day + timedelta(number) for number in range((span.last - span.day).days + 1)]
        return [(self._at(day, span.begins or 0), self._at(day, span.ends or 0)) for day in days]

    def _at(self, day: date, minutes: int) -> datetime:
        return datetime.combine(day, time(), tzinfo=self.zone) + timedelta(minutes=minutes)

    def compare(self, lines: list[Line]) -> None:
        """Which rows are new, changed or the same; rows of one title and unit are one activity."""
        good = [line for line in lines if not line.wrong]
        owners = {line.owner.pk for line in good if line.owner}
        kept = kept_facts(self.edition, owners, [line.row.code for line in good])
        groups: dict[tuple[int, str], list[Line]] = {}
        for line in good:
            assert line.owner is not None
            groups.setdefault((line.owner.pk, line.row.code or line.row.title or ""), []).append(line)
        for (owner, name), group in groups.items():
            facts = facts_of(group, self.known)
            before = kept.by_code.get(name) or kept.by_title.get((owner, name))
            if before is None and group[0].row.code:
                for line in group:
                    line.wrong.append(_("没有编号为“%(code)s”的活动") % {"code": line.row.code})
                continue
            if before is not None:
                changes = before.differences(facts)
                group[0].changes = changes
            for line in group:
                line.facts = facts
                self._judge(line, before)

    def _judge(self, line: Line, before: Facts | None) -> None:
        if before is None:
            line.fate = "new"
            return
        line.activity = before.activity
        venue = line.venue.code if line.venue else ""
        for start, end in line.times:
            note = before.meetings.get((start, end, venue))
            if note is None:
                line.changes.append((_("场次"), "", self._said(start, end, line)))
            elif line.row.note and line.row.note[:80] != note:
                line.changes.append((_("备注"), note, line.row.note[:80]))
        if not line.changes:
            line.fate = "same"
        elif before.activity is not None and next_state(before.activity.state, "edit") is None:
            line.wrong.append(refusal(before.activity.state, "edit"))
        else:
            line.fate = "changed"

    def _said(self, start: datetime, end: datetime, line: Line) -> str:
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        return f"{first:%m-%d %H:%M}-{last:%H:%M} {line.venue.name if line.venue else ''}".strip()
