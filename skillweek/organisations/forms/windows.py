"""The form of availability."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WindowForm(forms.Form):
    """Whether it can be had, on which days, from when to when."""

    open = forms.TypedChoiceField(
        label=_("这段时间"), choices=[("yes", _("可以用")), ("no", _("不能用"))], widget=forms.RadioSelect,
        coerce=lambda value: value == "yes", error_messages={"required": _("请选择可以用还是不能用")},
        help_text=_("登记了“可以用”，其余时间就当作不能用；只登记“不能用”，其余时间都可以用。"),
    )  # fmt: skip
    first = forms.DateField(
        label=_("第一天"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("请填写日期")},
    )  # fmt: skip
    last = forms.DateField(
        label=_("最后一天"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("只有一天的不用填；几天的，每天都是下面的时间"),
    )  # fmt: skip
    starts = forms.TimeField(
        label=_("每天几点起"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("不填就是从零点起"),
    )  # fmt: skip
    ends = forms.TimeField(
        label=_("每天到几点"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("不填就是到午夜"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("说明"), required=False, max_length=80, help_text=_("例如：高考考场、外出带队")
    )
