"""Who stands at which session, and when venues and people can be had."""

from datetime import datetime, timedelta

from skillweek.organisations.models import Window
from skillweek.programme.models import SessionStaff
from skillweek.project.demo.keep import add
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week


def load_windows(week: Week) -> None:
    """When venues and people can be had, and when not; spans that are there already are left alone."""
    wanted = [one for row in week.folder.rows("windows.csv") for one in _spans(week, row)]
    week.folder.check()
    venues, people = week.venues.values(), week.contacts.values()
    every = Window.objects.filter(venue__in=venues) | Window.objects.filter(contact__in=people)
    there = set(every.values_list("venue", "contact", "open", "starts", "ends"))
    Window.objects.bulk_create(
        one for one in wanted if (one.venue_id, one.contact_id, one.open, one.starts, one.ends) not in there
    )


def _spans(week: Week, row: Row) -> list[Window]:
    """The hours of a row on each of its days."""
    venue = row.optional("venue", week.venues, "venue")
    contact = row.optional("contact", week.contacts, "contact")
    first, last, begins, ends = row.day("first"), row.day("last"), row.clock("start"), row.clock("end")
    if ends <= begins or last < first:
        row.wrong("the span ends before it begins")
    if bool(row.text("venue")) == bool(row.text("contact")):
        row.wrong("a span is of a venue or of a contact, and not of both")
    one = venue or contact
    if one is None:
        return []
    owner, zone = venue.owner if venue else week.contacts[row.text("contact")].organisation, week.folder.zone
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        Window(
            owner=owner, venue=venue, contact=contact, open=row.flag("open"), note=row.text("note"),
            starts=datetime.combine(day, begins, zone), ends=datetime.combine(day, ends, zone),
        )
        for day in days
    ]  # fmt: skip


def load_staff(week: Week) -> None:
    """Who must be at which session: people in force of the unit whose session it is; whoever is there already stays."""
    rows = week.folder.rows("staff.csv")
    week.folder.unique(rows, "session", "contact")
    wanted = []
    for row in rows:
        session = row.one("session", week.sessions, "session")
        contact = row.one("contact", week.contacts, "contact")
        if session is None or contact is None:
            continue
        if contact.organisation_id != session.activity.owner_id or contact.until is not None:
            row.wrong(f"{contact.code} is no contact in force of the session's unit")
        wanted.append(SessionStaff(session=session, contact=contact, task=row.text("task")))
    week.folder.check()
    add(SessionStaff, wanted)
