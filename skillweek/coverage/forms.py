"""What the pages of coverage ask."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.common.wording import han_date
from skillweek.coverage.actions.proposals import SECONDS
from skillweek.coverage.models import Proposal, Target, Weight
from skillweek.coverage.models.planner import SPACING, TRAVEL
from skillweek.coverage.models.targets import DIMENSIONS, EACH
from skillweek.coverage.queries import Facts, code_of, days_with_highlights, possible_guests, starting_points
from skillweek.coverage.queries.problem import DRIVE
from skillweek.coverage.rules import ANY_TWO, View
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import places
from skillweek.plan.models import Edition
from skillweek.programme.models import Session

#: what a field says when it may be anything
ANY = {
    "place": gettext_lazy("不限县市区"), "day": gettext_lazy("不限日期"), "theme": gettext_lazy("不限主题日"),
    "audience": gettext_lazy("不限对象"), "kind": gettext_lazy("不限类别"), "tag": gettext_lazy("不限标签"),
    "host": gettext_lazy("不限主办单位"),
}  # fmt: skip
EVERY = "*"


def said_value(name: str, fact: Any) -> str:
    """A value as a choice says it."""
    return han_date(fact) if name == "day" else str(getattr(fact, "called", fact))


def _choices(known: Facts, name: str) -> list[tuple[str, str]]:
    return [(code_of(name, one), said_value(name, one)) for one in known[name]]


class TargetForm(forms.Form):
    """At least so many sessions of what is chosen; each fact is open, every value one by one, or one value."""

    minimum = forms.IntegerField(label=gettext_lazy("至少几场"), min_value=0, max_value=999, initial=1)
    weight = forms.IntegerField(
        label=gettext_lazy("权重"), min_value=0, max_value=100, initial=1,
        help_text=gettext_lazy("越大，求解器越先满足它"),
    )  # fmt: skip
    highlight = forms.BooleanField(label=gettext_lazy("只算看点"), required=False)
    spell_out = forms.BooleanField(
        label=gettext_lazy("逐个列出，方便以后分别修改"), required=False,
        help_text=gettext_lazy("不勾选时，“每个”只占一行，新增的县市区和院校自动算进来"),
    )  # fmt: skip

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = Facts(edition)
        facts = {}
        for name in DIMENSIONS:
            if not self.known[name]:
                continue
            first = [("", ANY[name]), (EVERY, EACH[name])]
            facts[name] = forms.ChoiceField(
                label=ANY_TWO[name], required=False, choices=[*first, *_choices(self.known, name)]
            )
        self.fields = facts | self.fields

    def facts(self) -> dict[str, Any]:
        """One value for each fact that names one."""
        chosen = {name: self.cleaned_data.get(name) for name in DIMENSIONS}
        return {n: self.known.by_code(n, code) for n, code in chosen.items() if code and code != EVERY}

    def each(self) -> list[str]:
        """Facts of which every value counts one by one."""
        return [name for name in DIMENSIONS if self.cleaned_data.get(name) == EVERY]


class TargetsForm(forms.Form):
    """Minimum and weight of every rule at once; ``pick`` are those to take away."""

    def __init__(self, rules: Sequence[Target], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for rule in rules:
            self.fields[f"min-{rule.pk}"] = forms.IntegerField(
                label=_("%(what)s：至少几场") % {"what": rule.label},
                min_value=0,
                max_value=999,
                initial=rule.minimum,
            )
            self.fields[f"weight-{rule.pk}"] = forms.IntegerField(
                label=_("%(what)s：权重") % {"what": rule.label},
                min_value=0,
                max_value=100,
                initial=rule.weight,
            )

    def numbers(self) -> dict[int, tuple[int, int]]:
        """Minimum and weight by rule."""
        got = self.cleaned_data
        return {rule.pk: (got[f"min-{rule.pk}"], got[f"weight-{rule.pk}"]) for rule in self.rules}


class ViewForm(forms.Form):
    """Which two facts stand at the rows and columns, and what the others are held to."""

    rows = forms.ChoiceField(label=gettext_lazy("行"), choices=list(ANY_TWO.items()), required=False)
    columns = forms.ChoiceField(label=gettext_lazy("列"), choices=list(ANY_TWO.items()), required=False)
    highlight = forms.BooleanField(label=gettext_lazy("只看看点"), required=False)

    def __init__(self, known: Facts, data: Mapping[str, Any]) -> None:
        filled = {"rows": "place", "columns": "day"} | {name: data[name] for name in data if data[name]}
        super().__init__(filled)
        self.known = known
        for name in DIMENSIONS:
            if known[name]:
                self.fields[name] = forms.ChoiceField(
                    label=ANY_TWO[name], required=False, choices=[("", ANY[name]), *_choices(known, name)]
                )

    def clean(self) -> dict[str, Any]:
        """Rows and columns are two facts that do not say the same."""
        got: dict[str, Any] = super().clean() or self.cleaned_data
        pair = {got.get("rows"), got.get("columns")}
        if len(pair) == 1 or pair == {"day", "theme"}:
            self.add_error("columns", _("行和列要选两样不同的；主题日就是一天，不能和日期相对"))
        return got

    def view(self) -> View:
        """What is asked; the plain view when it makes no sense."""
        if not self.is_valid():
            return View()
        got = self.cleaned_data
        return View(got["rows"], got["columns"], self.facts({got["rows"], got["columns"]}), got["highlight"])

    def facts(self, besides: set[str] | None = None) -> dict[str, Any]:
        """Values of the facts that are named, but for those at the rows and columns."""
        named = {n: self.cleaned_data.get(n) for n in DIMENSIONS if n not in (besides or set())}
        return {name: self.known.by_code(name, code) for name, code in named.items() if code}


class PlannerForm(forms.Form):
    """How long, what weighs how much, what may move."""

    seconds = forms.TypedChoiceField(
        label=gettext_lazy("最多算多久"), coerce=int, choices=[(n, n) for n in SECONDS], initial=10,
        help_text=gettext_lazy("提前算出最优就提前停"),
    )  # fmt: skip

    spacing = forms.IntegerField(label=gettext_lazy("看点之间隔开"), min_value=0, max_value=100)
    travel = forms.IntegerField(label=gettext_lazy("看点之间的路程"), min_value=0, max_value=100)

    def __init__(
        self,
        edition: Edition,
        rules: Sequence[Target],
        sessions: Sequence[Session],
        before: Proposal | None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        seconds = self.fields["seconds"]
        assert isinstance(seconds, forms.TypedChoiceField)
        seconds.choices = [(n, _("%(n)d 秒") % {"n": n}) for n in SECONDS]
        known = (
            {one.target_id: one.weight for one in Weight.objects.filter(proposal=before)} if before else {}
        )
        kept = set(before.kept.values_list("pk", flat=True)) if before else set()
        if before and before.allowed in SECONDS:
            seconds.initial = before.allowed
        self.fields["spacing"].initial = before.spacing if before else SPACING
        self.fields["travel"].initial = before.travel if before else TRAVEL
        apart = _("同半天的两个看点相距不到 %(km)s 公里，会互相分走观众")
        self.fields["spacing"].help_text = apart % {"km": f"{edition.near_km:g}"}
        self.fields["travel"].help_text = _("同一天上午和下午的两个看点，车程超过 %(n)d 分钟") % {"n": DRIVE}
        self.rules = rules
        for rule in rules:
            self.fields[f"weight-{rule.pk}"] = forms.IntegerField(
                label=f"{rule.label} ≥ {rule.minimum}", min_value=0, max_value=100,
                initial=known.get(rule.pk, rule.weight),
            )  # fmt: skip
        self.activities = {str(one.activity_id): one.activity for one in sessions}
        self.fields["moves"] = forms.MultipleChoiceField(
            label=_("可以移动的活动"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(key, str(one)) for key, one in self.activities.items()],
            initial=[key for key, one in self.activities.items() if one.pk not in kept],
        )  # fmt: skip

    def clean_moves(self) -> list[str]:
        """Something has to be left that may move."""
        chosen: list[str] = self.cleaned_data["moves"]
        if not chosen:
            raise forms.ValidationError(_("请至少留一个可以移动的活动"))
        return chosen

    def weights(self) -> dict[int, int]:
        """The weight of every rule."""
        return {rule.pk: self.cleaned_data[f"weight-{rule.pk}"] for rule in self.rules}

    def kept(self) -> list[Any]:
        """Activities that must stay."""
        chosen = set(self.cleaned_data["moves"])
        return [one for key, one in self.activities.items() if key not in chosen]


class LockForm(forms.Form):
    """A day, a place, or a place on a day."""

    day = forms.ChoiceField(label=gettext_lazy("日期"), required=False)
    place = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=gettext_lazy("县市区"), required=False, to_field_name="code",
        empty_label=ANY["place"],
    )  # fmt: skip

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day, place = self.fields["day"], self.fields["place"]
        assert isinstance(day, forms.ChoiceField)
        assert isinstance(place, forms.ModelChoiceField)
        day.choices = [("", ANY["day"]), *((one.isoformat(), han_date(one)) for one in edition.days)]
        place.queryset = places(edition.city)


class NoteForm(forms.Form):
    """A word to the unit that is asked."""

    note = forms.CharField(
        label=gettext_lazy("给对方的话"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VenueField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A venue with whose it is."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and owner."""
        return f"{obj.name}（{obj.owner.called}）"


