"""Forms of people: invitations and hand-overs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User
from skillweek.common import phones
from skillweek.organisations.models import Membership


def phone_field(label: Any, **options: Any) -> forms.CharField:
    """A mobile number, optional."""
    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=30, required=False, widget=widget, **options)


class InviteForm(forms.Form):
    """Who is asked to take which role."""

    name = forms.CharField(label=_("姓名"), max_length=60, error_messages={"required": _("请填写姓名")})
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("填了就把链接发到邮箱。"))
    phone = phone_field(_("手机号码"), help_text=_("没有邮箱时用短信发送；两样都没有，就把链接复制给对方。"))
    role = forms.ChoiceField(
        label=_("角色"), widget=forms.RadioSelect, error_messages={"required": _("请选一个角色")}
    )

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(Membership.Role.choices)
        self.fields["role"].choices = [(role, labels[role]) for role in roles]  # type: ignore[attr-defined]  # Field

    def clean_phone(self) -> str:
        """The normalised number."""
        return _mobile(self.cleaned_data["phone"])


def _mobile(raw: str) -> str:
    return phones.clean_mobile(raw) if raw else ""


class SuccessorForm(forms.Form):
    """Who takes over: somebody of the unit, or somebody new."""

    successor = forms.ChoiceField(label=_("由谁接任"), widget=forms.RadioSelect,
                                  error_messages={"required": _("请选一位，或选“邀请新人”")})  # fmt: skip
    name = forms.CharField(label=_("新人的姓名"), max_length=60, required=False)
    email = forms.EmailField(label=_("新人的邮箱"), required=False)
    phone = phone_field(_("新人的手机号码"))

    NEW = "new"

    def __init__(self, *args: Any, people: Iterable[User], may_invite: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        choices: list[tuple[str, Any]] = [(key, user.name) for key, user in self.people.items()]
        if may_invite:
            choices.append((self.NEW, _("邀请新人")))
        self.fields["successor"].choices = choices  # type: ignore[attr-defined]  # Field

    def clean_phone(self) -> str:
        """The normalised number."""
        return _mobile(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """Somebody new needs a name."""
        data = super().clean() or {}
        if data.get("successor") == self.NEW and not data.get("name"):
            self.add_error("name", _("请填写新人的姓名"))
        return data

    def person(self) -> User | None:
        """The chosen person; None for somebody new."""
        return self.people.get(self.cleaned_data["successor"])
