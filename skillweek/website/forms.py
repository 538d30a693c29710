"""Shape of what visitors ask for."""

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skillweek.website.queries import listing
from skillweek.website.queries.listing import Filters
from skillweek.website.rules import point_of, unit_name


@dataclass(frozen=True)
class Choice:
    """A list to choose from: its name, how it is called, what it offers (code and label), and what is chosen."""

    name: str
    label: str
    offered: list[tuple[str, str]]
    value: str

    @property
    def said(self) -> str:
        """How the chosen one reads."""
        return dict(self.offered)[self.value]

    @property
    def html(self) -> str:
        """The field with its label."""
        options = "".join(
            f'<option value="{escape(code)}"{" selected" if code == self.value else ""}>{escape(label)}</option>'
            for code, label in self.offered
        )
        label, key = escape(self.label), f"id_{self.name}"
        return f'<div><label for="{key}">{label}</label><select name="{self.name}" id="{key}">{options}</select></div>'


class Narrowing:
    """What the schedule is narrowed to; a value that is not offered is as good as none.

    No form of Django: nothing of it can be wrong, and the page of the whole Week writes it each time.
    """

    FIELDS = {
        "day": (_("哪一天"), _("每一天")),
        "place": (_("在哪里"), _("全部地方")),
        "audience": (_("适合谁"), _("所有人")),
        "kind": (_("什么活动"), _("全部类别")),
        "tag": (_("标签"), _("全部标签")),
    }
    #: longest words looked for
    WORDS = 60

    def __init__(self, data: Any, *, options: dict[str, list[tuple[str, str]]]) -> None:
        self.selects: list[Choice] = []
        for name, (label, anything) in self.FIELDS.items():
            offered = options[name]
            if not offered and name == "tag":
                continue
            value = data.get(name, "")
            fitting = value if any(code == value for code, _label in offered) else ""
            self.selects.append(Choice(name, str(label), [("", str(anything)), *offered], fitting))
        self.values = {one.name: one.value for one in self.selects}
        self.words = " ".join(data.get("q", "").replace("\0", " ").split())[: self.WORDS].strip()
        self.free = bool(data.get("free"))
        self.near = point_of(data.get("near", ""))

    @property
    def fields(self) -> SafeString:
        """The fields of the form, with their labels."""
        typed = f' value="{escape(self.words)}"' if self.words else ""
        what, whatever, still_free = gettext("找什么"), gettext("活动、技能、学校"), gettext("只看还能去的")
        words = (
            f'<div class="words"><label for="id_q">{escape(what)}</label>'
            f'<input type="text" name="q"{typed} '
            f'placeholder="{escape(whatever)}" maxlength="{self.WORDS}" id="id_q"></div>'
        )
        ticked = " checked" if self.free else ""
        free = (
            f'<div class="tick"><label><input type="checkbox" name="free" id="id_free"{ticked}> '
            f"{escape(still_free)}</label></div>"
        )
        return mark_safe("".join([words, *(one.html for one in self.selects), free]))  # all escaped above

    def filters(self, *, past: bool) -> Filters:
        """The choices as filters; ``past`` keeps days that are over."""
        given = self.values
        day = date.fromisoformat(given["day"]) if given["day"] else None
        return Filters(
            day, given["place"], given["audience"], given["kind"], given.get("tag", ""), self.words, self.free,
            self.near, past,
        )  # fmt: skip

    def chosen(self) -> list[tuple[str, str, str]]:
        """What is narrowed: name of the field, value, and how it reads."""
        found = [(one.name, one.value, one.said) for one in self.selects if one.value]
        if self.words:
            found.append(("q", self.words, gettext("含“%(words)s”") % {"words": self.words}))
        if self.free:
            found.append(("free", "1", gettext("还能去的")))
        if self.near:
            found.append(("near", "{},{}".format(*self.near), gettext("从近到远")))
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

    def __init__(self, data: Any, *, edition: Any, schools: Any) -> None:
        options = listing.options(edition)
        offered: dict[str, list[tuple[str, Any]]] = {
            name: [("", Narrowing.FIELDS[name][1]), *options[name]]
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
