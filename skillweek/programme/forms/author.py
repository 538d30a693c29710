"""What the author's pages ask."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.common.wording import han_date
from skillweek.library.forms import UploadField
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import ActivityKind, Audience, Edition, Tag, Topic
from skillweek.programme.models import Activity, Session


class WhatForm(forms.Form):
    """Page one: what it is, and for whom."""

    kind = forms.ModelChoiceField(
        queryset=ActivityKind.objects.none(), label=_("活动类别"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("请选择活动类别")},
    )  # fmt: skip
    title = forms.CharField(
        label=_("活动名称"), max_length=60, help_text=_("说清楚来了能做什么，例如“做一只自己的茶盏”"),
        error_messages={"required": _("请写活动名称")},
    )  # fmt: skip
    summary = forms.CharField(
        label=_("一句话介绍"), max_length=120, help_text=_("列表和卡片上显示"),
        error_messages={"required": _("请写一句话介绍")},
    )  # fmt: skip
    audiences = forms.ModelMultipleChoiceField(
        queryset=Audience.objects.none(),
        label=_("适合谁"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    tags = forms.ModelMultipleChoiceField(
        queryset=Tag.objects.none(), label=_("标签"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("公众可以按标签找活动"),
    )  # fmt: skip
    body = forms.CharField(
        label=_("活动内容"), widget=forms.Textarea(attrs={"rows": 6}), required=False, max_length=5000
    )
    steps = forms.CharField(label=_("现场做什么"), widget=forms.Textarea(attrs={"rows": 4}), required=False,
                            max_length=1000, help_text=_("一行一步，网页上会编上号"))  # fmt: skip
    good_to_know = forms.CharField(
        label=_("来之前请知道"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=1000,
        help_text=_("年龄、穿着、要带的东西、费用、无障碍"),
    )  # fmt: skip
    topic = forms.ModelChoiceField(
        queryset=Topic.objects.none(), label=_("宣传重点"), required=False, empty_label=_("不属于某一项")
    )
    highlight = forms.BooleanField(
        label=_("这是本单位的看点"), required=False, help_text=_("看点会排在前面，每个单位一两个最合适")
    )
    cover = UploadField(
        label=_("封面图片"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("横图最好，JPG、PNG 或 WebP，30 MB 以内；拍摄地点等信息会自动去掉"),
    )  # fmt: skip

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("kind").queryset = edition.activitykinds.all()
        self._choices("audiences").queryset = edition.audiences.all()
        self._choices("topic").queryset = edition.topics.all()
        self._choices("tags").queryset = edition.tags.all()
        if not edition.tags.exists():
            del self.fields["tags"]

    def _choices(self, name: str) -> forms.ModelChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        """What the page shows of a kept activity."""
        names = ("kind", "title", "summary", "body", "steps", "good_to_know", "topic", "highlight")
        facts = {name: getattr(activity, name) for name in names}
        return facts | {"audiences": activity.audiences.all(), "tags": activity.tags.all()}

    def facts(self) -> dict[str, Any]:
        """Keyword arguments for the action."""
        cover = self.cleaned_data["cover"]
        return self.cleaned_data | {"cover": cover or None, "cover_name": cover.name if cover else ""}


class NewActivityForm(WhatForm):
    """Page one of a new activity also asks for which unit, when there is a choice."""

    owner = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("哪个单位的活动"), empty_label=None
    )

    field_order = ("owner",)

    def __init__(self, edition: Edition, units: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(edition, *args, **kwargs)
        self._choices("owner").queryset = units
        if len(units) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
        self.initial.setdefault("owner", units[0] if units else None)


class VenueIterator(forms.models.ModelChoiceIterator):
    """Venues in groups: those of the place that is wanted, the unit's own, then by county-level unit."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        field = self.field
        assert isinstance(field, VenueField)
        groups: dict[str, list[Any]] = {str(_("本单位的场地")): []}
        for venue in self.queryset:
            name = str(_("本单位的场地")) if venue.owner_id == field.owner_id else venue.place.called
            groups.setdefault(name, []).append(self.choice(venue))
        found = ((name, choices) for name, choices in groups.items() if choices)
        yield from sorted(found, key=lambda group: group[0] != field.wanted)


class VenueField(forms.ModelChoiceField):
    """A venue with how many people it holds."""

    iterator = VenueIterator
    owner_id: int | None = None
    wanted = ""

    def label_from_instance(self, obj: Any) -> str:
        """Name and capacity."""
        return str(_("%(name)s（可容纳 %(capacity)d 人）") % {"name": obj.name, "capacity": obj.capacity})


class SessionForm(forms.Form):
    """Page two: when and where."""

    day = forms.TypedChoiceField(label=_("哪一天"), error_messages={"required": _("请选择日期")})
    starts = forms.TimeField(
        label=_("几点开始"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("几点结束"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    venue = VenueField(
        queryset=Venue.objects.none(), label=_("场地"), required=False, empty_label=_("线上举行，没有场地")
    )
    online_url = forms.URLField(
        label=_("线上地址"), required=False, assume_scheme="https", max_length=200,
        help_text=_("直播间或网页的地址；整个活动只填一个"),
    )  # fmt: skip
    note = forms.CharField(label=_("这一场的备注"), required=False, max_length=80)
    movable = forms.BooleanField(
        label=_("时间可以调整"), required=False,
        help_text=_("为了天天有活动、处处有看点，市里可以换到另一天或另一时段，换之前会看场地是否空闲"),
    )  # fmt: skip

    def __init__(
        self, activity: Activity, venues: QuerySet[Venue], *args: Any, place: Organisation | None = None, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(activity.edition.time_zone)
        day, venue = self.fields["day"], self.fields["venue"]
        assert isinstance(day, forms.TypedChoiceField)
        assert isinstance(venue, VenueField)
        day.choices = [(one.isoformat(), han_date(one)) for one in activity.edition.days]
        venue.queryset, venue.owner_id = venues, activity.owner_id
        venue.wanted = place.called if place else ""

    @staticmethod
    def initial_of(activity: Activity, session: Session | None = None) -> dict[str, Any]:
        """What the page shows: the session's facts, or those of the activity alone."""
        facts: dict[str, Any] = {"online_url": activity.online_url, "movable": activity.movable}
        if session is not None:
            zone = ZoneInfo(activity.edition.time_zone)
            starts, ends = session.starts.astimezone(zone), session.ends.astimezone(zone)
            facts |= {"day": session.day.isoformat(), "starts": starts.time(), "ends": ends.time(),
                      "venue": session.venue, "note": session.note}  # fmt: skip
        return facts

    def facts(self) -> dict[str, Any]:
        """Keyword arguments for the action; times in the city's zone."""
        given = dict(self.cleaned_data)
        day = datetime.fromisoformat(given.pop("day")).date()
        for name in ("starts", "ends"):
            given[name] = datetime.combine(day, given[name], tzinfo=self.zone)
        return given


class ReasonForm(forms.Form):
    """Why an activity is returned."""

    reason = forms.CharField(
        label=_("退回的理由"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时必填，写清楚要改什么，对方会看到这段话"),
    )  # fmt: skip
