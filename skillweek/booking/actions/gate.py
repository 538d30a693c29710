"""Letting people in."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking.models import Booking, Checkin
from skillweek.booking.rules import BookingError, at_another_time, next_state
from skillweek.common import clock, wording
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.queries import closed
from skillweek.programme.models import Session


class NotYourGate(BookingError):
    """``by`` holds no right at this gate."""

    code = "not-your-gate"
    status = 404


class AlreadyIn(BookingError):
    """The booking was used before; the text says when."""

    code = "already-in"

    def __init__(self, checkin: Checkin) -> None:
        self.checkin = checkin
        at = wording.moment(checkin.at)
        super().__init__(_("已在 %(at)s 入场，%(people)s 人") % {"at": at, "people": checkin.people})


class ElsewhereError(BookingError):
    """The booking is for another day or session: a warning, let in with ``anyway``."""

    code = "elsewhere"

    def __init__(self, session: Session, what: str) -> None:
        when = wording.moment(session.starts)
        if what == "day":
            sentence = _("预约的不是今天，是 %(when)s《%(title)s》")
        else:
            sentence = _("预约的是另一场：%(when)s《%(title)s》")
        super().__init__(sentence % {"when": when, "title": session.activity})


@transaction.atomic
def check_in(
    *, booking: Booking, by: User, nonce: str, at_session: Session | None = None, anyway: bool = False
) -> Checkin:
    """Let the people of ``booking`` in, once; the same ``nonce`` sent again gets the same check-in.

    Raises NotYourGate, AlreadyIn (saying when), ElsewhereError for another day or session unless ``anyway``,
    BookingError when the booking was cancelled.
    """
    current = Booking.objects.select_for_update(of=("self",)).select_related(
        "session__activity__owner", "session__activity__edition"
    )
    visit = current.get(pk=booking.pk)
    if not has_right(by, Right.GATE, visit.session.activity.owner):
        raise NotYourGate
    before = Checkin.objects.filter(booking=visit).first()
    if before is not None:
        if before.nonce == nonce:
            return before
        raise AlreadyIn(before)
    if reason := closed(visit.session.activity.edition, "check_in"):
        raise BookingError(reason)
    following = next_state(visit.state, "attend")
    if following is None:
        raise BookingError(_("这个预约是“%(state)s”") % {"state": visit.get_state_display()})
    today = clock.today(visit.session.activity.edition.time_zone)
    at_id = at_session.pk if at_session else None
    what = at_another_time(visit.session.day, visit.session_id, today, at_id)
    if what and not anyway:
        raise ElsewhereError(visit.session, what)
    visit.state = following
    visit.save(update_fields=["state"])
    return Checkin.objects.create(booking=visit, nonce=nonce, people=visit.party, at=clock.now(), by=by)
