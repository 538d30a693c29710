"""Forms of what holds for bookings: a city's policy, an activity's terms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.booking.models import Policy, Terms


class PolicyForm(forms.ModelForm):
    """What holds for every booking of an edition."""

    class Meta:
        model = Policy
        fields = (
            "days_ahead", "cancel_hour", "per_day", "per_week", "no_show_days", "offer_hours", "guardian_age",
            "proof_of_work", "phone_code",
            "quiet_from", "quiet_until", "survey_days", "stamps_needed", "stamp_places", "stamp_kinds",
        )  # fmt: skip
        help_texts = {
            "days_ahead": _("从场次那天往前数；留空就是发布以后随时可以约。"),
            "cancel_hour": _("前一天晚上的几点，0 至 24；24 就是当天零点。当天才约的，开始以前都可以取消。"),
            "per_day": _("留空就是不限。"),
            "per_week": _("留空就是不限。"),
            "no_show_days": _("约了没来、也没有说明原因的号码；0 就是不管。"),
            "offer_hours": _("有人取消，名额留给候补的人几小时。"),
            "quiet_from": _("0 至 23 点。候补的名额和评价的短信留到早上发，保留的时间也从早上算起。"),
            "quiet_until": _("0 至 23 点；和上面一样就是不分昼夜。"),
            "survey_days": _("场次结束以后发短信请来的人评价；0 就是不问。"),
            "stamps_needed": _("来一场得一个章；0 就是不设集章卡。"),
            "stamp_places": _("章要来自几个不同的县（市、区），不多于总数。"),
            "stamp_kinds": _("章要来自几类不同的活动，不多于总数。"),
            "proof_of_work": _(
                "预约、候补、抽签登记时，浏览器在后台算一道小题，不用看图认字；"
                "没有开启脚本的人也能提交，只是同一网络、同一号码收的次数有限。"
            ),
            "phone_code": _("第一次提交时发一条短信，填对 6 位数字才收。每次预约多一条短信的费用。"),
            "guardian_age": _("孩子比这个岁数小，预约时要监护人点同意。"),
        }

    def clean_cancel_hour(self) -> int:
        """An hour of a day."""
        hour: int = self.cleaned_data["cancel_hour"]
        if hour > 24:
            raise forms.ValidationError(_("请填 0 至 24 之间的整点；现在填的是 %(hour)s") % {"hour": hour})
        return hour

    def clean(self) -> None:
        """Hours of a day, and a card that can be filled."""
        for name in ("quiet_from", "quiet_until"):
            if (self.cleaned_data.get(name) or 0) > 23:
                self.add_error(name, _("请填 0 至 23 之间的整点"))
        most = self.cleaned_data.get("stamps_needed") or 0
        for name in ("stamp_places", "stamp_kinds"):
            if most and (self.cleaned_data.get(name) or 0) > most:
                self.add_error(name, _("不能多于要集的章数"))


#: a draw is set up for one session, on its own page
_MODES = [(mode.value, mode.label) for mode in Terms.Mode if mode != Terms.Mode.DRAW]


class TermsForm(forms.ModelForm):
    """How places of an activity are given out."""

    mode = forms.ChoiceField(label=_("怎样分配名额"), choices=_MODES, widget=forms.RadioSelect)

    class Meta:
        model = Terms
        fields = ("mode", "opens_at", "closes_hours", "names", "group_largest")
        widgets = {
            "opens_at": forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "step": 60}
            )
        }
        help_texts = {
            "opens_at": _("留空就是发布以后就可以约；以平台的钟为准。"),
            "closes_hours": _("0 就是开始以前都可以约。"),
            "group_largest": _("班级和单位整队来；可以多于每次最多的人数。留空就是不接待团队。"),
            "names": _("只有入场要核对每个人时才勾选；孩子只写姓名和年龄。"),
        }
