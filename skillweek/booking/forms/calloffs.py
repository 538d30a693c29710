"""Shapes of a change of mind: what is called off, and why."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.common.wording import han_date
from skillweek.organisations.models import Organisation


class WhichForm(forms.Form):
    """A day, a county-level unit, or both."""

    day = forms.TypedChoiceField(
        label=_("哪一天"), coerce=date.fromisoformat, empty_value=None, required=False
    )
    place = forms.ModelChoiceField(
        label=_("哪个县（市、区）"), queryset=Organisation.objects.none(), to_field_name="code", required=False,
        empty_label=_("管辖内所有地方"),
    )  # fmt: skip

    def __init__(self, data: Any, *, days: list[date], places: Any) -> None:
        super().__init__(data)
        shown = [(day.isoformat(), han_date(day)) for day in days]
        self.fields["day"].choices = [("", _("所有日子")), *shown]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["place"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """One of the two at least."""
        given = super().clean() or {}
        if not self.errors and not given.get("day") and not given.get("place"):
            self.add_error("day", _("请选一天，或一个县（市、区），也可以两个都选"))
        return given


class ThinForm(forms.Form):
    """The reason told to who moves or is released."""

    reason = forms.CharField(
        label=_("告诉大家的原因"), max_length=120,
        help_text=_("写在每条短信里，例如：市里通知室内场地最多开放一半"),
        error_messages={"required": _("请写明原因，每个人收到的短信里都会写")},
    )  # fmt: skip


class WhyForm(forms.Form):
    """The reason everybody is told."""

    reason = forms.CharField(
        label=_("为什么取消"), max_length=120,
        help_text=_("每个人收到的短信里都会写，例如：雷雨大风，户外不安全"),
        error_messages={"required": _("请写明原因，每个人收到的短信里都会写")},
    )  # fmt: skip
