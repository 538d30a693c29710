"""What the page of a series asks, and the page of many sessions."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from skillweek.common.wording import clock_time, han_date
from skillweek.organisations.models import Venue
from skillweek.plan.rules.editions import MOST_DAYS
from skillweek.programme.forms.author import VenueField
from skillweek.programme.models import Activity, Session
from skillweek.programme.series import MOST, Span, read_span, slots


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class SeriesForm(forms.Form):
    """Which days, which times of day, where: every day gets every time."""

    days = forms.MultipleChoiceField(
        label=_("哪几天"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("请选择日期")}
    )
    times = forms.CharField(
        label=_("每天的时段"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一个，例如 9:00-10:30；要按间隔排，就填下面几格"),
    )  # fmt: skip
    first = _time(_("从几点"))
    last = _time(_("到几点"))
    minutes = forms.IntegerField(
        label=_("每场几分钟"), required=False,
        validators=[MinValueValidator(5, _("每场至少 5 分钟")), MaxValueValidator(720, _("每场最多 720 分钟"))],
        widget=forms.NumberInput(attrs={"min": 5, "max": 720, "step": 5, "inputmode": "numeric"}),
    )  # fmt: skip
    pause_from = _time(_("休息从几点"))
    pause_to = _time(_("休息到几点"))
    venue = VenueField(
        queryset=Venue.objects.none(), label=_("场地"), required=False, empty_label=_("线上举行，没有场地")
    )
    online_url = forms.URLField(
        label=_("线上地址"), required=False, assume_scheme="https", max_length=200,
        help_text=_("直播间或网页的地址；整个活动只填一个"),
    )  # fmt: skip
    note = forms.CharField(label=_("每一场的备注"), required=False, max_length=80)

    def __init__(self, activity: Activity, venues: QuerySet[Venue], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"online_url": activity.online_url})
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(activity.edition.time_zone)
        days, venue = self.fields["days"], self.fields["venue"]
        assert isinstance(days, forms.MultipleChoiceField)
        assert isinstance(venue, VenueField)
        days.choices = [(one.isoformat(), han_date(one)) for one in activity.edition.days]
        venue.queryset, venue.owner_id = venues, activity.owner_id

    def clean_times(self) -> list[Span]:
        """The spans as written, one a line."""
        lines = [line.strip() for line in self.cleaned_data["times"].splitlines() if line.strip()]
        found = {line: read_span(line) for line in lines}
        wrong = [line for line, span in found.items() if span is None]
        if wrong:
            raise forms.ValidationError(
                _now("看不懂“%(line)s”，请写成 9:00-10:30 这样") % {"line": wrong[0][:40]}
            )
        return [span for span in found.values() if span is not None]

    def clean(self) -> dict[str, Any]:
        """Written spans and those at intervals together."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        spans = sorted({*given["times"], *self._at_intervals(given)})
        if not spans and not self.errors:
            self.add_error("times", _now("请写时段，或者填从几点、到几点、每场几分钟"))
        given["spans"] = spans
        count = len(spans) * len(given["days"])
        if count > MOST:
            self.add_error(
                "days", _now("一次最多新增 %(most)d 场，这里有 %(n)d 场") % {"most": MOST, "n": count}
            )
        return given

    def _at_intervals(self, given: dict[str, Any]) -> list[Span]:
        asked = [given[name] for name in ("first", "last", "minutes")]
        if not any(asked):
            return []
        for name in ("first", "last", "minutes"):
            if not given[name]:
                self.add_error(name, _now("按间隔排要填从几点、到几点、每场几分钟"))
                return []
        if given["last"] <= given["first"]:
            self.add_error("last", _now("应晚于开始的时间"))
            return []
        pause = None
        if given["pause_from"] or given["pause_to"]:
            if not (given["pause_from"] and given["pause_to"] and given["pause_from"] < given["pause_to"]):
                self.add_error("pause_to", _now("休息要填从几点到几点，后面的时间更晚"))
                return []
            pause = Span(given["pause_from"], given["pause_to"])
        found = slots(given["first"], given["last"], given["minutes"], pause)
        if not found:
            self.add_error("minutes", _now("这段时间里排不下一场"))
        return found

    def moments(self) -> list[tuple[datetime, datetime]]:
        """Every day with every span, in the city's zone."""
        days = [date.fromisoformat(day) for day in self.cleaned_data["days"]]
        return [
            (datetime.combine(day, span.starts, self.zone), datetime.combine(day, span.ends, self.zone))
            for day in days for span in self.cleaned_data["spans"]
        ]  # fmt: skip


class SessionChoice(forms.ModelMultipleChoiceField):
    """Sessions by day, time and place."""

    def label_from_instance(self, obj: Any) -> str:
        """Such as 5 月 25 日 星期二 09:00 实训楼."""
        where = obj.venue.name if obj.venue else _now("线上")
        return f"{han_date(obj.day)} {clock_time(obj.starts)}–{clock_time(obj.ends)} {where}"


class ManySessionsForm(forms.Form):
    """Which sessions, and how far they move."""

    sessions = SessionChoice(
        queryset=Session.objects.none(), to_field_name="code", label=_("哪几场"),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("请先选场次")},
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("移几天"), required=False, help_text=_("往后写正数，往前写负数"), initial=0,
        validators=[MinValueValidator(-MOST_DAYS), MaxValueValidator(MOST_DAYS)],
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("移几分钟"), required=False, help_text=_("晚半小时写 30，早半小时写 -30"), initial=0,
        validators=[MinValueValidator(-1439), MaxValueValidator(1439)],
    )  # fmt: skip

    def __init__(self, sessions: QuerySet[Session], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sessions"]
        assert isinstance(field, SessionChoice)
        field.queryset = sessions

    def far(self) -> timedelta:
        """How far they move."""
        given = self.cleaned_data
        return timedelta(days=given["days"] or 0, minutes=given["minutes"] or 0)
