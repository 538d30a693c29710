"""Forms of the door: what is scanned, who carries which device, what happened, why somebody was away."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.booking.models import Incident
from skillweek.organisations.models import Organisation
from skillweek.programme.models import Session


class ScanForm(forms.Form):
    """What was scanned or typed at the gate."""

    code = forms.CharField(
        label=_("入场码，或手机号后四位"), max_length=40,
        error_messages={"required": _("请扫码，或输入入场码、手机号后四位")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "enterkeyhint": "go"}
        ),
    )  # fmt: skip
    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)


class DeviceForm(forms.Form):
    """A device and the unit whose gates it stands at."""

    owner = forms.ModelChoiceField(
        label=_("哪个单位用"),
        queryset=Organisation.objects.none(),
        error_messages={"required": _("请选单位")},
    )
    name = forms.CharField(
        label=_("叫什么"), max_length=60, help_text=_("写在哪个门、哪部手机，例如“东门 1 号”"),
        error_messages={"required": _("请给设备起个名字")},
    )  # fmt: skip

    def __init__(self, *args: Any, units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(first := list(units[:2])) == 1:
            self.fields["owner"].initial = first[0]


class IncidentForm(forms.Form):
    """What happened, where and when."""

    session = forms.ModelChoiceField(
        label=_("哪一场"), queryset=Session.objects.none(), error_messages={"required": _("请选场次")}
    )
    kind = forms.ChoiceField(label=_("哪一类"), choices=Incident.Kind.choices)
    at = forms.DateTimeField(
        label=_("几点发生"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("请填写时间"), "invalid": _("时间的写法不对")},
    )
    what = forms.CharField(
        label=_("发生了什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明发生了什么")},
    )  # fmt: skip
    done = forms.CharField(
        label=_("怎样处理"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, sessions: QuerySet[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]  # a ModelChoiceField


class DoneForm(forms.Form):
    """How an incident was dealt with."""

    done = forms.CharField(
        label=_("怎样处理的"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明怎样处理的")},
    )  # fmt: skip


class ExcuseForm(forms.Form):
    """Why somebody did not come."""

    reason = forms.CharField(
        label=_("没来的原因"), max_length=120, error_messages={"required": _("请写明没来的原因")}
    )


class WalkForm(forms.Form):
    """People without a booking, coming or going."""

    people = forms.IntegerField(
        label=_("几个人"), min_value=1, max_value=500, initial=1,
        error_messages={"required": _("请填写人数"), "invalid": _("人数应为整数")},
    )  # fmt: skip
    nonce = forms.CharField(max_length=40, widget=forms.HiddenInput)
