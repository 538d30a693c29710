"""What the modules of the loader hand on to one another."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from skillweek.accounts.models import User
from skillweek.organisations.models import Contact, Organisation, Venue
from skillweek.organisations.queries import place_of
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session
from skillweek.project.demo.source import Folder, Row


@dataclass
class Week:
    """The rows loaded so far, by their codes."""

    folder: Folder
    city: Organisation = field(init=False)
    edition: Edition = field(init=False)
    units: dict[str, Organisation] = field(default_factory=dict)
    venues: dict[str, Venue] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    #: code lists of the edition: kinds, audiences, topics, services, materials, tags
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    #: pictures wanted: the code of the activity > (name of the motif, kind)
    covers: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def opened(self) -> datetime:
        """The moment from which the public sees the programme; the first phase when there is no such phase."""
        phases = {phase.name: phase.starts_at for phase in self.edition.phases.all()}
        return phases.get("publish") or min(phases.values())

    @property
    def officer(self) -> User | None:
        """The city's first officer, in whose name decisions are written."""
        return next(iter(self.people.values()), None)

    def place(self, unit: Organisation) -> Organisation | None:
        """The county-level unit ``unit`` lies in."""
        return place_of(unit)

    def group(self, row: Row, key: str) -> list[Organisation]:
        """The units that a word stands for: a unit's code, all, places, counties, schools."""
        word = row.text(key)
        units = list(self.units.values())
        groups = {
            "all": [u for u in units if u.kind.is_place or u.kind.is_vocational],
            "places": [u for u in units if u.kind.is_place],
            "counties": [u for u in units if u.kind.is_place and _is_county(u)],
            "schools": [u for u in units if u.kind.is_vocational],
        }
        if word in groups:
            return groups[word]
        unit = row.one(key, self.units, "unit")
        return [unit] if unit else []


def _is_county(unit: Organisation) -> bool:
    """True for counties and county-level cities: the last two digits of the code are above 20, zones apart."""
    last = unit.division_code[4:]
    return unit.kind.is_education_bureau and last.isdigit() and int(last) > 20


@dataclass
class Passed:
    """One reviewed thing, for :mod:`reviews`: where it stands and when it got there."""

    target: Any
    kind: str
    title: str
    owner: Organisation
    state: str  # waiting, approved or returned
    submitted: datetime
    decided: datetime | None = None
    waiting_at: Organisation | None = None
    reason: str = ""
    final: Organisation | None = None
