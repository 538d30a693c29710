"""Forms of the desk."""

from collections.abc import Iterable
from typing import Any

from django import forms

from skillweek.desk.rules import Station


class ClockForm(forms.Form):
    """The station to go to, and the page to come back to."""

    station = forms.ChoiceField()
    next = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, stations: Iterable[Station], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moments = {station.key: station.moment for station in stations}
        self.fields["station"].choices = [(key, key) for key in self.moments]  # type: ignore[attr-defined]  # Field
