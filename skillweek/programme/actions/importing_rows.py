"""Rows of an import as activities: new ones in bulk, changed ones through the actions that people use."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models.expressions import RawSQL

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.search import document
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import place_of, within
from skillweek.plan.models import Edition
from skillweek.programme.actions.activities import edit_activity, locked, touch
from skillweek.programme.actions.safeguards import set_safeguard
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.actions.sessions import add_session, edit_session
from skillweek.programme.models import Activity, Participation, Safeguard, Session
from skillweek.programme.queries.import_facts import Facts
from skillweek.programme.queries.import_plan import Line

Role = Participation.Role
_BATCH = 1000
#: the words of ``refresh_search``; ten thousand expressions of Django would take longer to write than to insert
_SEARCH = "setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'C')"


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines by activity: those that share their facts."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(id(line.facts), []).append(line)
    return list(found.values())


def make_activities(edition: Edition, lines: Sequence[Line], by: User | None) -> tuple[int, int]:
    """Draft activities with sessions for new ``lines``; how many of each."""
    maker = _Maker(edition, by)
    for group in _groups(lines):
        maker.add(group)
    maker.save()
    return len(maker.activities), len(maker.sessions)


class _Maker:
    """Collects rows of all tables, then inserts them in a few statements."""

    def __init__(self, edition: Edition, by: User | None) -> None:
        self.edition, self.by, self.moment = edition, by, clock.now()
        self.zone = ZoneInfo(edition.time_zone)
        self.activities: list[Activity] = []
        self.sessions: list[Session] = []
        self.safeguards: list[Safeguard] = []
        self.parts: list[Participation] = []
        self.audiences: list[Any] = []
        self.units = {unit.name: unit for unit in within(edition.city)}
        self.audience_ids = dict(edition.audiences.values_list("code", "pk"))
        self.labels = dict(edition.audiences.values_list("code", "label"))
        self.places: dict[int, Organisation | None] = {}

    def add(self, group: Sequence[Line]) -> None:
        """One activity with its sessions."""
        first = group[0]
        facts, owner, kind = first.facts, first.owner, first.kind
        assert facts is not None
        assert owner is not None
        assert kind is not None
        activity = Activity(
            city_id=self.edition.city_id, edition=self.edition, owner=owner, kind=kind, title=facts.title,
            summary=facts.summary, body=facts.body, online_url=facts.online_url, created_by=self.by,
            created_at=self.moment, updated_at=self.moment, search=self._words(facts, group),
        )  # fmt: skip
        self.activities.append(activity)
        self.safeguards.append(
            Safeguard(activity=activity, responsible_name=facts.responsible, responsible_phone=facts.phone,
                      expected=facts.expected)
        )  # fmt: skip
        self.parts += [
            Participation(activity=activity, organisation=owner, role=Role.HOST),
            *self._partners(activity, facts),
        ]
        through = Activity.audiences.through
        self.audiences += [
            through(activity=activity, audience_id=self.audience_ids[code]) for code in facts.audiences
        ]
        self.sessions += self._sessions(activity, group)

    def _partners(self, activity: Activity, facts: Facts) -> list[Participation]:
        return partners_of(activity, facts, self.units)

    def _sessions(self, activity: Activity, group: Sequence[Line]) -> list[Session]:
        """Sessions without a second one at the same time and place."""
        found: dict[tuple[datetime, datetime, int | None], Session] = {}
        for line in group:
            for start, end in line.times:
                key = (start, end, line.venue.pk if line.venue else None)
                found.setdefault(key, self._session(activity, line, start, end))
        return list(found.values())

    def _session(self, activity: Activity, line: Line, start: datetime, end: datetime) -> Session:
        return Session(
            city_id=self.edition.city_id, activity=activity, venue=line.venue, place=self._place(activity, line.venue),
            day=start.astimezone(self.zone).date(), starts=start, ends=end, note=line.row.note[:80],
        )  # fmt: skip

    def _place(self, activity: Activity, venue: Venue | None) -> Organisation | None:
        if venue is not None:
            return venue.place
        if activity.owner_id not in self.places:
            self.places[activity.owner_id] = place_of(activity.owner)
        return self.places[activity.owner_id]

    def _words(self, facts: Facts, group: Sequence[Line]) -> Any:
        """The search words, as ``refresh_search`` would write them."""
        first = group[0]
        assert first.kind is not None
        assert first.owner is not None
        venues = dict.fromkeys(line.venue for line in group if line.venue is not None)
        rest = document(
            facts.summary, facts.body, first.kind.label, first.kind.label_en, first.owner.name, first.owner.name,
            *facts.undertakers, *facts.co_hosts, *(self.labels[code] for code in facts.audiences),
            *(f"{venue.name} {venue.place.name}" for venue in venues),
        )  # fmt: skip
        return RawSQL(_SEARCH, [document(facts.title), rest])

    def save(self) -> None:
        """Insert everything."""
        Activity.objects.bulk_create(self.activities, batch_size=_BATCH)
        Safeguard.objects.bulk_create(self.safeguards, batch_size=_BATCH)
        Participation.objects.bulk_create(self.parts, batch_size=_BATCH)
        Activity.audiences.through.objects.bulk_create(self.audiences, batch_size=_BATCH)
        Session.objects.bulk_create(self.sessions, batch_size=_BATCH)


def partners_of(activity: Activity, facts: Facts, units: dict[str, Organisation]) -> list[Participation]:
    """Undertakers and co-hosts as rows; units of the city as units, others by name."""
    names = [(Role.UNDERTAKER, name) for name in facts.undertakers] + [
        (Role.CO_HOST, name) for name in facts.co_hosts
    ]
    return [
        Participation(activity=activity, role=role, position=position, organisation=units.get(name),
                      name="" if name in units else name)
        for position, (role, name) in enumerate(names, start=1)
    ]  # fmt: skip


def change_activities(lines: Sequence[Line], by: User | None) -> tuple[int, int]:
    """Write what changed ``lines`` say over what is kept; how many activities and sessions were touched."""
    sessions = 0
    groups = _groups(lines)
    for group in groups:
        activity, facts = group[0].activity, group[0].facts
        assert activity is not None
        assert facts is not None
        _change_facts(activity, group[0], facts, by)
        sessions += _change_sessions(activity, group, facts)
    return len(groups), sessions


def _change_facts(activity: Activity, first: Line, facts: Facts, by: User | None) -> None:
    details: dict[str, Any] = {
        name: getattr(facts, name) for name in ("title", "summary", "body") if getattr(facts, name)
    }
    if first.kind is not None:
        details["kind"] = first.kind
    audiences = activity.edition.audiences.filter(code__in=facts.audiences) if facts.audiences else None
    current = edit_activity(activity=activity, by=by, audiences=audiences, **details)
    kept = getattr(current, "safeguard", None) or Safeguard()
    set_safeguard(
        activity=current, responsible_name=facts.responsible or kept.responsible_name,
        responsible_phone=facts.phone or kept.responsible_phone, capacity=kept.capacity,
        expected=facts.expected or kept.expected,
    )  # fmt: skip
    if facts.undertakers or facts.co_hosts:
        _change_partners(current, facts)


def _change_partners(activity: Activity, facts: Facts) -> None:
    """Replace the roles that the sheet speaks of."""
    current = locked(activity, "edit")
    units = {unit.name: unit for unit in within(current.edition.city)}
    roles = [
        role
        for role, names in ((Role.UNDERTAKER, facts.undertakers), (Role.CO_HOST, facts.co_hosts))
        if names
    ]
    current.participations.filter(role__in=roles).delete()
    Participation.objects.bulk_create(partners_of(current, facts, units))
    touch(current)
    refresh_search(activity=current)


def _change_sessions(activity: Activity, group: Sequence[Line], facts: Facts) -> int:
    """New sessions are added; when as many kept ones are no more in the sheet, those are moved instead."""
    zone = ZoneInfo(activity.edition.time_zone)
    planned = (
        activity.sessions.filter(state=Session.State.PLANNED).select_related("venue").order_by("starts", "pk")
    )
    kept = {
        (one.starts.astimezone(zone), one.ends.astimezone(zone), one.venue.code if one.venue else ""): one
        for one in planned
    }
    venues = {line.venue.code: line.venue for line in group if line.venue is not None}
    url = facts.online_url or None
    new = [key for key in facts.meetings if key not in kept]
    gone = [key for key in kept if key not in facts.meetings]
    moved = gone if len(gone) == len(new) else []
    for place, (start, end, code) in enumerate(new):
        note, venue = facts.meetings[start, end, code], venues.get(code)
        if moved:
            edit_session(
                session=kept[moved[place]], starts=start, ends=end, venue=venue, note=note, online_url=url
            )
        else:
            add_session(activity=activity, starts=start, ends=end, venue=venue, note=note, online_url=url)
    return len(new) + _change_notes(facts, kept, url)


def _change_notes(facts: Facts, kept: dict[Any, Session], url: str | None) -> int:
    said = [
        (kept[key], note)
        for key, note in facts.meetings.items()
        if key in kept and note and note != kept[key].note
    ]
    for session, note in said:
        edit_session(
            session=session,
            starts=session.starts,
            ends=session.ends,
            venue=session.venue,
            note=note,
            online_url=url,
        )
    return len(said)
