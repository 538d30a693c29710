"""Rows of an import as activities: new ones in bulk, changed ones through the actions that people use."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.search import document
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import place_of, within
from skillweek.plan.models import ActivityKind, Edition
from skillweek.programme.actions.activities import edit_activity, locked, touch
from skillweek.programme.actions.inserting import Insertion, new_ids
from skillweek.programme.actions.safeguards import set_safeguard
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.actions.sessions import add_session, edit_session
from skillweek.programme.models import Activity, Participation, Safeguard, Session
from skillweek.programme.queries.import_facts import Facts
from skillweek.programme.queries.import_plan import Line

Role = Participation.Role
#: the words of ``refresh_search``, of the texts ``most`` and ``rest``
_SEARCH = "setweight(to_tsvector('simple', most), 'A') || setweight(to_tsvector('simple', rest), 'C')"


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines by activity: those that share their facts."""
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(id(line.facts), []).append(line)
    return list(found.values())


def make_activities(edition: Edition, lines: Sequence[Line], by: User | None) -> tuple[int, int]:
    """Draft activities with sessions for new ``lines``; how many of each."""
    maker, groups = _Maker(edition, by), _groups(lines)
    for activity, group in zip(new_ids(Activity, len(groups)), groups, strict=True):
        maker.add(activity, group)
    maker.save()
    return len(maker.activities), len(maker.sessions)


class _Maker:
    """Collects rows of all tables, then inserts each table's in a few statements."""

    def __init__(self, edition: Edition, by: User | None) -> None:
        self.edition, self.by, self.moment = edition, by, clock.now()
        self.zone = ZoneInfo(edition.time_zone)
        self.activities = Insertion(
            Activity, "id", "city_id", "edition_id", "owner_id", "kind_id", "title", "summary", "body", "online_url",
            "created_by_id", "created_at", "updated_at", expressions={"search": (_SEARCH, ("most", "rest"))},
        )  # fmt: skip
        self.sessions = Insertion(
            Session, "city_id", "activity_id", "venue_id", "place_id", "day", "starts", "ends", "note"
        )
        self.safeguards = Insertion(
            Safeguard, "activity_id", "responsible_name", "responsible_phone", "expected"
        )
        self.parts = Insertion(Participation, "activity_id", "role", "position", "organisation_id", "name")
        self.audiences = Insertion(Activity.audiences.through, "activity_id", "audience_id")
        self.units = {unit.name: unit for unit in within(edition.city)}
        self.audience_ids = dict(edition.audiences.values_list("code", "pk"))
        self.labels = dict(edition.audiences.values_list("code", "label"))
        self.places: dict[int, int | None] = {}

    def add(self, activity: int, group: Sequence[Line]) -> None:
        """One activity, with the id ``activity``, and its sessions."""
        first = group[0]
        facts, owner, kind = first.facts, first.owner, first.kind
        assert facts is not None
        assert owner is not None
        assert kind is not None
        most, rest = self._words(facts, owner, kind, group)
        self.activities.add(
            activity, self.edition.city_id, self.edition.pk, owner.pk, kind.pk, facts.title, facts.summary, facts.body,
            facts.online_url, self.by.pk if self.by else None, self.moment, self.moment, most=most, rest=rest,
        )  # fmt: skip
        self.safeguards.add(activity, facts.responsible, facts.phone, facts.expected)
        self.parts.add(activity, Role.HOST, 0, owner.pk, "")
        for role, position, name in partners_of(facts):
            unit = self.units.get(name)
            self.parts.add(activity, role, position, unit.pk if unit else None, "" if unit else name)
        for code in facts.audiences:
            self.audiences.add(activity, self.audience_ids[code])
        self._sessions(activity, owner, group)

    def _sessions(self, activity: int, owner: Organisation, group: Sequence[Line]) -> None:
        """Sessions without a second one at the same time and place."""
        found: set[tuple[datetime, datetime, int | None]] = set()
        for line in group:
            venue = line.venue
            room, place = (venue.pk, venue.place_id) if venue else (None, self._place(owner))
            for start, end in line.times:
                if (start, end, room) in found:
                    continue
                found.add((start, end, room))
                day = start.astimezone(self.zone).date()
                self.sessions.add(
                    self.edition.city_id, activity, room, place, day, start, end, line.row.note[:80]
                )

    def _place(self, owner: Organisation) -> int | None:
        """The county-level unit of what ``owner`` holds online."""
        if owner.pk not in self.places:
            place = place_of(owner)
            self.places[owner.pk] = place.pk if place else None
        return self.places[owner.pk]

    def _words(
        self, facts: Facts, owner: Organisation, kind: ActivityKind, group: Sequence[Line]
    ) -> tuple[str, str]:
        """The search words, as ``refresh_search`` would write them: of the title, and of the rest."""
        venues = dict.fromkeys(line.venue for line in group if line.venue is not None)
        rest = document(
            facts.summary, facts.body, kind.label, kind.label_en, owner.name, owner.name,
            *facts.undertakers, *facts.co_hosts, *(self.labels[code] for code in facts.audiences),
            *(f"{venue.name} {venue.place.name}" for venue in venues),
        )  # fmt: skip
        return document(facts.title), rest

    def save(self) -> None:
        """Insert everything."""
        for rows in (self.activities, self.safeguards, self.parts, self.audiences, self.sessions):
            rows.save()


def partners_of(facts: Facts) -> list[tuple[Role, int, str]]:
    """Undertakers and co-hosts as (role, position, name)."""
    names = [(Role.UNDERTAKER, name) for name in facts.undertakers] + [
        (Role.CO_HOST, name) for name in facts.co_hosts
    ]
    return [(role, position, name) for position, (role, name) in enumerate(names, start=1)]


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
    Participation.objects.bulk_create(
        Participation(activity=current, role=role, position=position, organisation=units.get(name),
                      name="" if name in units else name)
        for role, position, name in partners_of(facts)
    )  # fmt: skip
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
