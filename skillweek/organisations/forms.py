"""Forms of organisations: venues and people."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Membership, Organisation, Venue


class VenueForm(forms.ModelForm):
    """Where things happen, and how many people it holds."""

    place = forms.ModelChoiceField(
        label=_("所在县（市、区）"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    capacity = forms.IntegerField(
        label=_("可容纳人数"), min_value=1, max_value=200_000, help_text=_("按消防和安全要求核定的最多人数。")
    )
    latitude = forms.DecimalField(
        label=_("纬度"), required=False, min_value=-90, max_value=90, decimal_places=5,
        help_text=_("在地图上显示位置用，例如 33.73840。"),
    )  # fmt: skip
    longitude = forms.DecimalField(
        label=_("经度"), required=False, min_value=-180, max_value=180, decimal_places=5,
        help_text=_("例如 113.29180。"),
    )  # fmt: skip

    class Meta:
        model = Venue
        fields = ("name", "address", "place", "capacity", "step_free", "latitude", "longitude")

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]  # the stubs know Field only

    def clean(self) -> dict[str, Any]:
        """A point has two numbers or none."""
        data = super().clean() or {}
        given = [data.get(name) is not None for name in ("latitude", "longitude")]
        if any(given) and not all(given):
            missing = "latitude" if not given[0] else "longitude"
            if missing not in self.errors:
                self.add_error(missing, _("经度和纬度要一起填，或者都不填"))
        return data


class InviteForm(forms.Form):
    """A new person with a sign-in and a role."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.CharField(
        label=_("登录名"), max_length=150, validators=[UnicodeUsernameValidator()],
        help_text=_("字母、数字和 @ . + - _，登录时用。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("有邮箱才能收到通知提醒。"))
    role = forms.ChoiceField(label=_("角色"), widget=forms.RadioSelect)
    password = forms.CharField(
        label=_("初始密码"), max_length=128, help_text=_("至少 8 位；请对方登录后自己改掉。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Membership.Role.choices)
        self.fields["role"].choices = [(role, labels[role]) for role in roles]  # type: ignore[attr-defined]  # Field

    def clean_password(self) -> str:
        """Refuse a password that is too easy."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
