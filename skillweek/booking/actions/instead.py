"""Going to another session instead: a booking moved there, with who comes along."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from skillweek.booking import queries
from skillweek.booking.actions.capacity import take
from skillweek.booking.actions.visits import confirmation
from skillweek.booking.models import Booking, Companion, Group, Reply, Suggestion, WaitingEntry
from skillweek.booking.rules import AlreadyBooked, BookingError, NotOpen, may_open
from skillweek.common import clock
from skillweek.messaging.actions import queue_many
from skillweek.programme.models import Activity, Session


class _Taken(Exception):
    """Somebody pressed a moment earlier."""

    def __init__(self, booking: Booking) -> None:
        self.booking = booking


def take_suggestion(*, suggestion: Suggestion) -> Booking:
    """Book what was offered instead, with the same people; pressed again, it gives the booking it gave before.

    Raises BookingError when the places went in the meantime.
    """
    try:
        return _take_suggestion(suggestion)
    except _Taken as before:
        return before.booking
    except IntegrityError as error:
        raise AlreadyBooked from error


@transaction.atomic
def _take_suggestion(suggestion: Suggestion) -> Booking:
    given = suggestion.booking or suggestion.entry
    assert given is not None
    session = reach(suggestion.session_id)
    if refused := may_open(queries.facts_of(session, given.audience), clock.now()):
        raise refused
    quotas: list[int] = []
    refusal: BookingError | None = None
    try:
        quotas = take(session=session.pk, audience=given.audience_id, party=given.party, any_size=True)
    except BookingError as error:  # said below: who pressed twice has the last place
        refusal = error
    _hold(given)
    siblings = Suggestion.objects.filter(booking=suggestion.booking, entry=suggestion.entry)
    for other in siblings.filter(taken__isnull=False).select_related("taken__session__activity"):
        if other.taken is not None and other.taken.live:
            raise _Taken(other.taken)
    if refusal is not None:
        raise refusal
    made = rebook(given, session, quotas)
    Suggestion.objects.filter(pk=suggestion.pk).update(taken=made)
    queue_many([confirmation(made)])
    return made


def _hold(given: Booking | WaitingEntry) -> None:
    """Hold what was called off: of two presses one comes first."""
    held = Booking.objects if isinstance(given, Booking) else WaitingEntry.objects
    held.select_for_update().get(pk=str(given.pk))


def reach(session_id: int) -> Session:
    """The session to go to, held so that nobody calls it off meanwhile; raises NotOpen when somebody has."""
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    session = rows.select_related("activity__owner", "activity__edition", "city", "venue").get(pk=session_id)
    if session.state == Session.State.CANCELLED or session.activity.state != Activity.State.PUBLISHED:
        raise NotOpen(_("这一场已经取消"))
    return session


def rebook(given: Booking | WaitingEntry, session: Session, quotas: list[int]) -> Booking:
    """The same people at another session, whose places (``quotas``) are taken already."""
    made = Booking(
        city_id=given.city_id, session=session, audience=given.audience, name=given.name, phone=given.phone,
        phone_index=given.phone_index, party=given.party, quotas=quotas, consent_at=given.consent_at,
        created_at=clock.now(), retention_until=given.retention_until,
    )  # fmt: skip
    if isinstance(given, Booking):
        made.origin, made.booked_by, made.guardian_at = given.origin, given.booked_by, given.guardian_at
    made.save(force_insert=True)
    if isinstance(given, Booking):
        _bring_along(given, made)
    return made


def _bring_along(given: Booking, made: Booking) -> None:
    """Companions and group of ``given`` come too; what they answered as well, where the questions are the same."""
    Companion.objects.bulk_create(
        Companion(booking=made, name=one.name, age=one.age) for one in given.companions.all()
    )
    group = Group.objects.filter(booking=given).first()
    if group is not None:
        group.pk, group.booking = None, made  # a copy
        group.save(force_insert=True)
    if given.session.activity_id == made.session.activity_id:
        Reply.objects.bulk_create(
            Reply(booking=made, question_id=one.question_id, text=one.text) for one in given.replies.all()
        )
