"""The organiser's word on a booking that waits for it."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking.actions.capacity import give_back, hold_around
from skillweek.booking.actions.offers import offer_freed
from skillweek.booking.actions.visits import confirmation, message_to
from skillweek.booking.kinds import REFUSED
from skillweek.booking.models import Booking
from skillweek.booking.rules import BookingError, NotAllowed, NotOpen, next_state
from skillweek.common import clock, wording
from skillweek.messaging.actions import queue_many
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right


class NotYourVisit(BookingError):
    """``by`` does not decide on this booking."""

    code = "not-yours"
    status = 404


@transaction.atomic
def decide_booking(*, booking: Booking, by: User, approve: bool, reason: str = "") -> Booking:
    """Say yes, or no with the reason its holder is told; a no gives the places back.

    Raises NotYourVisit, NotAllowed without a reason, NotOpen when somebody decided before.
    """
    hold_around(booking.session_id, booking.quotas)
    current = Booking.objects.select_for_update().get(pk=booking.pk)
    session = booking.session
    if not has_right(by, Right.EDIT, session.activity.owner):
        raise NotYourVisit(_("这个预约不由您所在的单位确认"))
    if current.state != Booking.State.HELD:
        raise NotOpen(_("这个预约已经是“%(state)s”") % {"state": current.get_state_display()})
    current.session, said = session, " ".join(reason.split())[:120]
    if approve:
        current.state = next_state(current.state, "confirm") or current.state
        current.save(update_fields=["state"])
        queue_many([confirmation(current)])
        return current
    if not said:
        raise NotAllowed(_("请写一句原因，会发给预约的人"), "reason")
    current.state, current.cancelled_at, current.refusal = Booking.State.CANCELLED, clock.now(), said
    current.save(update_fields=["state", "cancelled_at", "refusal"])
    give_back(quotas=current.quotas, party=current.party)
    offer_freed(session)
    values = {"when": wording.moment(session.starts), "title": str(session.activity), "reason": said}
    queue_many([message_to(current, REFUSED, values)])
    return current
