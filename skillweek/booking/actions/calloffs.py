"""The city's change of mind: sessions ended in one act, places given back, everybody told once."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from skillweek.accounts.models import User
from skillweek.booking.actions.capacity import give_back, hold_around_all
from skillweek.booking.actions.offers import offer_freed
from skillweek.booking.kinds import CALLED_OFF, MOVED, THINNED
from skillweek.booking.models import Booking, CallOff, Offer, Suggestion, WaitingEntry
from skillweek.booking.queries import calloffs as queries
from skillweek.booking.queries.calloffs import ENDED, HOPING, Wish
from skillweek.booking.queries.instead import Finder, instead_token, live_sessions
from skillweek.booking.rules import BookingError, NotAllowed
from skillweek.common import clock, wording
from skillweek.messaging.actions import draft, queue_many
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose
from skillweek.messaging.rules import MessageKind
from skillweek.plan.models import Edition
from skillweek.programme.actions import cancel_sessions
from skillweek.programme.models import Session

#: visitors told in one transaction
BATCH = 200
#: the telling goes before what nobody waits for
PRIORITY = 5
_END = """
WITH ended AS (
    UPDATE booking_booking b SET state = 'cancelled', cancelled_at = %s, call_off_id = %s
    WHERE b.session_id = ANY (%s::bigint[]) AND b.state = ANY (%s)
    RETURNING b.quotas, b.party
)
SELECT quotas, sum(party) FROM ended GROUP BY quotas ORDER BY quotas
"""
_CLOSE = """
UPDATE booking_waitingentry SET state = 'closed'
WHERE session_id = ANY (%s::bigint[]) AND state = ANY (%s) RETURNING id
"""


class Moved(BookingError):
    """The sessions are no longer those that were looked at."""

    code = "changed"


def check_reason(reason: str) -> str:
    """The reason, trimmed; raises NotAllowed without one."""
    said = " ".join(reason.split())[:120]
    if not said:
        raise NotAllowed(_("请写明原因，每个人收到的短信里都会写"), "reason")
    return said


@transaction.atomic
def call_off(*, edition: Edition, wish: Wish, reason: str, seen: str, by: User) -> CallOff:
    """End the sessions of ``wish``, every live booking and every hope for them; raises BookingError when refused.

    ``seen`` is the fingerprint of the sessions on the page where it was decided. Changes of mind come one after the
    other; activities are locked first, then sessions, quotas, bookings, so that nobody who books waits in a ring.
    What was shared with sessions that stay is offered to who waits there. A job tells the visitors.
    """
    said = check_reason(reason)
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if wish.session is None and not queries.officer_of(by, edition):
        raise NotAllowed(_("只有市级和县级管理员可以取消一天或一个地方的活动"), "")
    ids = list(queries.wished(by, edition, wish).values_list("pk", flat=True))
    if not ids:
        raise BookingError(_("没有可以取消的场次，可能已经取消或结束"))
    if seen != queries.fingerprint(ids):
        raise Moved(_("场次和您刚才看到的不一样了，请再核对一遍"))
    if len(cancel_sessions(session_ids=ids)) != len(ids):
        raise Moved(_("场次和您刚才看到的不一样了，请再核对一遍"))
    made = CallOff.objects.create(
        city=edition.city, edition=edition, scope=wish.scope, reason=said, by=by, at=clock.now(),
        day=wish.session.day if wish.session else wish.day,
        place=wish.session.place if wish.session else wish.place,
    )  # fmt: skip
    tell_later(made, _end(made, ids))
    for one in Session.objects.filter(pk__in=ids, quotas__in=queries.shared_with_others(ids)).distinct():
        offer_freed(one)
    return made


def _end(made: CallOff, ids: list[int]) -> list[int]:
    """End bookings and hopes of the sessions (locked); answers the entries closed."""
    hold_around_all(ids, queries.taken_from(ids))
    with connection.cursor() as cursor:
        cursor.execute(_END, [made.at, made.pk, ids, list(ENDED)])
        parts = cursor.fetchall()
        cursor.execute(_CLOSE, [ids, list(HOPING)])
        entries = [row[0] for row in cursor.fetchall()]
    for given, party in parts:
        give_back(quotas=given, party=party)
    close_offers(made, made.at)
    return entries


def close_offers(made: CallOff, now: datetime) -> None:
    """Offers whose kept place was ended are over."""
    Offer.objects.filter(booking__call_off=made, answer="").update(
        answer=Offer.Answer.EXPIRED, answered_at=now
    )


def tell_later(made: CallOff, entries: list[int]) -> None:
    """Queue the job that tells everybody, in the caller's transaction."""
    task = app.configure_task("skillweek.booking.tasks.tell_called_off", priority=PRIORITY)
    task.defer(call_off_id=made.pk, entries=[*entries])


