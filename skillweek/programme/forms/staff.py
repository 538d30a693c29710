"""Who must be at a session."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Contact


class PeopleField(forms.ModelMultipleChoiceField):
    """Contacts with what they are for and their unit."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, role, unit."""
        return f"{obj.name}（{obj.organisation.called} · {obj.called}）"


class StaffForm(forms.Form):
    """People of the owner and its partners."""

    people = PeopleField(
        queryset=Contact.objects.none(), label=_("必须在场的人"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("同一个人同一时间只能在一处；排时间时会提醒。"),
    )  # fmt: skip

    def __init__(self, people: QuerySet[Contact], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people
