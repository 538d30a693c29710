"""Rows for tests of ceremonies and of rooms above."""

from datetime import datetime
from typing import Any

from skillweek.ceremonies import actions
from skillweek.ceremonies.models import Ceremony, Guest, RunItem
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE

OPENING = datetime(2021, 5, 26, 9, 0, tzinfo=ZONE)


def make_ceremony(
    owner: Organisation, edition: Edition, venue: Venue | None = None, *, hours: float = 1, **facts: Any
) -> Ceremony:
    """A public launch of ``owner`` at nine on the fifth day, begun as a ceremony."""
    activity = make_activity(owner, edition, kind="launch", **({"title": "示例启动仪式"} | facts))
    make_session(activity, starts=OPENING, hours=hours, venue=venue)
    return actions.begin_ceremony(activity=activity)


def make_item(ceremony: Ceremony, title: str = "鼓队开场", minutes: int = 10, **facts: Any) -> RunItem:
    """An item at the end of the run of show."""
    return actions.add_item(ceremony=ceremony, title=title, minutes=minutes, **facts)


def make_guest(ceremony: Ceremony, name: str = "示例-郏来宾", **facts: Any) -> Guest:
    """A guest with an address, unless told otherwise."""
    number = ceremony.guests.count()
    return actions.add_guest(
        ceremony=ceremony, name=name, **({"email": f"g{number}@pds.example.invalid"} | facts)
    )
