"""Models of ceremonies."""

from skillweek.ceremonies.models.ceremony import Ceremony, WeatherDecision
from skillweek.ceremonies.models.guests import Guest
from skillweek.ceremonies.models.rehearsals import Check, Rehearsal
from skillweek.ceremonies.models.seating import SIDE, Seat, Standing, Zone
from skillweek.ceremonies.models.show import RunItem

__all__ = [
    "SIDE",
    "Ceremony",
    "Check",
    "Guest",
    "Rehearsal",
    "RunItem",
    "Seat",
    "Standing",
    "WeatherDecision",
    "Zone",
]
