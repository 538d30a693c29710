"""Shape of what visitors ask for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.common.wording import han_date
from skillweek.organisations.models import Organisation
from skillweek.website.queries.listing import Filters
from skillweek.website.rules import place_name


def _label(thing: object) -> str:
    if isinstance(thing, date):
        return han_date(thing)
    return place_name(thing) if isinstance(thing, Organisation) else str(thing)


class FilterForm(forms.Form):
    """What the schedule is narrowed to; a value that is not offered is as good as none."""

    day = forms.ChoiceField(label=_("哪一天"), required=False)
    place = forms.ChoiceField(label=_("在哪里"), required=False)
    audience = forms.ChoiceField(label=_("适合谁"), required=False)
    kind = forms.ChoiceField(label=_("什么活动"), required=False)

    ANY = {"day": _("每一天"), "place": _("全部地方"), "audience": _("所有人"), "kind": _("全部类别")}

    def __init__(self, data: Any, *, options: dict[str, list[tuple[str, object]]]) -> None:
        known = {name: {code for code, _thing in some} for name, some in options.items()}
        chosen = {name: data.get(name, "") for name in options}
        super().__init__({name: value if value in known[name] else "" for name, value in chosen.items()})
        for name, some in options.items():
            field: Any = self.fields[name]
            field.choices = [("", self.ANY[name]), *((code, _label(thing)) for code, thing in some)]
        self.full_clean()

    def filters(self, *, past: bool) -> Filters:
        """The choices as filters; ``past`` keeps days that are over."""
        given = self.cleaned_data
        day = date.fromisoformat(given["day"]) if given["day"] else None
        return Filters(day, given["place"], given["audience"], given["kind"], past)

    def chosen(self) -> list[tuple[str, str, str]]:
        """What is narrowed: name of the field, value, and how it reads."""
        given = [(name, self.cleaned_data[name]) for name in self.fields if self.cleaned_data[name]]
        labels = {name: dict(getattr(self.fields[name], "choices")) for name, _value in given}  # noqa: B009 - mypy knows no choices of a plain field
        return [(name, value, str(labels[name][value])) for name, value in given]


class SearchForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(label=_("找什么"), max_length=60, required=False, strip=True)
    kind = forms.SlugField(required=False)
