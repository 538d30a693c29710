"""The form of a card's code, as staff type or scan it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CardForm(forms.Form):
    """The code under the certificate."""

    code = forms.CharField(
        label=_("集章卡编号"), max_length=20, help_text=_("证书下面的 10 位编号，例如 A2B3C4D5E6。"),
        error_messages={"required": _("请输入证书下面的编号")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Upper case, without spaces."""
        return "".join(self.cleaned_data["code"].split()).upper()
