"""Who holds the activity together with the owner: found by name, in the order in which they are named."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation
from skillweek.programme.models import Activity, Participation

ROLES = ("undertakers", "co_hosts")


class PartnersForm(forms.Form):
    """Undertakers and co-hosts of the city, and others by name."""

    undertakers = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        label=_("承办单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    co_hosts = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        label=_("协办单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=_("其他协办单位"), required=False, max_length=800, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不在名单里的企业、协会、社区，一行一个"),
    )  # fmt: skip

    def __init__(self, activity: Activity, units: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units.exclude(pk=activity.owner_id)
        for name in ROLES:
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = self.units

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        """What the page shows of the kept partners."""
        parts = list(activity.participations.all())
        role = Participation.Role
        kept = {"undertakers": role.UNDERTAKER, "co_hosts": role.CO_HOST}
        chosen = {
            name: [part.organisation_id for part in parts if part.role == one and part.organisation_id]
            for name, one in kept.items()
        }
        return chosen | {"others": "\n".join(part.name for part in parts if part.name)}

    def chosen(self) -> dict[str, list[Organisation]]:
        """By role: the units that stand in the form now, in order."""
        ids = {name: [str(one) for one in self[name].value() or []] for name in ROLES}
        wanted = {one for some in ids.values() for one in some if one.isdecimal()}
        units = {str(unit.pk): unit for unit in self.units.filter(pk__in=wanted)}
        return {name: [units[one] for one in some if one in units] for name, some in ids.items()}

    def facts(self) -> dict[str, Any]:
        """Keyword arguments for the action."""
        return self.chosen() | {"others": self.cleaned_data["others"].splitlines()}


def rearranged(given: Mapping[str, list[str]], add: str, up: str) -> dict[str, list[str]]:
    """The fields as posted, with one unit added to a role or moved up in it; both are written ``role:id``."""
    fields = {name: list(given.get(name, [])) for name in (*ROLES, "others")}
    role, _colon, unit = (add or up).partition(":")
    if role not in ROLES:
        return fields
    if add:
        for name in ROLES:
            fields[name] = [one for one in fields[name] if one != unit]
        fields[role].append(unit)
    elif unit in fields[role]:
        at = fields[role].index(unit)
        fields[role].insert(max(at - 1, 0), fields[role].pop(at))
    return fields
