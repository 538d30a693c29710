"""Launch ceremonies with their run of show, guests, plan and rehearsals; one that is there stays as it is."""

from datetime import datetime
from typing import Any

from skillweek.ceremonies import actions
from skillweek.ceremonies.models import Ceremony, Check, Guest, Rehearsal, RunItem, Seat
from skillweek.common.cipher import blind_index
from skillweek.organisations.models import Contact
from skillweek.programme.models import Activity
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week

FILE, GUESTS = "ceremonies.toml", "ceremony_guests.csv"
Answer = Guest.Answer


def load_ceremonies(week: Week) -> None:
    """Every ceremony of the folder whose activity has none yet."""
    rows, guests = week.folder.tables(FILE, "ceremonies"), week.folder.rows(GUESTS)
    contacts = {one.code: one for one in Contact.objects.filter(organisation__in=week.units.values())}
    for row in rows:
        activity = row.one("activity", week.activities, "activity")
        if activity is None or Ceremony.objects.filter(activity=activity).exists():
            continue
        ceremony = _ceremony(week, row, activity, contacts)
        week.folder.check()
        ceremony.save()
        _items(row, ceremony, contacts)
        _guests(week, row, ceremony, [one for one in guests if one.text("ceremony") == activity.code])
        _rehearsals(week, row, ceremony)
        week.folder.check()
        _plan(week, row, ceremony)


def _ceremony(week: Week, row: Row, activity: Activity, contacts: dict[str, Contact]) -> Ceremony:
    at = row.text("run_starts")
    return Ceremony(
        city=week.city, activity=activity, created_at=activity.created_at,
        run_starts=row.clock("run_starts") if at else None, participants=row.text("participants"),
        arrival=row.text("arrival"), parking=row.text("parking"), contact=row.optional("contact", contacts, "contact"),
        answer_by=row.day("answer_by") if row.text("answer_by") else None, live_url=row.text("live_url"),
        other_venue=row.optional("other_venue", week.venues, "venue"), other_plan=row.text("other_plan"),
        decide_at=row.moment("decide_at") if row.text("decide_at") else None, decide_by=row.text("decide_by"),
    )  # fmt: skip


def _items(row: Row, ceremony: Ceremony, contacts: dict[str, Contact]) -> None:
    made = []
    for position, one in enumerate(row.tables("items"), start=1):
        texts = {key: one.text(key) for key in ("who", "public_title", "material", "place", "cue", "note")}
        made.append(RunItem(
            ceremony=ceremony, position=position, minutes=one.count("minutes", 5),
            title=one.text("title", required=True), fixed=one.clock("fixed") if one.text("fixed") else None,
            contact=one.optional("contact", contacts, "contact"),
            **texts,
        ))  # fmt: skip
    RunItem.objects.bulk_create(made)


def _guests(week: Week, row: Row, ceremony: Ceremony, rows: list[Row]) -> None:
    invited, answered = row.moment("invited"), row.moment("answered")
    made = [_guest(week, one, ceremony, invited, answered) for one in rows]
    week.folder.check()
    Guest.objects.bulk_create(made)


def _guest(week: Week, row: Row, ceremony: Ceremony, invited: datetime, answered: datetime) -> Guest:
    answers = {value: value for value in Answer.values}
    answer, email = row.one("answer", answers, "answer") or Answer.NONE, row.text("email")
    kind = row.one("kind", {value: value for value in Guest.Kind.values}, "kind of guest") or Guest.Kind.GUEST
    return Guest(
        ceremony=ceremony, name=row.text("name", required=True), unit=row.text("unit"), post=row.text("post"),
        kind=kind, people=row.count("people", 1), rank=row.count("rank", 500), email=email,
        email_index=blind_index(email) if email else "", answer=answer, substitute_name=row.text("substitute"),
        substitute_post=row.text("substitute_post"), arrival=row.text("arrival"), invited_at=invited,
        answered_at=answered if answer != Answer.NONE else None,
        answered_by=week.officer if answer != Answer.NONE and not email else None,
        retention_until=week.edition.retention_until,
    )  # fmt: skip


def _rehearsals(week: Week, row: Row, ceremony: Ceremony) -> None:
    for one in row.tables("rehearsals"):
        texts = {key: one.text(key, required=True) for key in ("place", "who")}
        made = Rehearsal.objects.create(
            ceremony=ceremony, starts=one.moment("starts"), ends=one.moment("ends"), **texts
        )
        done = one.count("done", 0)
        facts: dict[str, Any] = {"done_at": made.ends, "done_by": week.officer}
        Check.objects.bulk_create(
            Check(rehearsal=made, text=str(text), **(facts if place < done else {}))
            for place, text in enumerate(one.values.get("checks", []))
        )


def _plan(week: Week, row: Row, ceremony: Ceremony) -> None:
    """Zones as the desk makes them, then everybody seated and the stands shared as the desk does it."""
    for one in row.tables("zones"):
        zone = actions.add_zone(
            ceremony=ceremony, kind=one.text("kind"), name=one.text("name"), rows=one.count("rows", 1),
            columns=one.count("columns", 1), places=one.count("places", 0), front=one.count("front", 1),
        )  # fmt: skip
        actions.move_zone(zone=zone, x=one.count("x", 0), y=one.count("y", 0))
    actions.assign_seats(ceremony=ceremony)
    if row.text("stands") and Seat.objects.filter(zone__ceremony=ceremony, zone__kind="stands").exists():
        actions.assign_stands(ceremony=ceremony, holders=week.group(row, "stands"))
