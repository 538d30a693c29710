"""Forms of venues."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.organisations.forms.units import check_point
from skillweek.organisations.models import Organisation, Venue


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

    shared = forms.BooleanField(
        label=_("可以同时办几个活动"), required=False,
        help_text=_("广场、校园这样的大场地勾选；不勾选的，同一时间只排一个公开的活动。"),
    )  # fmt: skip

    class Meta:
        model = Venue
        fields = ("name", "address", "place", "capacity", "step_free", "shared", "latitude", "longitude")

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]  # the stubs know Field only

    def clean(self) -> dict[str, Any]:
        """A point has two numbers or none."""
        data = super().clean() or {}
        check_point(self, data)
        return data
