"""Zones, seats, stands."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.ceremonies.models import SIDE, Zone
from skillweek.organisations.models import Organisation


class ZoneForm(forms.Form):
    """A new zone by numbers."""

    kind = forms.ChoiceField(
        label=_("种类"), choices=Zone.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择种类")},
    )  # fmt: skip
    name = forms.CharField(label=_("名称"), max_length=20, help_text=_("例如主席台、嘉宾席、东区展位"),
                           error_messages={"required": _("请填写名称")})  # fmt: skip
    rows = forms.IntegerField(label=_("几排"), min_value=1, max_value=60, initial=1, required=False)
    columns = forms.IntegerField(label=_("每排几个"), min_value=1, max_value=60, initial=10, required=False)
    places = forms.IntegerField(
        label=_("站区能站多少人"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("只有队伍站区要填"),
    )
    front = forms.IntegerField(
        label=_("先后"), min_value=1, max_value=99, initial=1, required=False,
        help_text=_("自动排座时先坐满数字小的分区"),
    )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """Keyword arguments for the action."""
        data = self.cleaned_data
        return data | {
            "rows": data["rows"] or 1, "columns": data["columns"] or 1, "places": data["places"] or 0,
            "front": data["front"] or 1,
        }  # fmt: skip


class AreaForm(ZoneForm):
    """Changing a zone: its kind stays."""

    kind = None  # type: ignore[assignment]  # Django's way to leave a field of the parent out


class PositionForm(forms.Form):
    """Where a zone is drawn."""

    x = forms.IntegerField(label=_("左边位置"), min_value=0, max_value=SIDE)
    y = forms.IntegerField(label=_("上边位置"), min_value=0, max_value=SIDE)


class PlaceForm(forms.Form):
    """Where a guest sits or stands: ``seat:12``, ``area:3``, or nowhere."""

    spot = forms.ChoiceField(label=_("坐在哪里"), required=False)

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["spot"].choices = [("", _("不安排")), *choices]  # type: ignore[attr-defined]  # a choice


class _UnitField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class StandForm(forms.Form):
    """Whose stand it is."""

    holder = _UnitField(
        queryset=Organisation.objects.none(), label=_("给哪个单位"), required=False, empty_label=_("空着")
    )
    shows = forms.CharField(label=_("展示内容"), max_length=60, required=False)

    def __init__(self, *args: Any, holders: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = holders  # type: ignore[attr-defined]  # a choice


class _UnitsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.called)


class SpreadForm(forms.Form):
    """Which schools share the free stands."""

    holders = _UnitsField(
        queryset=Organisation.objects.none(), label=_("分给哪些单位"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一个单位")},
    )  # fmt: skip

    def __init__(self, *args: Any, holders: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holders"].queryset = holders  # type: ignore[attr-defined]  # a choice
