"""Organisations, venues and people."""

from skillweek.accounts.actions import create_user
from skillweek.accounts.models import User
from skillweek.organisations.actions import ensure_kinds, grant
from skillweek.organisations.models import Membership, Organisation, Venue
from skillweek.organisations.rules import RIGHTS
from skillweek.project.demo.keep import keep, sound
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week


def load_units(week: Week) -> None:
    """The tree, parents first; the row without a parent is the city."""
    rows = week.folder.rows("organisations.csv")
    week.folder.unique(rows, "code")
    kinds = ensure_kinds()
    if not rows or rows[0].text("parent"):
        (rows[0] if rows else Row(week.folder, "organisations.csv", 1, {})).wrong(
            "the first row should be the city"
        )
        week.folder.check()
    for position, row in enumerate(rows):
        kind = row.one("kind", kinds, "kind")
        parent = row.one("parent", week.units, "unit above, written before this one,") if position else None
        unit = Organisation(
            code=row.text("code", required=True), kind=kind, parent=parent, division_code=row.text("division_code"),
            city=week.units[rows[0].text("code")] if position else None,
            name=row.text("name", required=True), short_name=row.text("short_name", required=True),
            name_en=row.text("name_en"), located_in=row.optional("located_in", week.units, "unit"),
            counts_in_report=row.flag("counts_in_report"), introduction=row.text("introduction"),
            address=row.text("address"), latitude=row.degrees("latitude"), longitude=row.degrees("longitude"),
            position=position,
        )  # fmt: skip
        if kind and (parent or not position) and sound(row, unit):
            week.units[unit.code] = keep(Organisation, [unit], "code", fixed=("picture",))[0]
        elif not position:
            week.folder.check()
    week.folder.check()
    week.city = week.units[rows[0].text("code")]


def load_venues(week: Week) -> None:
    """Where things happen."""
    rows = week.folder.rows("venues.csv")
    week.folder.unique(rows, "code")
    places = {code: unit for code, unit in week.units.items() if unit.kind.is_place}
    venues = []
    for row in rows:
        owner, place = row.one("owner", week.units, "unit"), row.one("place", places, "county-level unit")
        if owner is None or place is None:
            continue
        venue = Venue(
            code=row.text("code", required=True), city=week.city, owner=owner, place=place,
            name=row.text("name", required=True), address=row.text("address", required=True),
            capacity=row.count("capacity", 0), latitude=row.degrees("latitude"),
            longitude=row.degrees("longitude"), step_free=row.flag("step_free"),
            shared=row.flag("shared"),
        )  # fmt: skip
        if sound(row, venue):
            venues.append(venue)
    week.folder.check()
    week.venues = {venue.code: venue for venue in keep(Venue, venues, "code")}


def load_people(week: Week) -> None:
    """Sign-ins with their roles; a password that was changed since stays changed."""
    if not (week.folder.path / "users.toml").exists():
        return
    document = week.folder.document("users.toml")
    rows = document.tables("users")
    week.folder.unique(rows, "username")
    roles = {str(role): role for role in RIGHTS}
    for row in rows:
        username, name = row.text("username", required=True), row.text("name", required=True)
        unit, role = row.one("organisation", week.units, "unit"), row.one("role", roles, "role")
        if unit is None or role is None or not username:
            continue
        user = User.objects.filter(username=username).first() or create_user(
            username=username,
            name=name,
            password=document.text("password", required=True),
            email=row.text("email"),
        )
        grant(user=user, organisation=unit, role=Membership.Role(role))
        week.people[username] = user
    week.folder.check()
