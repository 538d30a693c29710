"""Writing who comes along and what they answered, in the transaction of their booking."""

from skillweek.booking import queries
from skillweek.booking.models import Booking, Companion, Reply
from skillweek.booking.rules import BookingError, Extras, may_answer, may_bring
from skillweek.plan.models import Audience
from skillweek.programme.models import Session


def check_extras(
    session: Session, audience: Audience | None, party: int, extras: Extras
) -> BookingError | None:
    """Why a booking cannot be made with these people and answers, or None."""
    limits, way = queries.limits_of(session), queries.way_of(session, audience)
    return may_bring(party, extras, way, limits) or may_answer(
        queries.questions_for(session, audience), extras.replies
    )


def write_extras(booking: Booking, extras: Extras) -> None:
    """Write companions and answers of a booking just made or held by the caller, in place of those before."""
    Companion.objects.filter(booking=booking).delete()
    Companion.objects.bulk_create(
        Companion(booking=booking, name=name, age=age) for name, age in extras.companions
    )
    Reply.objects.filter(booking=booking).delete()
    Reply.objects.bulk_create(
        Reply(booking=booking, question_id=question, text=text.strip())
        for question, text in extras.replies.items()
        if text.strip()
    )
