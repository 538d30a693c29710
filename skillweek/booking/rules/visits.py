"""When places can be booked, given back and used, and why not: one table of states, sentences for people."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from skillweek.booking.models import Booking
from skillweek.common import wording
from skillweek.plan.rules import is_open

State = Booking.State

#: (state, step) -> next state; what is not here is refused
TRANSITIONS: dict[tuple[str, str], str] = {
    (State.HELD, "confirm"): State.CONFIRMED,
    (State.HELD, "cancel"): State.CANCELLED,
    (State.CONFIRMED, "cancel"): State.CANCELLED,
    (State.CONFIRMED, "attend"): State.ATTENDED,
    (State.CONFIRMED, "miss"): State.NO_SHOW,
    (State.NO_SHOW, "attend"): State.ATTENDED,  # a device without network told late
}
#: states in which a booking's places are taken
LIVE = (State.HELD, State.CONFIRMED, State.ATTENDED)


class BookingError(Exception):
    """Something about a booking that cannot be; the text says why, ``field`` where it belongs in a form."""

    code = "refused"
    field = ""
    status = 409


class NotOpen(BookingError):
    """The session cannot be booked (now)."""

    code = "not-open"


class NotAllowed(BookingError):
    """What was asked for cannot be right, whenever it is asked."""

    code = "not-allowed"
    status = 422

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class Full(BookingError):
    """Fewer places are left than asked for."""

    code = "full"
    field = "party"

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(
            _("这一场已经约满") if left == 0 else _("这一场只剩 %(left)s 个名额") % {"left": left}
        )


class AlreadyBooked(BookingError):
    """This telephone number has a live booking for the session."""

    code = "already-booked"
    field = "phone"

    def __init__(self) -> None:
        super().__init__(_("这个手机号码已经预约了这一场；要改人数，请先在预约短信的链接里取消"))


@dataclass(frozen=True)
class Facts:
    """What the rules need to know about a session."""

    starts: datetime
    called_off: bool
    published: bool
    phase: str
    limited: bool
    largest_party: int
    #: first and last phase of booking, with a blank between, where the edition differs from the preset
    span: str = ""
    #: why policy or terms close it at this moment; empty when they do not
    closed: str = ""

    @property
    def in_time(self) -> bool:
        """True in the phases in which visitors may book."""
        opens, _blank, closes = self.span.partition(" ")
        return bool(self.phase) and is_open("book", self.phase, (opens, closes) if self.span else None)


def next_state(state: str, step: str) -> str | None:
    """The state after ``step``, or None when the step is not allowed."""
    return TRANSITIONS.get((state, step))


def may_open(facts: Facts, now: datetime) -> NotOpen | None:
    """Why nobody can book the session now, or None."""
    reasons = (
        (facts.called_off, _("这一场已经取消")),
        (not facts.published, _("这项活动现在没有开放预约")),
        (not facts.limited, _("这一场不用预约，到时直接来")),
        (facts.starts <= now, _("这一场已经开始，不能再预约")),
        (not facts.in_time, _("现在不在预约时间内")),
        (bool(facts.closed), facts.closed),
    )
    return next((NotOpen(sentence) for applies, sentence in reasons if applies), None)


def may_book(facts: Facts, now: datetime, party: int, consent: bool) -> BookingError | None:
    """Why this booking cannot be made, or None; places left are the database's to judge."""
    if closed := may_open(facts, now):
        return closed
    if not 1 <= party <= facts.largest_party:
        return too_large(facts.largest_party)
    if not consent:
        return NotAllowed(_("请先同意我们为这次活动使用您的姓名和手机号码"), "consent")
    return None


def too_large(largest: int, smallest: int = 1) -> NotAllowed:
    """The refusal of a party that is too large or too small."""
    sizes = {"smallest": smallest, "largest": largest}
    return NotAllowed(_("每次可以约 %(smallest)s 至 %(largest)s 人") % sizes, "party")


def may_cancel(
    state: str, starts: datetime, now: datetime, until: datetime | None = None
) -> BookingError | None:
    """Why the booking cannot be given back, or None; ``until`` as by :func:`cancel_until`, else its beginning."""
    if state == State.CANCELLED:
        return NotOpen(_("这个预约已经取消"))
    if next_state(state, "cancel") is None:
        return NotOpen(_("已经到场或已经结束的预约不能取消"))
    if starts <= now:
        return NotOpen(_("这一场已经开始，不能再取消"))
    if until is not None and until <= now:
        sentence = _("%(when)s 以后不能再取消；来不了，请告诉主办单位")
        return NotOpen(sentence % {"when": wording.moment(until)})
    return None


def may_set_places(places: int, taken: int, capacity: int | None) -> BookingError | None:
    """Why a session cannot have so many places, or None."""
    if places < taken:
        return NotAllowed(
            _("已经约出 %(taken)s 个名额，不能少于这个数；现在填的是 %(places)s")
            % {"taken": taken, "places": places},
            "places",
        )
    if capacity is not None and places > capacity:
        return NotAllowed(
            _("场地最多容纳 %(capacity)s 人；现在填的是 %(places)s")
            % {"capacity": capacity, "places": places},
            "places",
        )
    return None


def within_crowd_limit(
    places: int, allowed: int, daily: int | None, beside: int, rule: str
) -> BookingError | None:
    """Why a crowd rule forbids so many places, or None; ``beside`` are those of the room's other sessions that day."""
    if places > allowed:
        words = {"rule": rule, "allowed": allowed, "places": places}
        sentence = _("%(rule)s；这一场最多 %(allowed)s 个名额，现在填的是 %(places)s")
        return NotAllowed(sentence % words, "places")
    if daily is not None and places + beside > daily:
        words = {"rule": rule, "left": max(0, daily - beside), "places": places}
        sentence = _(
            "%(rule)s；同一天的其他场次已经占了，这一场最多还能放 %(left)s 个名额，现在填的是 %(places)s"
        )
        return NotAllowed(sentence % words, "places")
    return None


def masked_name(name: str) -> str:
    """``陈**``: enough to recognise, not to know."""
    return name[:1] + "*" * max(len(name) - 1, 1)


def at_another_time(day: date, session_id: int, today: date, at_session_id: int | None) -> str:
    """``day`` when the booking is for another day, ``session`` for another session of today, else empty."""
    if day != today:
        return "day"
    return "session" if at_session_id not in (None, session_id) else ""
