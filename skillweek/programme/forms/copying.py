"""Which activities of earlier editions to begin as drafts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.programme.models import Activity


class CopyForm(forms.Form):
    """Activities by their boxes."""

    activities = forms.ModelMultipleChoiceField(
        queryset=Activity.objects.none(), label=_("要复制的活动"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择要复制的活动")},
    )  # fmt: skip

    def __init__(self, activities: QuerySet[Activity], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["activities"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = activities
