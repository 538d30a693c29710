"""The edition with its phases and code lists, clauses, duties, targets and the notice."""

from datetime import datetime, timedelta
from typing import Any

from skillweek.organisations.models import Organisation
from skillweek.plan.models import (
    ActivityKind,
    Addressing,
    Anchor,
    Audience,
    Clause,
    Duty,
    Edition,
    FrugalityWord,
    MaterialKind,
    Notice,
    Phase,
    Recipient,
    SafetyItem,
    ServiceKind,
    Tag,
    ThemeDay,
    Topic,
)
from skillweek.plan.models.codes import Code
from skillweek.plan.queries.presets import preset_rows
from skillweek.plan.rules import day_of
from skillweek.project.demo.keep import add, keep, sound
from skillweek.project.demo.reminders import offset_of
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week

LISTS: dict[str, type[Code]] = {
    "kinds": ActivityKind, "audiences": Audience, "topics": Topic, "services": ServiceKind,
    "materials": MaterialKind, "tags": Tag, "safety": SafetyItem, "frugality": FrugalityWord,
    "theme-days": ThemeDay,
}  # fmt: skip


def load_edition(week: Week) -> None:
    """Dates, theme, phases, and the lists of codes."""
    document = week.folder.document("edition.toml")
    row = document.table("edition")
    days = {key: row.day(key) for key in ("starts", "ends", "deadline")}
    texts = {
        key: row.text(key)
        for key in (
            "slug", "name", "name_en", "theme", "theme_en", "lead", "lead_en", "mailbox", "responsible_editor",
        )
    }  # fmt: skip
    if days["ends"] < days["starts"]:
        row.wrong("ends is before starts", "ends")
    edition = Edition(
        city=week.city, year=row.count("year", days["starts"].year),
        time_zone=row.text("time_zone") or "Asia/Shanghai",
        colours=row.text("colours") or "celadon", retention_days=row.count("retention_days", 60), **texts, **days,
    )  # fmt: skip
    sound(row, edition)
    week.folder.check()
    week.edition = keep(Edition, [edition], "slug")[0]
    phases = document.table("phases")
    names = {name.value for name in Phase.Name}
    for key in set(phases.values) - names:
        phases.wrong(f"no phase “{key}”", key)
    kept = names & set(phases.values)
    rows = [Phase(edition=week.edition, name=key, starts_at=phases.moment(key)) for key in sorted(kept)]
    keep(Phase, rows, "edition", "name")
    for key, model in LISTS.items():
        week.codes[key] = _codes(week, model, document.tables(key)) or _presets(week, model, key)
    week.folder.check()


def _presets(week: Week, model: type[Code], key: str) -> dict[str, Any]:
    """What safety plans answer and budgets should not hold, where the folder does not say."""
    rows = preset_rows(key) if key in ("safety", "frugality") else []
    for entry in rows:
        entry.edition = week.edition
    return {entry.code: entry for entry in keep(model, rows, "edition", "code")} if rows else {}


def _codes(week: Week, model: type[Code], rows: list[Row]) -> dict[str, Any]:
    week.folder.unique(rows, "code")
    made = []
    for position, row in enumerate(rows):
        extra = _extra(week, model, row)
        texts = {
            key: row.text(key)
            for key in ("code", "label", "label_en", "label_hant", "description", "description_en")
        }
        icon = row.text("icon") or (texts["code"] if model is ServiceKind else "")
        entry = model(edition=week.edition, icon=icon, position=position, **texts, **extra)
        if sound(row, entry):
            made.append(entry)
    return {entry.code: entry for entry in keep(model, made, "edition", "code")}


def _extra(week: Week, model: type[Code], row: Row) -> dict[str, Any]:
    """What entries of one list alone have."""
    if model is ActivityKind:
        return {"clause_path": row.text("clause")}
    if model is not ThemeDay:
        return {}
    day = row.day("day")
    if not week.edition.starts <= day <= week.edition.ends:
        row.wrong(f"{day} is outside the Week ({week.edition.starts} to {week.edition.ends})", "day")
    return {"day": day}


