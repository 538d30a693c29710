"""The form of a station."""

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.booking.models import Station


class StationForm(forms.ModelForm):
    """What there is, for how many at once, for how long."""

    capacity = forms.IntegerField(
        label=_("同时最多几人"), min_value=1, max_value=5000,
        error_messages={"required": _("请填写人数"), "invalid": _("人数应为整数")},
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("停留几分钟"), min_value=1, max_value=480, initial=15,
        help_text=_("算上走到下一站的时间。各站按停留最久的一站同时换。"),
        error_messages={"required": _("请填写几分钟"), "invalid": _("分钟应为整数")},
    )  # fmt: skip

    class Meta:
        model = Station
        fields = ("name", "capacity", "minutes")
        help_texts = {"name": _("来访者会在预约页上看到，例如：窑炉、拉坯间")}
        error_messages = {"name": {"required": _("请填写站点")}}
