"""Choosing a sign-in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from skillweek.accounts.models import User


class SignInForm(forms.Form):
    """A name and a password of one's own choice; ``person`` is the name the password should not resemble."""

    username = forms.CharField(
        label=_("登录名"), max_length=150, validators=[UnicodeUsernameValidator()],
        help_text=_("登录时用，字母、数字和 @ . + - _ 都可以。"),
        error_messages={"required": _("请填写登录名")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("密码"), max_length=128, help_text=_("至少 8 位，不要太常见，也不要和姓名相近。"),
        error_messages={"required": _("请填写密码")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("再输一次密码"), max_length=128, error_messages={"required": _("请再输一次密码")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, person: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """The password twice the same, and not too easy."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("两次输入的密码不一样"))
        if password:
            try:
                validate_password(password, User(username=data.get("username", ""), name=self.person))
            except ValidationError as error:
                self.add_error("password", error)
        return data
