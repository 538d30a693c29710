"""What the front page shows, each thing fetched when its section is made."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from skillweek.plan.models import Audience, Edition, Notice, ServiceKind
from skillweek.plan.queries import public_notices
from skillweek.programme.models import Session
from skillweek.publicity.models import Article
from skillweek.volunteering.queries import kinds as service_kinds
from skillweek.website.queries import cloud, units, week
from skillweek.website.queries.week import Day, Glance, Place
from skillweek.website.rules import Stage

#: how many notices and articles it names
NEWS = 3


@dataclass(frozen=True)
class Front:
    """The sections of the front page of ``edition``."""

    edition: Edition

    @cached_property
    def seen(self) -> Glance:
        """The Week at a glance."""
        return week.shared_glance(self.edition)

    @cached_property
    def thanks(self) -> list[tuple[str, int]]:
        """Figures for the time after the Week, nothing before."""
        return week.thanks(self.seen) if self.seen.stage is Stage.AFTER else []

    @cached_property
    def places(self) -> list[Place]:
        """Every county-level unit with its number of sessions."""
        return week.places_of(self.edition, self.seen.marks)

    @property
    def most(self) -> int:
        """Sessions of the place that has most."""
        return max((place.sessions for place in self.places), default=0)

    @cached_property
    def chart(self) -> Any:
        """The schematic map."""
        return units.chart(self.places)

    @cached_property
    def audiences(self) -> list[Audience]:
        """Everybody, with the number of sessions for them."""
        return list(week.audiences(self.edition))

    @cached_property
    def services(self) -> list[ServiceKind]:
        """Kinds of services for residents."""
        return list(service_kinds(self.edition))

    @cached_property
    def _openings(self) -> tuple[list[int], bool]:
        return week.openings(self.seen)

    @cached_property
    def _details(self) -> dict[int, Session]:
        """The sessions of the strip and of the cards, fetched together."""
        return week.sessions_by_id(self.edition, {*self._openings[0], *week.highlights(self.seen).values()})

    @property
    def days(self) -> list[Day]:
        """The strip."""
        return week.days(self.seen, self._details)

    @property
    def only_today(self) -> bool:
        """Whether all cards are of today."""
        return self._openings[1]

    @cached_property
    def cards(self) -> list[tuple[Session, bool]]:
        """What one can go to, and whether it must be booked."""
        found = [self._details[pk] for pk in self._openings[0] if pk in self._details]
        cloud.load_renditions(session.activity.cover for session in found)
        return [(session, session.pk in self.seen.limited) for session in found]

    @cached_property
    def shows(self) -> list[tuple[str, Any]]:
        """Tours and halls."""
        found = cloud.teaser(self.edition)
        cloud.load_renditions(thing.cover for _kind, thing in found)
        return found

    @cached_property
    def articles(self) -> list[Article]:
        """The latest articles."""
        return list(cloud.articles(self.edition)[:NEWS])

    @cached_property
    def notices(self) -> list[Notice]:
        """The latest notices."""
        return list(public_notices(self.edition)[:NEWS])
