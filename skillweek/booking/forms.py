"""Shapes of input."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.common import phones
from skillweek.plan.models import Audience


class VisitForm(forms.Form):
    """Who comes: one name, one telephone number, how many, who they are, and consent."""

    name = forms.CharField(
        label=_("您的姓名"), max_length=40,
        error_messages={"required": _("请填写姓名，入场时用它核对")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("手机号码"), max_length=30,
        help_text=_("预约短信发到这里；只用于这次活动"),
        error_messages={"required": _("请填写手机号码，例如 13900000000")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    party = forms.TypedChoiceField(label=_("一共几人"), coerce=int, choices=(), help_text=_("连您自己在内"))
    audience = forms.ModelChoiceField(
        label=_("您是"), queryset=Audience.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("请选一项，帮助学校做准备")},
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("我同意为这次活动使用我的姓名和手机号码"),
        error_messages={"required": _("请先同意我们为这次活动使用您的姓名和手机号码")},
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, audiences: list[Audience], largest_party: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(count, _("%(count)s 人") % {"count": count}) for count in range(1, largest_party + 1)]
        self.fields["party"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        field = self.fields["audience"]
        field.queryset = Audience.objects.filter(pk__in=[audience.pk for audience in audiences])  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(audiences) <= 1:
            field.required = bool(audiences)
            field.initial = audiences[0] if audiences else None

    def clean_phone(self) -> str:
        """The normalised number."""
        return phones.clean_mobile(self.cleaned_data["phone"])


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


class PlacesForm(forms.Form):
    """How many places one session has, and how many people one booking may bring."""

    places = forms.IntegerField(
        label=_("名额"), min_value=0, max_value=100_000,
        error_messages={"required": _("请填写名额"), "invalid": _("名额应为整数")},
    )  # fmt: skip
    largest_party = forms.IntegerField(
        label=_("每次最多几人"), min_value=1, max_value=200, error_messages={"required": _("请填写人数")}
    )
