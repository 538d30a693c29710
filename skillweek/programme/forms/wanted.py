"""What a new activity is wanted for: the gap in the programme that it is to fill, as its address says it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from skillweek.common.wording import han_date
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import places
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity


class WantedForm(forms.Form):
    """Facts of a gap by their codes; what cannot be understood is passed over."""

    day = forms.DateField(required=False)
    place = forms.ModelChoiceField(Organisation.objects.none(), required=False, to_field_name="code")
    host = forms.ModelChoiceField(Organisation.objects.none(), required=False, to_field_name="code")
    highlight = forms.BooleanField(required=False)

    def __init__(self, edition: Edition, given: Mapping[str, Any]) -> None:
        super().__init__(given)
        of_city = Organisation.objects.filter(city=edition.city)
        lists: dict[str, QuerySet[Any]] = {
            "place": places(edition.city), "host": of_city,
            "theme": edition.themedays.all(), "kind": edition.activitykinds.all(),
            "audience": edition.audiences.all(), "tag": edition.tags.all(),
        }  # fmt: skip
        for name, rows in lists.items():
            self.fields[name] = forms.ModelChoiceField(rows, required=False, to_field_name="code")
        self.is_valid()
        self.facts = {name: value for name, value in self.cleaned_data.items() if value}
        if "day" in self.facts and self.facts["day"] not in edition.days:
            del self.facts["day"]

    @property
    def on(self) -> date | None:
        """The day that it is wanted on: its own, or that of the theme."""
        theme = self.facts.get("theme")
        return self.facts.get("day") or (theme.day if theme else None)

    @property
    def codes(self) -> dict[str, str]:
        """The facts as an address says them."""
        found = {name: getattr(fact, "code", "") for name, fact in self.facts.items()}
        if "day" in found:
            found["day"] = self.facts["day"].isoformat()
        if "highlight" in found:
            found["highlight"] = "on"
        return found

    @property
    def said(self) -> str:
        """The facts in words; empty when there are none."""
        names = ("place", "host", "day", "theme", "audience", "kind", "tag", "highlight")
        return " · ".join(self._word(name) for name in names if name in self.facts)

    def _word(self, name: str) -> str:
        fact = self.facts[name]
        if name == "day":
            return han_date(fact)
        if name == "highlight":
            return _("看点")
        return fact.called if name in ("place", "host") else str(fact)

    def what(self, units: QuerySet[Organisation]) -> dict[str, Any]:
        """What page one of a new activity shows: only units that the person may write for are named as its owner."""
        found: dict[str, Any] = {
            name: self.facts[name] for name in ("kind", "highlight") if name in self.facts
        }
        for name, field in (("audience", "audiences"), ("tag", "tags")):
            if name in self.facts:
                found[field] = [self.facts[name]]
        host, place = self.facts.get("host"), self.facts.get("place")
        owner = units.filter(pk=host.pk).first() if host else None
        if owner is None and place is not None:
            below = units.filter(Q(parent=place) | Q(located_in=place))
            owner = units.filter(pk=place.pk).first() or below.first()
        return found | ({"owner": owner} if owner else {})

    def when(self, activity: Activity, venues: QuerySet[Venue]) -> dict[str, Any]:
        """What page two shows: the day, and the room where only one can be meant: the unit's, else the place's."""
        found: dict[str, Any] = {"day": self.on.isoformat()} if self.on else {}
        if place := self.facts.get("place"):
            there = venues.filter(place=place)
            own = list(there.filter(owner=activity.owner)[:2])
            rooms = own or list(there[:2])
            if len(rooms) == 1:
                found["venue"] = rooms[0]
        return found
