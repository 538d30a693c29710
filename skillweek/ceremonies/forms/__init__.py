"""Shapes of input of ceremonies."""

from skillweek.ceremonies.forms.arranging import (
    ArrangementsForm,
    DecisionForm,
    LinksForm,
    NoticeForm,
    RehearsalForm,
    WeatherForm,
)
from skillweek.ceremonies.forms.copying import CopyForm
from skillweek.ceremonies.forms.guests import (
    COLUMNS,
    GuestForm,
    GuestsForm,
    LetterForm,
    Read,
    ReplyForm,
    read_rows,
)
from skillweek.ceremonies.forms.seating import (
    AreaForm,
    PlaceForm,
    PositionForm,
    SpreadForm,
    StandForm,
    ZoneForm,
)
from skillweek.ceremonies.forms.show import BeginForm, ItemForm, MoveForm

__all__ = [
    "COLUMNS", "AreaForm", "ArrangementsForm", "BeginForm",
    "CopyForm", "DecisionForm", "GuestForm", "GuestsForm", "ItemForm",
    "LetterForm", "LinksForm", "MoveForm", "NoticeForm", "PlaceForm", "PositionForm", "Read", "RehearsalForm",
    "ReplyForm", "SpreadForm", "StandForm", "WeatherForm", "ZoneForm", "read_rows",
]  # fmt: skip
