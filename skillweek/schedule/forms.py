"""Shape of what visitors and officers ask of the schedule."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.common.wording import han_date
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import places
from skillweek.plan.models import ActivityKind, Edition


class FollowForm(forms.Form):
    """Where to write to."""

    email = forms.EmailField(
        label=_("邮箱"),
        max_length=254,
        error_messages={
            "required": _("请填写邮箱"),
            "invalid": _("邮箱应像这样：name@example.org"),
            "max_length": _("邮箱太长，应像这样：name@example.org"),
        },
    )


class ReleaseForm(forms.Form):
    """A sentence for the public log, and the token of what was shown."""

    note = forms.CharField(
        label=_("说明"),
        max_length=200,
        required=False,
        help_text=_("一句话告诉公众为什么改，例如：因天气调整室外活动。"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=80)


class LogFilter(forms.Form):
    """What the change log is narrowed to; a value that is not offered is as good as none."""

    day = forms.ChoiceField(label=_("哪一天"), required=False)
    place = forms.ChoiceField(label=_("在哪里"), required=False)

    def __init__(self, data: Any, *, edition: Edition) -> None:
        options: dict[str, list[tuple[str, str]]] = {
            "day": [("", str(_("每一天"))), *((day.isoformat(), han_date(day)) for day in edition.days)],
            "place": [("", str(_("全部地方"))), *((unit.code, unit.called) for unit in places(edition.city))],
        }
        given = {name: data.get(name, "") for name in options}
        fitting = {name: value for name, value in given.items() if value in dict(options[name])}
        super().__init__(fitting)
        for name, some in options.items():
            field: Any = self.fields[name]
            field.choices = some
        self.full_clean()

    def narrowed(self) -> dict[str, Any]:
        """The choices as :func:`queries.changes` takes them."""
        day = self.cleaned_data["day"]
        return {"day": date.fromisoformat(day) if day else None, "place": self.cleaned_data["place"]}


class CompareForm(forms.Form):
    """Two versions to compare."""

    first = forms.TypedChoiceField(label=_("从"), coerce=int)
    second = forms.TypedChoiceField(label=_("到"), coerce=int)

    def __init__(self, data: Any, *, numbers: list[int]) -> None:
        super().__init__(data)
        for name in ("first", "second"):
            field: Any = self.fields[name]
            field.choices = [(number, _("第 %(n)s 版") % {"n": number}) for number in numbers]


class MoveForm(forms.Form):
    """Where a session shall be: day, beginning, venue; it lasts as long as before."""

    day = forms.TypedChoiceField(label=_("移到哪一天"), error_messages={"required": _("请选择日期")})
    starts = forms.TimeField(
        label=_("几点开始"), required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("时长不变；不填就是原来的时间"),
    )  # fmt: skip
    venue = forms.ModelChoiceField(
        label=_("场地"), queryset=Venue.objects.none(), to_field_name="code", required=False,
        empty_label=_("场地不变"),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    back = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def __init__(self, edition: Edition, venues: QuerySet[Venue], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day, venue = self.fields["day"], self.fields["venue"]
        assert isinstance(day, forms.TypedChoiceField)
        assert isinstance(venue, forms.ModelChoiceField)
        day.choices = [(one.isoformat(), han_date(one)) for one in edition.days]
        venue.queryset = venues


class BoardForm(forms.Form):
    """What of the board is shown."""

    lane = forms.ChoiceField(
        label=_("每行是"), required=False,
        choices=[("place", _("县（市、区）")), ("venue", _("场地")), ("owner", _("主办单位"))],
    )  # fmt: skip
    place = forms.ModelChoiceField(
        label=_("地方"), queryset=Organisation.objects.none(), to_field_name="code", required=False,
        empty_label=_("所有地方"),
    )  # fmt: skip
    kind = forms.ModelChoiceField(
        label=_("类别"), queryset=ActivityKind.objects.none(), to_field_name="code", required=False,
        empty_label=_("所有类别"),
    )  # fmt: skip
    q = forms.CharField(label=_("活动名称"), required=False, max_length=60)

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("place", places(edition.city)), ("kind", edition.activitykinds.all())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
