"""What a city's policy and an activity's terms mean on the clock, in sentences for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from skillweek.booking.models import Policy, Terms
from skillweek.booking.rules.visits import BookingError, NotOpen
from skillweek.common import wording


@dataclass(frozen=True)
class Limits:
    """A city's policy; the presets of its fields where it has set none."""

    cancel_hour: int = 24
    days_ahead: int | None = None
    per_day: int | None = None
    per_week: int | None = None
    no_show_days: int = 7
    guardian_age: int = 14
    proof_of_work: bool = True
    phone_code: bool = False

    @classmethod
    def of(cls, policy: Policy | None) -> "Limits":
        """The limits ``policy`` sets."""
        return cls(**{name: getattr(policy, name) for name in cls.__dataclass_fields__}) if policy else cls()


@dataclass(frozen=True)
class Way:
    """How places of an activity are given to one audience; the presets where its owner has said nothing."""

    mode: str = Terms.Mode.FIRST
    opens_at: datetime | None = None
    closes_hours: int = 0
    names: bool = False
    group_largest: int | None = None

    @property
    def approval(self) -> bool:
        """True when the owner decides on every booking."""
        return self.mode == Terms.Mode.APPROVAL


def _midnight(moment: datetime, days: int = 0) -> datetime:
    """The beginning of the local day of ``moment``, ``days`` later."""
    day = timezone.localtime(moment).date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time()))


def cancel_until(starts: datetime, hour: int, booked_at: datetime | None = None) -> datetime:
    """Until when one cancels: ``hour`` of the evening before, or the beginning for who booked later than that."""
    until = min(_midnight(starts, -1) + timedelta(hours=hour), starts)
    return starts if booked_at is not None and booked_at >= until else until


def opens(starts: datetime, limits: Limits, way: Way) -> datetime | None:
    """From when on a session is booked: its days ahead and its opening instant, whichever is later."""
    ahead = None if limits.days_ahead is None else _midnight(starts, -limits.days_ahead)
    return max((one for one in (ahead, way.opens_at) if one is not None), default=None)


def closes(starts: datetime, way: Way) -> datetime:
    """Until when a session is booked."""
    return starts - timedelta(hours=way.closes_hours)


def may_now(starts: datetime, now: datetime, limits: Limits, way: Way) -> NotOpen | None:
    """Why a session cannot be booked yet, or no longer, by policy and terms; or None."""
    begins, ends = opens(starts, limits, way), closes(starts, way)
    if begins is not None and now < begins:
        return not_yet(begins)
    return no_longer(ends) if way.closes_hours and now >= ends else None


def not_yet(begins: datetime) -> NotOpen:
    """The refusal of who comes before booking opens."""
    return NotOpen(_("%(when)s 开始预约") % {"when": wording.moment(begins)})


def no_longer(ended: datetime) -> NotOpen:
    """The refusal of who comes after booking closed."""
    return NotOpen(_("这一场已经在 %(when)s 截止预约") % {"when": wording.moment(ended)})


def too_many(day: int, week: int, limits: Limits) -> BookingError | None:
    """Why one more booking is too many for a number that has so many that day and in the whole Week, or None."""
    if limits.per_day is not None and day >= limits.per_day:
        return _limit(_("这个手机号码当天已经约了 %(count)s 场，每天最多 %(most)s 场"), day, limits.per_day)
    if limits.per_week is not None and week >= limits.per_week:
        return _limit(
            _("这个手机号码已经约了 %(count)s 场，整个活动周最多 %(most)s 场"), week, limits.per_week
        )
    return None


def limited(day: int, week: int, per_day: int | None, per_week: int | None) -> BookingError:
    """The refusal of one booking more than the policy allows one number."""
    refused = too_many(day, week, Limits(per_day=per_day, per_week=per_week))
    assert refused is not None  # the database has just said so
    return refused


def missed_before(until: datetime) -> BookingError:
    """The refusal of somebody who did not come before, and gave no reason."""
    sentence = _("这个手机号码有一次约了没来，%(when)s 以后才能再约；有特殊原因请联系主办单位")
    error = BookingError(sentence % {"when": wording.moment(until)})
    error.field = "phone"
    return error


def _limit(sentence: str, count: int, most: int) -> BookingError:
    error = BookingError(sentence % {"count": count, "most": most})
    error.field = "phone"
    return error


def needs_guardian(ages: Sequence[int | None], limits: Limits) -> bool:
    """True when one of these ages is a child's whose data needs a guardian's consent."""
    return any(age is not None and age < limits.guardian_age for age in ages)
