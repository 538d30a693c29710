"""Who may wait for a place, who may be offered one, until when, and what those in front are told."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from skillweek.booking.models import WaitingEntry
from skillweek.booking.rules.visits import BookingError, Facts, NotAllowed, NotOpen, may_book, too_large

State = WaitingEntry.State

#: (state, step) -> next state; what is not here is refused
WAITING_STEPS: dict[tuple[str, str], str] = {
    (State.WAITING, "offer"): State.OFFERED,
    (State.WAITING, "leave"): State.LEFT,
    (State.WAITING, "close"): State.CLOSED,
    (State.OFFERED, "accept"): State.ACCEPTED,
    (State.OFFERED, "decline"): State.LEFT,
    (State.OFFERED, "lapse"): State.CLOSED,
}
#: states in which somebody still hopes
HOPING = (State.WAITING, State.OFFERED)


class Queued(BookingError):
    """Others wait for the places that are free; who comes now waits behind them."""

    code = "queue"

    def __init__(self) -> None:
        super().__init__(_("空出的名额先给排队的人。请登记候补，名额合适就马上为您保留"))


class AlreadyWaiting(BookingError):
    """This telephone number waits for the session already."""

    code = "already-waiting"
    field = "phone"

    def __init__(self) -> None:
        super().__init__(_("这个手机号码已经在排队了；查看或退出，请用短信里的链接"))


def may_join(facts: Facts, now: datetime, party: int, consent: bool, most: int | None) -> BookingError | None:
    """Why so many people cannot wait for a session, or None; ``most`` is what it could ever hold for them."""
    if refused := may_book(facts, now, party, consent):
        return refused
    if most is None:
        return NotOpen(_("这一场没有给这类来访者的名额"))
    return too_large(most) if party > most else None


def waiting_step(state: str, step: str) -> str:
    """The state after ``step``; raises NotOpen with a sentence when the step is not allowed."""
    found = WAITING_STEPS.get((state, step))
    if found is None:
        raise NotOpen(_("这个候补现在是“%(state)s”") % {"state": State(state).label})
    return found


def offer_until(now: datetime, starts: datetime, hours: int, morning: datetime | None = None) -> datetime:
    """Until when a freed place is kept: so many hours, and never past the beginning.

    What is offered in quiet hours is read in the ``morning``, so the hours count from then.
    """
    return min((morning or now) + timedelta(hours=hours), starts)


def why_no_offer(left: int, party: int, served: int) -> str:
    """Why somebody in the queue has no place yet; ``served`` parties behind, small enough, were offered one."""
    if 0 < left < party:
        words = {"left": left, "party": party}
        sentence = _("空出 %(left)s 个名额，您要 %(party)s 个；一家人不拆开，所以还在等够") % words
    else:
        sentence = _("现在没有空出的名额")
    if served:
        sentence += _("。空出的名额不够您一行人时，先给了后面人数少的 %(served)s 组") % {"served": served}
    return sentence + _("。")


def closing_refused(closes: datetime, now: datetime, starts: datetime) -> NotAllowed | None:
    """Why the entries of a draw cannot close then, or None."""
    if closes <= now:
        return NotAllowed(_("登记截止时间应晚于现在"), "closes_at")
    if closes >= starts:
        return NotAllowed(_("登记截止时间应早于这一场开始"), "closes_at")
    return None
