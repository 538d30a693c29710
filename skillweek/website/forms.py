"""Shape of what visitors ask for."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.common.wording import han_date
from skillweek.organisations.models import Organisation
from skillweek.website.queries import listing
from skillweek.website.queries.listing import Filters
from skillweek.website.rules import place_name, point_of, unit_name


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

    tag = forms.ChoiceField(label=_("标签"), required=False)
    q = forms.CharField(
        label=_("找什么"), max_length=60, required=False, strip=True,
        widget=forms.TextInput(attrs={"placeholder": _("活动、技能、学校")}),
    )  # fmt: skip
    free = forms.BooleanField(label=_("只看还能去的"), required=False)

    ANY = {
        "day": _("每一天"),
        "place": _("全部地方"),
        "audience": _("所有人"),
        "kind": _("全部类别"),
        "tag": _("全部标签"),
    }

    def __init__(self, data: Any, *, options: dict[str, list[tuple[str, object]]]) -> None:
        known = {name: {code for code, _thing in some} for name, some in options.items()}
        chosen = {name: data.get(name, "") for name in options}
        given = {name: value if value in known[name] else "" for name, value in chosen.items()}
        words = " ".join(data.get("q", "").replace("\0", " ").split())[:60]
        super().__init__(given | {"q": words, "free": "1" if data.get("free") else ""})
        self.near = point_of(data.get("near", ""))
        if not options.get("tag"):
            del self.fields["tag"]
        for name, some in options.items():
            if name not in self.fields:
                continue
            field: Any = self.fields[name]
            field.choices = [("", self.ANY[name]), *((code, _label(thing)) for code, thing in some)]
        self.full_clean()

    @property
    def selects(self) -> list[forms.BoundField]:
        """The lists to choose from, in order."""
        return [self[name] for name in self.ANY if name in self.fields]

    def filters(self, *, past: bool) -> Filters:
        """The choices as filters; ``past`` keeps days that are over."""
        given = self.cleaned_data
        day = date.fromisoformat(given["day"]) if given["day"] else None
        return Filters(
            day, given["place"], given["audience"], given["kind"], given.get("tag", ""), given["q"], given["free"],
            self.near, past,
        )  # fmt: skip

    def chosen(self) -> list[tuple[str, str, str]]:
        """What is narrowed: name of the field, value, and how it reads."""
        found = []
        for field in self.selects:
            value = self.cleaned_data[field.name]
            labels = dict(getattr(self.fields[field.name], "choices"))  # noqa: B009 - mypy knows no choices of a plain field
            if value:
                found.append((field.name, value, str(labels[value])))
        if words := self.cleaned_data["q"]:
            found.append(("q", words, str(_("含“%(words)s”") % {"words": words})))
        if self.cleaned_data["free"]:
            found.append(("free", "1", str(_("还能去的"))))
        if self.near:
            found.append(("near", "{},{}".format(*self.near), str(_("从近到远"))))
        return found


class SearchForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(label=_("找什么"), max_length=60, required=False, strip=True)
    kind = forms.SlugField(required=False)


class EmbedForm(forms.Form):
    """What a piece on another site shows; a value that is not offered is as good as none."""

    day = forms.ChoiceField(label=_("哪一天"), required=False)
    place = forms.ChoiceField(label=_("在哪里"), required=False)
    organisation = forms.ChoiceField(label=_("哪所学校"), required=False)
    audience = forms.ChoiceField(label=_("适合谁"), required=False)
    kind = forms.ChoiceField(label=_("什么活动"), required=False)
    limit = forms.ChoiceField(label=_("最多几场"), required=False)

    LIMITS = ("5", "10", "20", "50")

    def __init__(self, data: Any, *, edition: Any, schools: Any, places: Any) -> None:
        options = listing.options(edition, places)
        offered: dict[str, list[tuple[str, Any]]] = {
            name: [("", FilterForm.ANY[name]), *((code, _label(thing)) for code, thing in options[name])]
            for name in ("day", "place", "audience", "kind")
        }
        offered["organisation"] = [("", _("全部学校")), *((unit.code, unit_name(unit)) for unit in schools)]
        offered["limit"] = [(number, number) for number in self.LIMITS]
        given = {name: data.get(name, "") for name in offered}
        fitting = {name: code for name, code in given.items() if code in dict(offered[name])}
        super().__init__({"limit": "10"} | fitting)
        for name, some in offered.items():
            field: Any = self.fields[name]
            field.choices = some
        self.full_clean()

    @property
    def most(self) -> int:
        """How many sessions at most."""
        return int(self.cleaned_data["limit"])

    def narrowed(self, schools: Any) -> dict[str, Any]:
        """The choices as :func:`queries.feeds.sessions` takes them."""
        given = self.cleaned_data
        return {
            "day": date.fromisoformat(given["day"]) if given["day"] else None, "place": given["place"],
            "unit": schools.filter(code=given["organisation"]).first() if given["organisation"] else None,
            "audience": given["audience"], "kind": given["kind"],
        }  # fmt: skip

    def query(self, names: tuple[str, ...] = ()) -> str:
        """What is chosen as the query of an address, with its question mark; of ``names`` alone when given."""
        given = {name: self.cleaned_data[name] for name in (names or tuple(self.fields))}
        if given.get("limit") == "10":
            given.pop("limit")
        chosen = {name: value for name, value in given.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""
