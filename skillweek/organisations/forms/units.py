"""Forms of units and kinds."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation, OrganisationKind
from skillweek.organisations.queries import find, kinds, places, within

CODE_ERRORS = {"unique": _("这个代码已经在用"), "invalid": _("代码只能用字母、数字、连字符和下划线")}


class FindForm(forms.Form):
    """What the list of units is narrowed to."""

    q = forms.CharField(label=_("按名称或代码找"), max_length=60, required=False)
    under = forms.SlugField(max_length=40, required=False)
    closed = forms.BooleanField(required=False)


def check_point(form: forms.ModelForm, data: dict[str, Any]) -> None:
    """A point has two numbers or none."""
    given = [data.get(name) is not None for name in ("latitude", "longitude")]
    if any(given) and not all(given):
        missing = "latitude" if not given[0] else "longitude"
        if missing not in form.errors:
            form.add_error(missing, _("经度和纬度要一起填，或者都不填"))


class UnitForm(forms.ModelForm):
    """A unit; only the fields that the person may change are there."""

    latitude = forms.DecimalField(
        label=_("纬度"), required=False, min_value=-90, max_value=90, decimal_places=5,
        help_text=_("在地图上显示位置用，例如 33.73840。"),
    )  # fmt: skip
    longitude = forms.DecimalField(
        label=_("经度"), required=False, min_value=-180, max_value=180, decimal_places=5,
        help_text=_("例如 113.29180。"),
    )  # fmt: skip

    class Meta:
        model = Organisation
        fields = (
            "name", "short_name", "name_en", "kind", "division_code", "located_in", "counts_in_report", "stand_in",
            "address", "latitude", "longitude", "introduction",
        )  # fmt: skip
        labels = {
            "name_en": _("英文名称"), "located_in": _("所在县（市、区）"), "counts_in_report": _("计入全市总结"),
            "stand_in": _("代审单位"),
        }  # fmt: skip
        help_texts = {
            "short_name": _("表格和导航里用，尽量不超过 8 个字。"),
            "division_code": _("六位行政区划代码，没有就留空。"),
            "located_in": _("市属单位在哪个县（市、区）；县属单位不用选。"),
            "counts_in_report": _("不勾选的单位和它的下级，数字不进全市总结，也不催报。"),
            "stand_in": _("本单位没有审核人员时由谁审核；不选就由上级代审。"),
            "introduction": _("一两句话，公众页面上会显示。"),
        }
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, city: Organisation, allowed: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in allowed and name != "code"]:
            del self.fields[name]
        choices = {"located_in": places(city), "stand_in": _reviewing(city, self.instance), "kind": kinds()}
        empty = {"located_in": _("不另外指定"), "stand_in": _("由上级代审"), "kind": _("请选择")}
        for name in choices.keys() & self.fields.keys():
            self.fields[name].queryset = choices[name]  # type: ignore[attr-defined]  # the stubs know Field only
            self.fields[name].empty_label = empty[name]  # type: ignore[attr-defined]  # same

    def clean_division_code(self) -> str:
        """Digits, six at least."""
        code: str = self.cleaned_data["division_code"]
        if code and not re.fullmatch(r"\d{6,12}", code):
            raise ValidationError(_("区划代码应为 6 至 12 位数字，例如 410422"))
        return code

    def clean(self) -> dict[str, Any]:
        """A point has two numbers or none."""
        data = super().clean() or {}
        check_point(self, data)
        return data


def _reviewing(city: Organisation, unit: Organisation) -> Any:
    """Units with somebody who reviews, as stand-ins for ``unit``."""
    found = within(city).filter(
        memberships__active=True, memberships__role__in=["county_officer", "city_officer"]
    )
    return found.exclude(pk=unit.pk).distinct()


class NewUnitForm(UnitForm):
    """A new unit: its code too, which stays."""

    class Meta(UnitForm.Meta):
        fields: tuple[str, ...] = ("name", "short_name", "code", *UnitForm.Meta.fields[2:])  # type: ignore[assignment]  # longer
        labels = UnitForm.Meta.labels | {"code": _("代码")}
        help_texts = UnitForm.Meta.help_texts | {
            "code": _("小写字母、数字和连字符，用在网址里，以后不能改，例如 yexian-zjzx。")
        }
        error_messages = {"code": CODE_ERRORS}

    def clean_code(self) -> str:
        """Lower case."""
        return str(self.cleaned_data["code"]).lower()


class MoveForm(forms.Form):
    """The unit above, found by its name or code."""

    parent = forms.ModelChoiceField(
        label=_("新的上级单位"), queryset=Organisation.objects.none(), to_field_name="code",
        empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": _("请选一个单位"), "invalid_choice": _("请选一个单位")},
    )  # fmt: skip
    q = forms.CharField(label=_("按名称或代码找"), max_length=60, required=False)

    #: shown at once; more are found by typing
    MOST = 30

    def __init__(self, *args: Any, unit: Organisation, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        city = unit.city
        assert city is not None  # the city itself is not moved
        units = within(city).exclude(pk=unit.pk)
        found = find(units, words) if words else units.exclude(children=None) | units.filter(pk=city.pk)
        keys = list(found.order_by("position", "code").values_list("pk", flat=True).distinct()[: self.MOST])
        chosen = self.data.get("parent") if self.is_bound else None
        if chosen:
            keys += list(units.filter(code=chosen).values_list("pk", flat=True))
        self.fields["parent"].queryset = units.filter(pk__in=keys).order_by("position", "code")  # type: ignore[attr-defined]  # the stubs know Field only


class KindForm(forms.ModelForm):
    """A kind of units."""

    class Meta:
        model = OrganisationKind
        fields = ("label", "label_en", "code", "is_place", "is_education_bureau", "is_vocational")
        labels = {"code": _("代码")}
        help_texts = {
            "code": _("小写字母、数字和连字符，例如 enterprise。"),
            "is_place": _("“处处有看点”里的一处；它的下级单位算在它名下。"),
            "is_education_bureau": _("公司、行业协会、街道等单位不要勾选。"),
            "is_vocational": _("在公众网站的院校名录里。"),
        }
        error_messages = {"code": CODE_ERRORS}
