"""What the target page asks."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.common.wording import han_date
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import places
from skillweek.plan.models import ActivityKind, Audience, Edition


class TargetForm(forms.Form):
    """At least so many sessions of what is chosen; what is left open stands for all."""

    day = forms.TypedChoiceField(
        label=_("哪一天"), required=False, coerce=date.fromisoformat, empty_value=None
    )
    place = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("县市区"), required=False, empty_label=_("不限县市区")
    )
    audience = forms.ModelChoiceField(
        queryset=Audience.objects.none(), label=_("参加对象"), required=False, empty_label=_("不限对象")
    )
    kind = forms.ModelChoiceField(
        queryset=ActivityKind.objects.none(), label=_("活动类别"), required=False, empty_label=_("不限类别")
    )
    minimum = forms.IntegerField(
        label=_("至少几场"), min_value=0, max_value=999, initial=1, help_text=_("填 0 就去掉这个目标")
    )
    weight = forms.IntegerField(
        label=_("权重"), min_value=0, max_value=100, initial=1, help_text=_("越大，求解器越先满足它")
    )

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day, place, audience, kind = (self.fields[name] for name in ("day", "place", "audience", "kind"))
        assert isinstance(day, forms.TypedChoiceField)
        day.choices = [("", _("不限日期")), *((one.isoformat(), han_date(one)) for one in edition.days)]
        for field, rows in (
            (place, places(edition.city)), (audience, edition.audiences.all()), (kind, edition.activitykinds.all()),
        ):  # fmt: skip
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
