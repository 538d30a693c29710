"""Forms of a change by the signed link, and of booking for a caller."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.booking.forms.visits import VisitForm
from skillweek.common import phones
from skillweek.plan.models import Audience


class ChangeForm(VisitForm):
    """How many come now, who comes along and what they answer; name, number and consent stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "phone", "audience", "consent", "key"):
            del self.fields[name]

    clean_phone = None  # type: ignore[assignment]  # the number stays


class MoveForm(forms.Form):
    """Which session instead."""

    session = forms.ChoiceField(
        label=_("换到哪一场"), widget=forms.RadioSelect, error_messages={"required": _("请选一场")}
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class ProxyForm(forms.Form):
    """Somebody who calls or stands at the counter."""

    name = forms.CharField(label=_("来访者姓名"), max_length=40)
    phone = forms.CharField(
        label=_("来访者手机"), max_length=30, help_text=_("确认短信发到这里"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    party = forms.IntegerField(
        label=_("一共几人"), min_value=1, max_value=2000, help_text=_("可以多于网上每次最多的人数。")
    )
    audience = forms.ModelChoiceField(label=_("来访者是"), queryset=Audience.objects.none(), required=False)
    told = forms.BooleanField(
        label=_("对方同意为这次活动使用姓名和手机号码"),
        error_messages={"required": _("请先问过对方，再勾选")},
    )
    kept_back = forms.BooleanField(label=_("可以用留给现场的名额"), required=False)
    override = forms.CharField(
        label=_("为什么不按预约规则办"), max_length=120, required=False,
        help_text=_("没到开放时间、超过每人几场等情况才写；原因留在记录里。"),
    )  # fmt: skip

    def __init__(self, *args: Any, audiences: list[Audience], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["audience"]
        field.queryset = Audience.objects.filter(pk__in=[one.pk for one in audiences])  # type: ignore[attr-defined]  # a ModelChoiceField
        field.required = bool(audiences)
        if len(audiences) == 1:
            field.initial = audiences[0]

    def clean_phone(self) -> str:
        """The normalised number."""
        return phones.clean_mobile(self.cleaned_data["phone"])
