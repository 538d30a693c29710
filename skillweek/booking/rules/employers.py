"""Employers' desks: who may ask for one, when, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from skillweek.booking.models import EmployerDesk
from skillweek.booking.rules.visits import BookingError, NotAllowed, NotOpen

State = EmployerDesk.State

#: (state, step) -> next state; what is not here is refused
DESK_STEPS: dict[tuple[str, str], str] = {
    (State.ASKED, "give"): State.GIVEN,
    (State.ASKED, "refuse"): State.REFUSED,
    (State.ASKED, "cancel"): State.CANCELLED,
    (State.GIVEN, "give"): State.GIVEN,  # another number
    (State.GIVEN, "refuse"): State.REFUSED,
    (State.GIVEN, "cancel"): State.CANCELLED,
}
#: states in which an employer still counts on a desk
HOPEFUL = (State.ASKED, State.GIVEN)
MOST_VACANCIES = 6


@dataclass(frozen=True)
class Offered:
    """Desks of one activity: how many there are and are given, whether it is public, when its last session ends."""

    desks: int
    given: int
    public: bool
    ends: datetime | None


class AlreadyAsked(BookingError):
    """This telephone number has asked for a desk there."""

    code = "already-asked"
    field = "phone"

    def __init__(self) -> None:
        super().__init__(_("这个手机号码已经申请了展位；查看、修改或取消，请用短信里的链接"))


def may_ask(offered: Offered, now: datetime) -> NotOpen | None:
    """Why nobody can ask for a desk, or None; that all are given is no reason, since desks may be given back."""
    if not offered.public or not offered.desks:
        return NotOpen(_("这个活动没有用人单位展位"))
    if offered.ends is None or offered.ends <= now:
        return NotOpen(_("这个活动已经结束"))
    return None


def desk_step(state: str, step: str) -> str:
    """The state after ``step``; raises NotOpen with a sentence when the step is not allowed."""
    found = DESK_STEPS.get((state, step))
    if found is None:
        raise NotOpen(_("这个展位申请已经是“%(state)s”") % {"state": State(state).label})
    return found


def check_number(number: str, taken: set[str], offered: Offered, mine: bool) -> None:
    """Raise NotAllowed unless ``number`` can be given; ``mine``: the employer has a desk already."""
    if not number:
        raise NotAllowed(_("请写展位号，例如 A12"), "number")
    if number in taken:
        raise NotAllowed(_("展位 %(number)s 已经给了别的单位") % {"number": number}, "number")
    if not mine and offered.given >= offered.desks:
        words = {"desks": offered.desks}
        raise NotAllowed(
            _("%(desks)s 个展位都安排出去了；可以先增加展位数，或说明没有安排的原因") % words, "number"
        )
