"""Arrangements, links, weather, rehearsals, the notice."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from skillweek.ceremonies.models import Ceremony
from skillweek.ceremonies.queries import USUAL, contact_choices, venue_choices
from skillweek.organisations.models import Contact, Venue
from skillweek.plan.queries.recipients import Group

MOMENT = "%Y-%m-%dT%H:%M"


class ContactField(forms.ModelChoiceField):
    """A contact with unit and role."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Contact.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name, unit, role."""
        return f"{obj.name}（{obj.organisation.called} · {obj.called}）"


def moment_field(zone: ZoneInfo, **kwargs: Any) -> forms.DateTimeField:
    """A local moment; browsers offer a calendar."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(widget=widget, input_formats=[MOMENT, "%Y-%m-%d %H:%M"], **kwargs)


class ArrangementsForm(forms.ModelForm):
    """What guests and units are told about taking part."""

    contact = ContactField(
        label=_("联系人"), required=False, empty_label=_("还没有定"),
        help_text=_("从主办、承办单位的联系人里选；电话会印在通知和邀请函上"),
    )  # fmt: skip

    class Meta:
        model = Ceremony
        fields = ("participants", "arrival", "parking", "contact")
        widgets = {
            "participants": forms.Textarea(attrs={"rows": 4}), "arrival": forms.Textarea(attrs={"rows": 3}),
            "parking": forms.Textarea(attrs={"rows": 3}),
        }  # fmt: skip
        help_texts = {
            "participants": _("哪些单位、哪些人、各多少人"),
            "arrival": _("几点以前、从哪个入口、到哪里报到"),
            "parking": _("车停在哪里，凭什么进"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contact_choices(self.instance)  # type: ignore[attr-defined]  # a choice


class LinksForm(forms.ModelForm):
    """Where it is shown, live and afterwards."""

    class Meta:
        model = Ceremony
        fields = ("live_url", "replay_url")
        field_classes = {"live_url": forms.URLField, "replay_url": forms.URLField}
        help_texts = {
            "live_url": _("仪式结束以前，活动网页上有“看直播”"),
            "replay_url": _("仪式结束以后，活动网页上有“看回放”"),
        }

    live_url = forms.URLField(label=_("直播地址"), required=False, assume_scheme="https", max_length=200)
    replay_url = forms.URLField(label=_("回放地址"), required=False, assume_scheme="https", max_length=200)


class WeatherForm(forms.ModelForm):
    """What happens when the weather turns."""

    class Meta:
        model = Ceremony
        fields = ("other_venue", "decide_at", "decide_by", "other_plan")
        widgets = {"other_plan": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "decide_by": _("姓名和职务，或者哪个小组"),
            "other_plan": _("例如展位怎么办、车停在哪里"),
        }

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decide_at"] = moment_field(zone, label=_("最晚什么时候定"), required=False)
        venue: Any = self.fields["other_venue"]
        venue.queryset = venue_choices(self.instance)
        venue.empty_label = _("没有备用场地")
        venue.label_from_instance = _venue_label


def _venue_label(venue: Venue) -> str:
    return str(_("%(name)s（可容纳 %(capacity)d 人）") % {"name": venue.name, "capacity": venue.capacity})


class DecisionForm(forms.Form):
    """Where it is held, and why."""

    move = forms.TypedChoiceField(
        label=_("仪式在哪里举行"), coerce=lambda word: word == "yes", choices=(), widget=forms.RadioSelect,
        error_messages={"required": _("请选择一项")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("理由"), max_length=200, help_text=_("例如气象台几点的预报；来宾会看到这句话"),
        error_messages={"required": _("请写明理由")},
    )  # fmt: skip

    def __init__(self, *args: Any, here: str, there: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("no", _("照原计划：%(place)s") % {"place": here})]
        if there:
            choices.append(("yes", _("改到备用场地：%(place)s") % {"place": there}))
        self.fields["move"].choices = choices  # type: ignore[attr-defined]  # a choice


class RehearsalForm(forms.Form):
    """When, where, who, and what is looked at."""

    place = forms.CharField(label=_("地点"), max_length=80, error_messages={"required": _("请填写地点")})
    who = forms.CharField(label=_("谁参加"), max_length=200, error_messages={"required": _("请写明谁参加")})
    note = forms.CharField(label=_("备注"), max_length=200, required=False)
    checks = forms.CharField(
        label=_("检查清单"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一项，例如：音响试声、话筒电池、升旗绳、雨棚"),
    )  # fmt: skip

    field_order = ("starts", "ends")

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        required = {"required": _("请填写时间")}
        self.fields["starts"] = moment_field(zone, label=_("开始"), error_messages=required)
        self.fields["ends"] = moment_field(zone, label=_("结束"), error_messages=required)
        self.order_fields(["starts", "ends", "place", "who", "checks", "note"])

    def facts(self) -> dict[str, Any]:
        """Keyword arguments for the action."""
        return self.cleaned_data | {"checks": self.cleaned_data["checks"].splitlines()}


class NoticeForm(forms.Form):
    """To which groups the notice goes."""

    groups = forms.MultipleChoiceField(
        label=_("发给谁"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一类单位")},
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Iterable[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (one.key, _("%(label)s（%(count)s 个）") % {"label": one.label, "count": len(one.units)})
            for one in groups
        ]
        self.fields["groups"].choices = choices  # type: ignore[attr-defined]  # a choice
        self.fields["groups"].initial = [key for key, _label in choices if key in USUAL]
