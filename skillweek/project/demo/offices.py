"""Who answers for what: contacts by role, leading groups, tasks."""

from datetime import date

from skillweek.common import cipher
from skillweek.organisations.models import Contact, GroupMember, LeadingGroup, Task
from skillweek.project.demo.keep import keep, sound
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Week

_PUBLIC = ("name", "phone", "email")


def load_offices(week: Week) -> None:
    """Contacts, then groups, then tasks, which name the ones before; what was changed since stays changed."""
    week.contacts = {contact.code: contact for contact in _contacts(week)}
    groups = {group.code: group for group in _groups(week)}
    _tasks(week, week.contacts, groups)


def _contacts(week: Week) -> list[Contact]:
    rows = week.folder.rows("contacts.csv")
    week.folder.unique(rows, "code")
    roles = {str(role): role for role in Contact.Role.values}
    found = []
    for row in rows:
        unit, role = row.one("organisation", week.units, "unit"), row.one("role", roles, "role")
        public = row.many("public", {name: name for name in _PUBLIC}, "field")
        if unit is None or role is None:
            continue
        phone = row.text("phone")
        contact = Contact(
            code=row.text("code", required=True), organisation=unit, role=role, duty=row.text("duty"),
            user=row.optional("user", week.people, "sign-in"), name=row.text("name", required=True),
            post=row.text("post"), phone=phone, phone_index=cipher.blind_index(phone) if phone else "",
            email=row.text("email"), since=row.day("since"), until=_day(row, "until"),
            **{f"{name}_public": name in public for name in _PUBLIC},
        )  # fmt: skip
        if sound(row, contact):
            found.append(contact)
    week.folder.check()
    return keep(Contact, found, "code", fixed=("until", "user")) if found else []


def _day(row: Row, key: str) -> date | None:
    return row.day(key) if row.text(key) else None


def _groups(week: Week) -> list[LeadingGroup]:
    rows = week.folder.tables("groups.toml", "groups")
    week.folder.unique(rows, "code")
    kinds = {str(kind): kind for kind in LeadingGroup.Kind.values}
    groups, members = [], []
    for row in rows:
        unit, kind = row.one("organisation", week.units, "unit"), row.one("kind", kinds, "kind")
        if unit is None or kind is None:
            continue
        group = LeadingGroup(
            code=row.text("code", required=True), organisation=unit, year=row.count("year", 0), kind=kind,
            name=row.text("name", required=True), note=row.text("note"),
        )  # fmt: skip
        if sound(row, group):
            groups.append(group)
            members.append(_members(week, row))
    week.folder.check()
    kept = keep(LeadingGroup, groups, "code", fixed=("active",)) if groups else []
    for group, seats in zip(kept, members, strict=True):
        if not group.members.exists():
            for seat in seats:
                seat.group = group
            GroupMember.objects.bulk_create(seats)
    return kept


def _members(week: Week, row: Row) -> list[GroupMember]:
    """The seats of one group, in their order."""
    roles = {str(role): role for role in GroupMember.Role.values}
    seats = []
    for position, one in enumerate(row.tables("members")):
        role = one.one("role", roles, "role")
        user = one.optional("user", week.people, "sign-in")
        seats.append(
            GroupMember(
                role=role or "", name=one.text("name", required=True), post=one.text("post"), user=user,
                position=position,
            )
        )  # fmt: skip
    return seats


def _tasks(week: Week, contacts: dict[str, Contact], groups: dict[str, LeadingGroup]) -> None:
    rows = week.folder.rows("tasks.csv")
    week.folder.unique(rows, "code")
    tasks = []
    for row in rows:
        unit = row.one("organisation", week.units, "unit")
        owner = row.optional("owner", week.people, "sign-in")
        contact = row.optional("contact", contacts, "contact")
        if (owner is None) == (contact is None):
            row.wrong("a task needs an owner or a contact, and not both")
        if unit is None:
            continue
        done = row.moment("done") if row.text("done") else None
        task = Task(
            code=row.text("code", required=True), organisation=unit, title=row.text("title", required=True),
            group=row.optional("group", groups, "group"), note=row.text("note"), due=row.day("due"), owner=owner,
            contact=contact, created_at=row.moment("created"), created_by=week.officer,
            state=Task.State.DONE if done else Task.State.OPEN, ended_at=done,
            ended_by=(owner or week.officer) if done else None,
        )  # fmt: skip
        if sound(row, task):
            tasks.append(task)
    week.folder.check()
    if tasks:
        keep(Task, tasks, "code", fixed=("state", "ended_at", "ended_by", "owner", "contact", "invitation"))
