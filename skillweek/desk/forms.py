"""Forms of the desk."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.desk.rules import Station


class ClockForm(forms.Form):
    """The station to go to, and the page to come back to."""

    station = forms.ChoiceField()
    next = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, stations: Iterable[Station], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moments = {station.key: station.moment for station in stations}
        self.fields["station"].choices = [(key, key) for key in self.moments]  # type: ignore[attr-defined]  # Field


class InboxForm(forms.Form):
    """What of the inbox is to be shown."""

    kind = forms.CharField(required=False, max_length=60)
    unit = forms.CharField(required=False, max_length=60)
    late = forms.BooleanField(required=False)
    q = forms.CharField(required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        """With the words of the search apart."""
        found = dict(self.cleaned_data)
        found["words"] = tuple(str(found.pop("q", "")).split()[:5])
        return found


class JournalForm(forms.Form):
    """Which steps of a history are wanted."""

    who = forms.CharField(label=_("谁（姓名或账号）"), required=False, max_length=60)
    first = forms.DateField(label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.CharField(required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """The days are in order."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("结束日期应不早于开始日期"))
        return self.cleaned_data
