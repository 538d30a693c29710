"""Forms of contacts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Contact, Organisation
from skillweek.organisations.queries import people
from skillweek.organisations.rules.cells import CellError, telephone

_DATE = {"type": "date"}


class ContactForm(forms.ModelForm):
    """Who answers for something, from when on, and what of it everybody may see."""

    phone = forms.CharField(
        label=_("电话"), max_length=30, required=False,
        help_text=_("手机，或带区号的座机。工作人员可见；公众看不看得到，由下面决定。"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("邮箱"), required=False)

    class Meta:
        model = Contact
        fields = (
            "role", "duty", "name", "post", "phone", "email", "user", "since", "until",
            "name_public", "phone_public", "email_public",
        )  # fmt: skip
        help_texts = {
            "duty": _("角色选“其他”时填写，例如：志愿服务。"),
            "user": _("这个人有登录账号时选上，工作交接时一并移交。"),
            "until": _("补录以前的人时填写；现任留空。"),
        }
        widgets = {
            "role": forms.RadioSelect,
            "since": forms.DateInput(format="%Y-%m-%d", attrs=_DATE),
            "until": forms.DateInput(format="%Y-%m-%d", attrs=_DATE),
        }

    def __init__(self, *args: Any, unit: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = {one.user_id for one in people(unit)}
        if self.instance.user_id:
            users.add(self.instance.user_id)
        field: Any = self.fields["user"]
        field.queryset = field.queryset.filter(pk__in=users)
        field.empty_label = _("没有登录账号")
        role: Any = self.fields["role"]
        role.choices = Contact.Role.choices

    def clean_phone(self) -> str:
        """The normalised number."""
        try:
            return telephone(self.cleaned_data["phone"])
        except CellError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Another role says what it is for, a named one does not; what is public must be there."""
        data = super().clean() or {}
        if data.get("role") == Contact.Role.OTHER and not data.get("duty"):
            self.add_error("duty", _("请写明负责什么"))
        elif data.get("role") and data["role"] != Contact.Role.OTHER:
            data["duty"] = ""
        if data.get("since") and data.get("until") and data["until"] <= data["since"]:
            self.add_error("until", _("结束日期应晚于起始日期"))
        for name in ("phone", "email"):
            if data.get(f"{name}_public") and not data.get(name) and name not in self.errors:
                self.add_error(name, _("要公开就得填写"))
        return data


class DayForm(forms.Form):
    """The day that is asked for."""

    on = forms.DateField(
        label=_("看哪一天"), required=False, error_messages={"invalid": _("请填日期，例如 2021-05-01")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_DATE),
    )  # fmt: skip


class RegisterForm(forms.Form):
    """What the register is narrowed to."""

    role = forms.ChoiceField(choices=Contact.Role.choices, required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("按单位或姓名找"), max_length=60, required=False)
    missing = forms.BooleanField(label=_("只看缺的"), required=False)


class ReasonForm(forms.Form):
    """What telephone numbers are taken out for."""

    reason = forms.CharField(
        label=_("用途"), max_length=100, help_text=_("会和您的姓名、时间一起留痕。"),
        error_messages={"required": _("请写明用途")},
    )  # fmt: skip
