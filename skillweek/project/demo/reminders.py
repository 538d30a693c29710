"""Reminder rules, and duties that were waived."""

from skillweek.plan.models import Anchor, Clause, Duty, ReminderRule, Waiver
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week

FILE = "reminders.toml"


def load_reminders(week: Week) -> None:
    """Rules and waivers of ``reminders.toml``; those that are there stay as they are."""
    clauses = {clause.path: clause for clause in Clause.objects.filter(edition=week.edition)}
    rules = [_rule(week, row, clauses) for row in week.folder.tables(FILE, "rules")]
    waivers = [
        waiver for row in week.folder.tables(FILE, "waivers") for waiver in _waivers(week, row, clauses)
    ]
    week.folder.check()
    for rule in rules:
        ReminderRule.objects.get_or_create(
            edition=rule.edition, clause=rule.clause, anchor=rule.anchor, offset_days=rule.offset_days
        )
    there = set(Waiver.objects.values_list("duty", flat=True))
    Waiver.objects.bulk_create(waiver for waiver in waivers if waiver.duty_id not in there)


def offset_of(row: Row) -> int:
    """Days from an anchor: those of ``after``, less those of ``before``."""
    return row.count("after", 0) - row.count("before", 0)


def _rule(week: Week, row: Row, clauses: dict[str, Clause]) -> ReminderRule:
    anchor = row.text("anchor")
    if anchor and anchor not in Anchor.values:
        row.wrong(f"no date “{anchor}”", "anchor")
    clause = row.optional("clause", clauses, "clause")
    return ReminderRule(edition=week.edition, clause=clause, anchor=anchor, offset_days=offset_of(row))


def _waivers(week: Week, row: Row, clauses: dict[str, Clause]) -> list[Waiver]:
    clause, unit = row.one("clause", clauses, "clause"), row.one("unit", week.units, "unit")
    by = row.one("by", week.people, "person")
    if clause is None or unit is None or by is None:
        return []
    reason, at = row.text("reason", required=True), row.moment("at")
    duties = Duty.objects.filter(clause=clause, organisation=unit)
    return [Waiver(duty=duty, reason=reason, by=by, at=at) for duty in duties]