def tell_called_off(*, call_off_id: int, entries: list[int]) -> int:
    """Tell whom a change of mind concerns, some at a time; answers how many messages were new.

    Begun again after a crash, it goes on where it stopped: a batch is one transaction, and a visitor has one key.
    """
    after, new = "", 0
    made = CallOff.objects.select_related("city", "edition__city").get(pk=call_off_id)
    while phones := queries.visitors_after(made, entries, after, BATCH):
        new += _tell(made, entries, phones)
        after = phones[-1]
    return new


@transaction.atomic
def _tell(made: CallOff, entries: list[int], phones: list[str]) -> int:
    CallOff.objects.select_for_update().get(pk=made.pk)  # two of the same job, one after the other
    keys = {queries.message_key(made, phone): phone for phone in phones}
    told = Message.objects.filter(dedup_key__in=keys).values_list("dedup_key", flat=True)
    fresh = set(phones) - {keys[key] for key in told}
    facts = ("session__activity__owner", "session__city")
    bookings = Booking.objects.filter(call_off=made, phone_index__in=fresh).select_related(*facts)
    hopes = WaitingEntry.objects.filter(pk__in=entries, phone_index__in=fresh).select_related(*facts)
    mine: dict[str, list[Any]] = {}
    ordered: list[Any] = [
        *bookings.order_by("session__starts", "pk"),
        *hopes.order_by("session__starts", "pk"),
    ]
    for one in ordered:
        things = mine.setdefault(one.phone_index, [])
        if all(other.session_id != one.session_id for other in things):  # an offer and its kept place are one
            things.append(one)
    finder, live = Finder(made.edition), live_sessions(fresh)
    offers = {phone: suggest(finder, things, live[phone], made.at) for phone, things in mine.items()}
    letters = [message(made, things, offers[phone]) for phone, things in sorted(mine.items())]
    return queue_many(letters)


def suggest(finder: Finder, things: list[Any], live: set[int], at: datetime) -> list[Session]:
    """Write down what each of one visitor's ended bookings and hopes could be instead; the sessions, each once."""
    rows, said, moved = [], {}, queries.moved(things)
    for one in things:
        if one.pk in moved:
            continue
        for session in finder.options(one.session, one.audience_id, one.party, live):
            key = "booking" if isinstance(one, Booking) else "entry"
            rows.append(Suggestion(session=session, at=at, **{key: one}))
            said[session.pk] = session
    Suggestion.objects.bulk_create(rows)
    return list(said.values())


def named(session: Session) -> str:
    """A session as text messages call it."""
    return _("%(when)s《%(title)s》") % {"when": wording.moment(session.starts), "title": session.activity}


def words(things: list[Any], offers: list[Session], reason: str, link: str) -> dict[str, str]:
    """What is put into the text of one visitor."""
    what = named(things[0].session)
    if len(things) > 1:
        what = _("%(what)s等 %(n)d 场") % {"what": what, "n": len(things)}
    instead = _("想了解情况：")
    if offers:
        instead = _("还可以改到%(others)s，点开一按就改：") % {
            "others": wording.joined([named(one) for one in offers[:3]])
        }
    return {"what": what, "reason": reason, "instead": instead, "link": link}


def message(made: CallOff, things: list[Any], offers: list[Session]) -> Message:
    """The one text message to a visitor, from the city, in its words."""
    token = instead_token(things[0])
    link = settings.SITE_URL + reverse("booking:instead", args=[token])
    kind, values = CALLED_OFF, words(things, offers, made.reason, link) | {"token": token}
    if made.scope == CallOff.Scope.CROWD:
        kind, more = _thinned(things)
        values |= more
    city = made.city.code
    _subject, body = compose(city_code=city, key=kind.key, values=values)
    return draft(
        city_code=city, owner_code=things[0].session.activity.owner.code, kind=kind.key, values=values,
        channel=Message.Channel.SMS, address=things[0].phone, body=body, batch=f"call-off-{made.pk}",
        dedup_key=queries.message_key(made, things[0].phone_index),
    )  # fmt: skip


def _thinned(things: list[Any]) -> tuple[MessageKind, dict[str, str]]:
    """What somebody is told whom a crowd rule left no room: moved with everything, or not."""
    there = queries.moved_to(things)
    if len(there) < len(things):
        return THINNED, {}
    return MOVED, {"to": wording.joined([named(one) for one in there])}


def sample_text(session: Session, reason: str) -> str:
    """The text as somebody with a booking for ``session`` alone would get it; nothing is written."""
    finder = Finder(session.activity.edition)
    offers = finder.options(session, None, 1)
    link = (settings.SITE_URL + reverse("booking:instead", args=["x"])).removesuffix("x/") + "…/"
    values = words([Booking(session=session)], offers, reason, link) | {"token": "…"}
    return compose(city_code=session.city.code, key=CALLED_OFF.key, values=values)[1]
