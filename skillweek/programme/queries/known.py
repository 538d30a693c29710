"""What a city knows by name: units, venues, kinds and audiences, as an import looks them up."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import place_of, venues, within
from skillweek.plan.models import ActivityKind, Audience, Edition
from skillweek.programme.sheets.matching import Names, folded
from skillweek.programme.sheets.vocabulary import ADDRESS, CALLED, KINDS, ONLINE


@dataclass
class Known:
    """The names of one city and edition; ``editable`` are the ids of units that may be written for."""

    edition: Edition
    editable: Collection[int]

    @cached_property
    def units(self) -> dict[str, Organisation]:
        """Every unit of the city by code."""
        found = within(self.edition.city).select_related("kind", "parent", "located_in")
        return {unit.code: unit for unit in found}

    @cached_property
    def unit_names(self) -> Names[str]:
        """Units by name and short name."""
        called = [(unit.name, code) for code, unit in self.units.items()]
        return Names(called + [(unit.short_name, code) for code, unit in self.units.items()])

    @cached_property
    def venues(self) -> dict[str, Venue]:
        """Every venue of the city by code."""
        return {venue.code: venue for venue in venues(self.edition.city)}

    @cached_property
    def _venue_names(self) -> dict[tuple[str, int | None], Names[str]]:
        by: dict[tuple[str, int | None], list[tuple[str, str]]] = {}
        for code, venue in self.venues.items():
            names = [(venue.name, code), *((f"{owner}{venue.name}", code) for owner in _called(venue.owner))]
            names += [(f"{venue.name}{owner}", code) for owner in _called(venue.owner)]
            for key in (("owner", venue.owner_id), ("place", venue.place_id), ("city", None)):
                by.setdefault(key, []).extend(names)
        return {key: Names(names) for key, names in by.items()}

    def venue(self, text: str, owner: Organisation) -> Venue | None:
        """The venue that ``text`` names: of ``owner``, of its county, or of the city; nearly only in the first two."""
        around = [names for key in self._around(owner) if (names := self._venue_names.get(key))]
        codes = [*(names.exact(text) for names in around), *(names.find(text) for names in around[:-1])]
        return next((self.venues[code] for code in codes if code), None)

    def venue_offers(self, text: str, owner: Organisation) -> list[Venue]:
        """Venues that may be meant: those of ``owner``, then others with a name like it."""
        own = [venue for venue in self.venues.values() if venue.owner_id == owner.pk]
        names = self._venue_names.get(("city", None))
        alike = [self.venues[code] for code in names.offers(text)] if names else []
        return list(dict.fromkeys([*alike, *own]))[:12]

    def _around(self, owner: Organisation) -> list[tuple[str, int | None]]:
        place = self.places.get(owner.pk)
        return [("owner", owner.pk), ("place", place.pk if place else 0), ("city", None)]

    @cached_property
    def places(self) -> dict[int, Organisation | None]:
        """The county-level unit of every unit, by id."""
        return {unit.pk: place_of(unit) for unit in self.units.values()}

    @cached_property
    def kinds(self) -> dict[str, ActivityKind]:
        """Kinds of activities by code."""
        return {kind.code: kind for kind in self.edition.activitykinds.all()}

    def kind(self, text: str) -> ActivityKind | None:
        """The kind that ``text`` names, by its code, its label, or a word of the trade; None when it is not sure."""
        words = folded(text)
        exact = [
            kind
            for kind in self.kinds.values()
            if words in (kind.code, folded(kind.label), folded(kind.label_en))
        ]
        if exact or not words:
            return exact[0] if exact else None
        found = [
            kind for code, kind in self.kinds.items()
            if folded(kind.label) in words or any(word in words for word in KINDS.get(code, ()))
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    @cached_property
    def audiences(self) -> dict[str, Audience]:
        """Audiences by code."""
        return {audience.code: audience for audience in self.edition.audiences.all()}

    def audience(self, text: str) -> list[str]:
        """Codes of the audiences that one entry of a sheet means; none when it is not known."""
        words = folded(text)
        return [
            code
            for code, audience in self.audiences.items()
            if words in (code, folded(audience.label))
            or folded(audience.label) in words
            or any(word in words for word in CALLED.get(code, ()))
        ]


def _called(unit: Organisation) -> list[str]:
    return list(dict.fromkeys((unit.name, unit.short_name)))


def online(text: str) -> bool:
    """Whether a place is no place but something on the net."""
    return bool(ONLINE.search(text))


def address(text: str) -> str:
    """The web address in ``text``, with its scheme; empty when there is none."""
    match = ADDRESS.search(text)
    return "" if match is None else match[0] if match[0].startswith("http") else f"https://{match[0]}"
