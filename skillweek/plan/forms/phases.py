"""Forms of phases, and of what they open and close."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.timezone import get_current_timezone

from skillweek.plan.models import Edition, Phase
from skillweek.plan.queries import Calendar
from skillweek.plan.rules import ORDER, STEPS


class PhasesForm(forms.Form):
    """When each phase begins, in the edition's own time."""

    def __init__(self, *args: Any, edition: Edition, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(edition.time_zone)
        for name in Phase.Name:
            begins = calendar.begins.get(name.value)
            self.fields[name.value] = forms.DateTimeField(
                label=name.label, initial=begins.astimezone(self.zone).replace(tzinfo=None) if begins else None,
                widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            )  # fmt: skip

    def begins(self) -> dict[str, datetime]:
        """What was typed, as moments: typed times are those of the edition's clock."""
        typed = {name: self.cleaned_data[name] for name in ORDER}
        here = get_current_timezone()
        return {name: moment.astimezone(here).replace(tzinfo=self.zone) for name, moment in typed.items()}


class OpeningsForm(forms.Form):
    """From which phase to which each step is open."""

    def __init__(self, *args: Any, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step, about in STEPS.items():
            opens, closes = calendar.span(step)
            for end, value in (("opens", opens), ("closes", closes)):
                self.fields[f"{step}-{end}"] = forms.ChoiceField(
                    label=str(about.label), choices=Phase.Name.choices, initial=value
                )

    def spans(self) -> dict[str, tuple[str, str]]:
        """What was chosen, by step."""
        data = self.cleaned_data
        return {step: (data[f"{step}-opens"], data[f"{step}-closes"]) for step in STEPS}
