"""Forms of notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation
from skillweek.plan.models import Notice
from skillweek.plan.queries import addressable, groups


class NoticeForm(forms.ModelForm):
    """What a notice says."""

    class Meta:
        model = Notice
        fields = (
            "title", "number", "addressees", "body", "signed_on", "contact_name", "contact_phone",
            "contact_email", "public",
        )  # fmt: skip
        widgets = {
            "body": forms.Textarea(attrs={"rows": 14}),
            "signed_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        help_texts = {
            "number": _("没有文号就留空，系统不会编造文号。"),
            "addressees": _("印在正文前的一行，例如：各县（市、区）教体局、各职业院校："),
            "body": _("段落之间空一行。"),
            "public": _("发出后，任何人都能在公众网站上读到。"),
        }


class RecipientsForm(forms.Form):
    """To whom a notice goes: whole groups, and units by name."""

    groups = forms.MultipleChoiceField(label=_("按类别"), required=False, widget=forms.CheckboxSelectMultiple)
    units = forms.ModelMultipleChoiceField(
        label=_("另外点名"), required=False, queryset=Organisation.objects.none(), to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, issuer: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {group.key: group for group in groups(issuer)}
        choices = [
            (group.key, _("%(label)s（%(count)s 个）") % {"label": group.label, "count": len(group.units)})
            for group in self.found.values()
        ]
        self.fields["groups"].choices = choices  # type: ignore[attr-defined]  # the stubs know Field only
        self.fields["units"].queryset = addressable(issuer)  # type: ignore[attr-defined]  # same

    def clean(self) -> dict[str, Any]:
        """Refuse an empty choice."""
        data = super().clean() or {}
        if not self.errors and not data.get("groups") and not data.get("units"):
            self.add_error("groups", _("请至少选择一类或一个单位"))
        return data

    def resolved(self) -> list[Organisation]:
        """Every chosen unit once, groups first, in the order of the tree."""
        data = self.cleaned_data
        found = {unit.pk: unit for key in data["groups"] for unit in self.found[key].units}
        return list((found | {unit.pk: unit for unit in data["units"]}).values())
