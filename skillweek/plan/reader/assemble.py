"""All the parts of the reader in order: lines to a Reading."""

import re
from collections import Counter
from datetime import date

from skillweek.plan.reader.contacts import email_of, phone_of
from skillweek.plan.reader.dates import Years, spans
from skillweek.plan.reader.duties import read_duties
from skillweek.plan.reader.handin import read_deadline
from skillweek.plan.reader.head import recipients_of
from skillweek.plan.reader.number import number_of_notice
from skillweek.plan.reader.outline import Node, outline
from skillweek.plan.reader.page import Page, page_of
from skillweek.plan.reader.parts import Parts, parts_of
from skillweek.plan.reader.reading import Clause, Contacts, Found, Reading
from skillweek.plan.reader.signature import issued_of, issuer_of, published_of
from skillweek.plan.reader.text import Line
from skillweek.plan.reader.theme import read_theme
from skillweek.plan.reader.title import title_of
from skillweek.plan.reader.when import check_weekdays, read_when

_ISSUES = re.compile(
    r"(?:印发|制定|制订|下发|转发)[^。]{0,8}《(?P<name>[^》]{4,80})》|《(?P<name2>[^》]{4,80}(?:方案|计划))》[^。]{0,6}(?:印发|下发|发给|发你)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s?年|(?=[\u4e00-\u9fff])(?![余名人万元号]))")
_WITH_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_IN_NUMBER = re.compile(r"〔((?:19|20)\d\d)〕")


def assemble(lines: list[Line]) -> Reading:
    """Everything that ``lines`` say."""
    reading = Reading()
    page = page_of(lines)
    parts = parts_of(page)
    promised = [
        match["name"] or match["name2"]
        for line in parts.notice
        for match in _ISSUES.finditer(line.flat[:5000])
    ]
    title = title_of(parts, page, promised)
    reading.title = reading.note("title", title)
    if title is not None and title.confidence <= 0.5:
        reading.ask("title", "title_unsure", title.quote)
    reading.number = reading.note("number", number_of_notice(parts, page))
    reading.issued = reading.note("issued", issued_of(parts, page))
    issuer = issuer_of(parts, page, title)
    reading.issuer = reading.note("issuer", issuer)
    if issuer is not None and issuer.confidence <= 0.4:
        reading.ask("issuer", "unsigned", issuer.quote)
    reading.recipients = reading.note("recipients", recipients_of(parts)) or []
    nodes, loose = _clauses(parts, bool(promised))
    _note_clauses(reading, nodes)
    years = _years(reading, page)
    text = [*parts.notice, *parts.attached] if parts.attached else parts.notice
    read_when(reading, nodes, text, years)
    read_theme(reading, nodes, text, _title_year(reading) or years.base)
    read_deadline(reading, text, years)
    _read_contacts(reading, parts)
    read_duties(reading, nodes, loose, years)
    _check(reading)
    _doubt_stamped(reading, years)
    check_weekdays(reading, parts.notice, years)
    return reading


def _sure(reading: Reading) -> bool:
    """Is the day of issue more than a day of publication?"""
    return reading.issued is not None and reading.sources["issued"].confidence >= 0.5


def _clauses(parts: Parts, promised: bool) -> tuple[list[Node], list[Line]]:
    """The clauses of the notice, or of the plan it issues, and the lines outside of them."""
    own, attached = outline(parts.body), outline(parts.attached)
    chosen, source = (own, parts.body)
    if attached and (not own or (promised and len(attached) > 2 * len(own))):
        chosen, source = attached, parts.attached
    inside = {line.number for node in chosen for line, _at in node.body} | {
        node.line.number for node in chosen
    }
    return chosen, [line for line in [*source, *parts.tail] if line.number not in inside]


def _note_clauses(reading: Reading, nodes: list[Node]) -> None:
    for index, node in enumerate(nodes):
        reading.clauses.append(Clause(node.path, node.heading, node.text))
        quote = node.line.raw[: node.heading_at + len(node.heading)] if node.heading else node.line.raw[:80]
        reading.note(
            f"clauses[{index}]", Found(node.path, quote, 0.6 if node.repeated else 0.95, node.line.number)
        )
        if node.repeated:
            reading.ask(f"clauses[{index}]", "number_twice", node.line.raw[:80], number=node.printed)


def _title_year(reading: Reading) -> int | None:
    years = set(_YEAR.findall(re.sub("《[^》]*》", "", reading.title or "") or ""))
    years = years or set(_YEAR.findall(reading.title or ""))
    return int(years.pop()) if len(years) == 1 else None


def _years(reading: Reading, page: Page) -> Years:
    """What is known of the year; the day on which a page was published is the last resort."""
    base = _base_year(reading, page.lines)
    if base is None and (stamp := published_of(page)):
        return Years(stamp.year, stamped=True)
    return Years(base, date.fromisoformat(reading.issued) if reading.issued and _sure(reading) else None)


def _doubt_stamped(reading: Reading, years: Years) -> None:
    """Dates whose year is only that of the page's publication are unsure, and a person is asked."""
    if not years.stamped:
        return
    due = [f"duties[{at}].due" for at, duty in enumerate(reading.duties) if duty.due]
    given = [name for name in ("starts", "ends", "deadline") if getattr(reading, name)]
    for name in [*given, *due]:
        quote = reading.sources[name].quote if name in reading.sources else ""
        if not quote or _WITH_YEAR.search(quote):
            continue
        reading.doubt(name)
        if name in ("starts", "deadline"):
            reading.ask(name, "year_of_page", quote, words=quote, year=str(years.base))


def _base_year(reading: Reading, lines: list[Line]) -> int | None:
    """The year of the title, else of the signature or number, else the one year that the text names."""
    if year := _title_year(reading):
        return year
    if reading.issued and _sure(reading):
        return int(reading.issued[:4])
    match = _YEAR_IN_NUMBER.search(reading.number or "")
    if match:
        return int(match[1])
    named = Counter(
        span.first.year
        for line in lines
        for span in spans(line.flat[:2000])
        if span.first.year and span.first.day
    )
    return next(iter(named)) if len(named) == 1 else None


def _read_contacts(reading: Reading, parts: Parts) -> None:
    """Of the notice itself first, then of what is attached."""
    phone = phone_of(parts.tail) or phone_of(parts.body) or phone_of(parts.attached)
    email = email_of(parts.tail) or email_of(parts.body) or email_of(parts.attached)
    reading.contacts = Contacts(reading.note("contacts.phone", phone), reading.note("contacts.email", email))


def _check(reading: Reading) -> None:
    """Dates that contradict each other become questions, and their values unsure."""
    starts, deadline, issued = reading.starts, reading.deadline, reading.issued
    year = _title_year(reading)
    if starts and deadline and deadline < starts:
        _contradict(reading, "deadline", "deadline_before_start", deadline=deadline, starts=starts)
    if starts and issued and issued > starts and _sure(reading):
        _contradict(reading, "issued", "issued_after_start", issued=issued, starts=starts)
    if starts and year and int(starts[:4]) not in (year, year + 1):
        _contradict(reading, "starts", "year_differs", title=str(year), said=starts[:4])


def _contradict(reading: Reading, name: str, code: str, **facts: str) -> None:
    reading.ask(name, code, reading.sources[name].quote, **facts)
    reading.doubt(name)
