"""Shape of what is asked and written about services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition, ServiceKind
from skillweek.volunteering.models import ServicePoint

WHEN = [("", _("全部日子")), ("today", _("今天"))]


class FilterForm(forms.Form):
    """Which service points to list; an unknown value lists all."""

    kind = forms.ModelChoiceField(ServiceKind.objects.none(), to_field_name="code", required=False)
    place = forms.ModelChoiceField(Organisation.objects.none(), to_field_name="code", required=False)
    when = forms.ChoiceField(choices=WHEN, required=False)

    def __init__(self, *args: Any, edition: Edition, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].queryset = ServiceKind.objects.filter(edition=edition)
        fields["place"].queryset = places


class PointForm(forms.ModelForm):
    """What a service point offers, beside what its activity says."""

    class Meta:
        model = ServicePoint
        fields = ["kind", "staff_count", "bring", "limits", "safety_note"]
        help_texts = {
            "bring": _("居民来时要带的东西，例如：要修的小家电和充电器。"),
            "limits": _("能做什么、不能做什么，例如：不修带高压的电器。"),
        }

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = edition.servicekinds.all()  # type: ignore[attr-defined]  # rows
