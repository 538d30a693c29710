"""How dates, times and counts are said, in Chinese and in English."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from skillweek.common import clock

#: below this many places a session is nearly full
FEW = 10


def local_date(value: date | datetime) -> date:
    """The day of ``value`` in the current time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@lru_cache(maxsize=8)
def _weekdays(_language: str | None) -> tuple[str, ...]:
    return (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))


@lru_cache(maxsize=8)
def _months(_language: str | None) -> tuple[str, ...]:
    return (
        _("1 月"), _("2 月"), _("3 月"), _("4 月"), _("5 月"), _("6 月"),
        _("7 月"), _("8 月"), _("9 月"), _("10 月"), _("11 月"), _("12 月"),
    )  # fmt: skip


def weekday(value: date | datetime) -> str:
    """星期六, or Saturday."""
    return _weekdays(get_language())[local_date(value).weekday()]


def _month(number: int) -> str:
    return _months(get_language())[number - 1]


def han_date(value: date | datetime, style: str = "full") -> str:
    """``full`` 5 月 22 日 星期六 · ``day`` 5 月 22 日 · ``year`` 2021 年 5 月 22 日 · ``weekday`` 星期六 · ``iso``."""
    on = local_date(value)
    if style == "weekday":
        return weekday(on)
    if style == "iso":
        return on.isoformat()
    words = {"year": on.year, "month": _month(on.month), "day": on.day, "weekday": weekday(on)}
    if style == "year":
        return _("%(year)s 年 %(month)s %(day)s 日") % words
    if style == "day":
        return _("%(month)s %(day)s 日") % words
    return _("%(month)s %(day)s 日 %(weekday)s") % words


def date_range(first: date, last: date) -> str:
    """2021 年 5 月 22 日—28 日; the month is said once when it is the same."""
    if (first.year, first.month) == (last.year, last.month):
        words = {"year": first.year, "month": _month(first.month), "first": first.day, "last": last.day}
        return _("%(year)s 年 %(month)s %(first)s 日—%(last)s 日") % words
    return f"{han_date(first, 'year')}—{han_date(last, 'year')}"


def clock_time(value: datetime) -> str:
    """09:30 in the current time zone."""
    return timezone.localtime(value).strftime("%H:%M")


def time_range(starts: datetime, ends: datetime) -> str:
    """09:30–11:00; with the date of the end when it is another day."""
    first, last = timezone.localtime(starts), timezone.localtime(ends)
    if first.date() == last.date():
        return f"{first:%H:%M}–{last:%H:%M}"
    return f"{first:%H:%M}–{han_date(last, 'day')} {last:%H:%M}"


def moment(value: datetime) -> str:
    """5 月 22 日 09:30."""
    return f"{han_date(value, 'day')} {clock_time(value)}"


def count(number: int, unit: str) -> str:
    """``number`` with its measure word: sessions, activities, places, people, items, days, schools, units, files."""
    say = {
        "sessions": lambda: ngettext("%(n)s 场", "%(n)s 场", number),
        "activities": lambda: ngettext("%(n)s 个活动", "%(n)s 个活动", number),
        "places": lambda: ngettext("%(n)s 席", "%(n)s 席", number),
        "people": lambda: ngettext("%(n)s 人", "%(n)s 人", number),
        "items": lambda: ngettext("%(n)s 项", "%(n)s 项", number),
        "days": lambda: ngettext("%(n)s 天", "%(n)s 天", number),
        "schools": lambda: ngettext("%(n)s 所学校", "%(n)s 所学校", number),
        "units": lambda: ngettext("%(n)s 个单位", "%(n)s 个单位", number),
        "files": lambda: ngettext("%(n)s 个文件", "%(n)s 个文件", number),
    }[unit]
    return say() % {"n": f"{number:,}"}


def places_left(left: int) -> str:
    """余 18 席, 仅剩 6 席, or 已满."""
    if left <= 0:
        return _("已满")
    words = {"n": f"{left:,}"}
    if left <= FEW:
        return ngettext("仅剩 %(n)s 席", "仅剩 %(n)s 席", left) % words
    return ngettext("余 %(n)s 席", "余 %(n)s 席", left) % words


def file_size(size: int) -> str:
    """512 B, 34 KB, 2.1 MB."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def days_until(value: date | datetime) -> int:
    """Whole days from today to the day of ``value``; negative when it is past."""
    return (local_date(value) - clock.today()).days


def joined(words: list[str]) -> str:
    """家长、学生 in Chinese; parents, pupils in English."""
    return (", " if get_language() == "en" else "、").join(words)
