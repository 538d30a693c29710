"""Who waits: the fields of a visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.booking.forms.visits import WhoForm


class WaitingForm(WhoForm):
    """Like a visit; the number of people is what the place in the line is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].help_text = _("连您自己在内；一起来的人不会被拆开")
        self.fields["phone"].help_text = _("有名额时发短信到这里；只用于这次活动")


class DrawForm(forms.Form):
    """When the entries of a draw close."""

    closes_at = forms.SplitDateTimeField(
        label=_("登记截止"), help_text=_("到这个时间不再收登记，以服务器时间为准"),
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": _("登记截止的日期")},  # type: ignore[dict-item]  # said later
            time_attrs={"type": "time", "aria-label": _("登记截止的时间")},  # type: ignore[dict-item]  # said later
        ),
        error_messages={"required": _("请填写登记截止的日期和时间"), "invalid_date": _("日期应写成 2021-05-20 这样"),
                        "invalid_time": _("时间应写成 18:00 这样")},
    )  # fmt: skip
