"""What must be settled before people come: care by kind, safety plans, permits, money, and crowd rules."""

from datetime import datetime, time
from decimal import Decimal, InvalidOperation

from skillweek.programme.models import (
    Activity,
    BudgetLine,
    CrowdRule,
    Permit,
    Safeguard,
    SafetyAnswer,
)
from skillweek.programme.rules.permits import snapshot
from skillweek.project.demo.files import paper, stored
from skillweek.project.demo.keep import keep, same, sound
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week

FILE = "safeguards.toml"
#: what ``[[care]]`` says of a kind of activity
CARE = ("insurance", "first_aid", "public_note")


def care_of(week: Week) -> dict[str, dict[str, str]]:
    """By kind of activity: its insurance, its first aid, what visitors are told."""
    return {
        row.text("kind", required=True): {name: row.text(name) for name in CARE}
        for row in week.folder.tables(FILE, "care")
        if row.one("kind", week.codes["kinds"], "kind of activity")
    }


def load_safeguards(week: Week) -> None:
    """Plans, permits, budgets and crowd rules; after the sessions, for which permits are granted."""
    answers = [one for row in week.folder.tables(FILE, "plan") for one in _answers(week, row)]
    lines = [line for row in week.folder.tables(FILE, "budget") if (line := _line(week, row)) is not None]
    rules = [rule for row in week.folder.tables(FILE, "crowd") if (rule := _rule(week, row)) is not None]
    permits = [one for row in week.folder.tables(FILE, "permit") if (one := _permit(week, row)) is not None]
    week.folder.check()
    keep(SafetyAnswer, answers, "activity", "item")
    keep(Permit, permits, "activity")
    everything = [activity.pk for activity in week.activities.values()]
    same(
        BudgetLine, "activity_id", everything, lines, "item", "amount", "source", "reason", "position"
    )  # fmt: skip
    for rule in rules:
        CrowdRule.objects.get_or_create(
            edition=rule.edition, place=rule.place, venue=rule.venue, starts=rule.starts, ends=rule.ends,
            factor=rule.factor, issuer=rule.issuer,
            defaults={"reason": rule.reason, "created_by": rule.created_by, "created_at": rule.created_at},
        )  # fmt: skip


def _answers(week: Week, row: Row) -> list[SafetyAnswer]:
    activity = row.one("activity", week.activities, "activity")
    found = []
    for code in row.values.get("items", {}):
        item = week.codes["safety"].get(code)
        if item is None:
            row.wrong(f"no item “{code}” of the safety plan", "items")
        elif activity is not None:
            found.append(SafetyAnswer(activity=activity, item=item, text=row.values["items"][code]))
    return found


def _permit(week: Week, row: Row) -> Permit | None:
    activity = row.one("activity", week.activities, "activity")
    if activity is None:
        return None
    filed, granted = row.day("filed"), row.day("granted")
    title = row.text("paper", required=True)
    blob = paper(title, list(row.values.get("lines", [])), datetime.combine(granted, time()))
    permit = Permit(
        activity=activity, authority=row.text("authority"), filed_on=filed, granted_on=granted,
        number=row.text("number"), covers=_covers(activity),
        file=stored(blob, f"{title}.docx", activity.owner.code, "", public=False),
    )  # fmt: skip
    return permit if sound(row, permit) else None


def _covers(activity: Activity) -> dict[str, object]:
    expected = Safeguard.objects.filter(activity=activity).values_list("expected", flat=True).first()
    return snapshot(expected, activity.sessions.all())


def _line(week: Week, row: Row) -> BudgetLine | None:
    activity = row.one("activity", week.activities, "activity")
    try:
        amount = Decimal(row.text("amount") or "0")
    except InvalidOperation:
        row.wrong(f"amount: no number “{row.text('amount')}”", "amount")
        return None
    if activity is None:
        return None
    line = BudgetLine(
        activity=activity, item=row.text("item", required=True), amount=amount, source=row.text("source"),
        reason=row.text("reason"),
    )  # fmt: skip
    return line if sound(row, line) else None


def _rule(week: Week, row: Row) -> CrowdRule | None:
    place, venue = row.optional("place", week.units, "unit"), row.optional("venue", week.venues, "venue")
    rule = CrowdRule(
        edition=week.edition, issuer=week.city, place=place, venue=venue, factor=row.count("factor", 100),
        starts=row.day("starts"), ends=row.day("ends"), reason=row.text("reason", required=True),
        created_by=week.officer, created_at=row.moment("created"),
    )  # fmt: skip
    return rule if sound(row, rule) else None