class RouteForm(forms.Form):
    """When and from where observers set out."""

    name = forms.CharField(label=gettext_lazy("路线名称"), max_length=60)
    day = forms.ChoiceField(label=gettext_lazy("哪一天"))
    start = forms.ModelChoiceField(
        queryset=Venue.objects.none(), label=gettext_lazy("从哪里出发，也回到哪里")
    )
    starts_at = forms.TimeField(
        label=gettext_lazy("几点出发"), initial=time(8, 30),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    ends_at = forms.TimeField(
        label=gettext_lazy("几点前回来"), initial=time(17, 30),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("每站停留几分钟"), min_value=10, max_value=240, initial=40
    )

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day, start = self.fields["day"], self.fields["start"]
        assert isinstance(day, forms.ChoiceField)
        assert isinstance(start, forms.ModelChoiceField)
        self.days = {one.isoformat(): one for one in days_with_highlights(edition)}
        if self.initial.get("day"):
            self.days.setdefault(self.initial["day"].isoformat(), self.initial["day"])
        day.choices = [(code, han_date(one)) for code, one in sorted(self.days.items())]
        start.queryset = starting_points(edition)

    def clean_day(self) -> date:
        """The day itself."""
        return self.days[self.cleaned_data["day"]]


class ShareForm(forms.Form):
    """Who takes part, and a word to them."""

    units = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(), label=gettext_lazy("哪些单位参加"), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("提醒"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("例如在哪里上车、带什么"),
    )  # fmt: skip

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["units"]
        assert isinstance(units, forms.ModelMultipleChoiceField)
        units.queryset = possible_guests(edition)


class SharingForm(forms.Form):
    """Whose sessions, and how many people each of them wants."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("哪个单位"), queryset=Organisation.objects.none(), empty_label=None
    )
    each = forms.IntegerField(label=gettext_lazy("每场几个人"), min_value=1, max_value=9)

    def __init__(self, units: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