def load_clauses(week: Week) -> None:
    """The plan's clauses, and what each unit owes by them."""
    clauses = []
    for position, row in enumerate(week.folder.tables("clauses.toml", "clauses")):
        clause = Clause(
            edition=week.edition, path=row.text("path", required=True), number=row.text("number", required=True),
            heading=row.text("heading", required=True), text=row.text("text"), position=position,
        )  # fmt: skip
        if sound(row, clause):
            clauses.append(clause)
    week.folder.check()
    by_path = {clause.path: clause for clause in keep(Clause, clauses, "edition", "path")}
    duties = []
    for row in week.folder.rows("duties.csv"):
        found = row.one("clause", by_path, "clause")
        for unit in week.group(row, "units"):
            anchor, days = row.text("anchor"), offset_of(row)
            duty = Duty(
                clause=found, organisation=unit, title=row.text("title", required=True),
                anchor=anchor, offset_days=days,
                due=day_of(week.edition, anchor, days) if anchor in Anchor.values else row.day("due"),
                minimum=row.count("minimum", 1), evidence=row.text("evidence", required=True),
                parameter=row.text("parameter"),
            )  # fmt: skip
            if found and sound(row, duty):
                duties.append(duty)
    week.folder.check()
    keep(Duty, duties, "clause", "organisation", "evidence", "parameter")


def load_notice(week: Week) -> None:
    """The notice, to whom it went, and who signed for it."""
    if not (week.folder.path / "notice.toml").exists():
        return
    document = week.folder.document("notice.toml")
    row, to = document.table("notice"), document.table("recipients")
    texts = {
        key: row.text(key)
        for key in (
            "code",
            "number",
            "title",
            "addressees",
            "body",
            "contact_name",
            "contact_phone",
            "contact_email",
        )
    }
    issuer = row.one("issuer", week.units, "unit")
    notice = Notice(
        edition=week.edition, issuer=issuer, signed_on=row.day("signed_on"), sent_at=row.moment("sent_at"),
        sign_by=row.day("sign_by") if row.text("sign_by") else None, state=Notice.State.SENT,
        public=row.flag("public"), **texts,
    )  # fmt: skip
    sound(row, notice)
    until = to.moment("acknowledged_until")
    week.folder.check()
    notice = keep(Notice, [notice], "code", fixed=("state",))[0]
    add(Addressing, [Addressing(notice=notice, group=key) for key in to.values.get("groups", [])])
    kinds = set(to.values.get("kinds", []))
    units = [unit for unit in week.units.values() if unit.kind.code in kinds]
    only_read, unread = set(to.values.get("read_only", [])), set(to.values.get("unread", []))
    add(Recipient, [
        _receipt(notice, unit, until, number / len(units), only_read, unread) for number, unit in enumerate(units)
    ])  # fmt: skip


def _receipt(
    notice: Notice, unit: Organisation, until: datetime, share: float, only_read: set[str], unread: set[str]
) -> Recipient:
    """A receipt some way between the sending and ``until``."""
    assert notice.sent_at is not None  # it was sent, by its own table
    read = notice.sent_at + (until - notice.sent_at) * (0.05 + 0.85 * ((share * 7.3) % 1))
    if unit.code in unread:
        return Recipient(notice=notice, organisation=unit, told_at=notice.sent_at)
    if unit.code in only_read:
        state = Recipient.State.READ
        return Recipient(notice=notice, organisation=unit, state=state, read_at=read, told_at=notice.sent_at)
    return Recipient(
        notice=notice, organisation=unit, told_at=notice.sent_at, state=Recipient.State.ACKNOWLEDGED, read_at=read,
        acknowledged_at=read + timedelta(minutes=25),
    )  # fmt: skip
