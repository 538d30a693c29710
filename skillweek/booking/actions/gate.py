"""Counting people in and out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking.actions.incidents import report_incident
from skillweek.booking.models import Booking, Checkin, GateDevice, Incident
from skillweek.booking.queries.gate import allowed_inside
from skillweek.booking.rules import BookingError, Full, NotAllowed, at_another_time
from skillweek.common import cipher, clock, rows, wording
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.queries import closed
from skillweek.programme.models import Session

#: people who may come through without booking in one go
MOST = 500
IN, OUT = Checkin.Direction.IN, Checkin.Direction.OUT


class NotYourGate(BookingError):
    """``by`` holds no right at this gate."""

    code = "not-your-gate"
    status = 404


class AlreadyIn(BookingError):
    """The booking's people are inside; the text says since when."""

    code = "already-in"

    def __init__(self, at: datetime, people: int) -> None:
        sentence = _("已在 %(at)s 入场，%(people)s 人")
        super().__init__(sentence % {"at": wording.moment(at), "people": people})


class Crowded(BookingError):
    """So many people more would be over the limit; an officer may overrule."""

    code = "crowded"

    def __init__(self, inside: int, allowed: int) -> None:
        self.inside, self.allowed = inside, allowed
        sentence = _("场内已有 %(inside)s 人，最多 %(allowed)s 人，请等有人离场再进")
        super().__init__(sentence % {"inside": inside, "allowed": allowed})


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


@dataclass(frozen=True)
class Passage:
    """People who go through a gate. ``decided``: they have gone already, and nothing is refused any more."""

    nonce: str
    session: Session
    direction: str = IN
    code: str = ""
    people: int = 1
    at: datetime | None = None
    decided: bool = False
    anyway: bool = False


def count_through(
    passages: Sequence[Passage], *, device: GateDevice | None = None, by: User | None = None
) -> list[dict[str, Any]]:
    """Count a batch in one transaction and one round trip (``sql/gate.sql``, where the answers are described)."""
    now = clock.now()
    limits = allowed_inside({one.session.pk for one in passages})
    entries = [_entry(one, now, limits[one.session.pk]) for one in passages]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "/* gate */ SELECT booking_check_in_many(%s, %s, %s)",
            [json.dumps(entries, default=str), device.pk if device else None, by.pk if by else None],
        )
        found: list[dict[str, Any]] = json.loads(cursor.fetchone()[0])
    return found


def _entry(one: Passage, now: datetime, allowed: int | None) -> dict[str, Any]:
    entry = {
        "nonce": one.nonce, "session": one.session.pk, "code": one.code or None, "direction": one.direction,
        "people": one.people, "at": one.at or now, "recorded_at": now, "decided": one.decided, "anyway": one.anyway,
        "allowed": allowed,
    }  # fmt: skip
    if not one.code and one.direction == IN:
        entry["visit"] = rows.as_row(_at_the_door(one, now))
    return entry


def _at_the_door(one: Passage, now: datetime) -> Booking:
    """A booking without name and number, so that its places are counted like everybody's."""
    return Booking(
        city_id=one.session.city_id, session=one.session, name="", phone="", party=one.people,
        phone_index=cipher.blind_index(f"door:{one.nonce}"), state=Booking.State.ATTENDED,
        origin=Booking.Origin.DOOR, consent_at=now, created_at=now,
        retention_until=one.session.activity.edition.retention_until,
    )  # fmt: skip


def check_in(
    *, booking: Booking, by: User, nonce: str, at_session: Session | None = None, anyway: bool = False
) -> Checkin:
    """Let the people of ``booking`` in; the same ``nonce`` sent again gets the same check-in.

    Who went out may come in again. Raises NotYourGate, AlreadyIn (saying when), ElsewhereError for another day or
    session unless ``anyway``, Crowded at the limit, BookingError when the booking does not stand.
    """
    visit = Booking.objects.select_related("session__activity__owner", "session__activity__edition")
    current = visit.get(pk=booking.pk)
    _may(by, current.session)
    if before := Checkin.objects.filter(nonce=nonce).first():
        return before
    today = clock.today(current.session.activity.edition.time_zone)
    what = at_another_time(
        current.session.day, current.session_id, today, at_session.pk if at_session else None
    )
    stands = current.state in (Booking.State.CONFIRMED, Booking.State.ATTENDED, Booking.State.NO_SHOW)
    if stands and what and not anyway:
        raise ElsewhereError(current.session, what)
    passage = Passage(nonce, at_session or current.session, IN, booking.code, anyway=anyway)
    return _single(passage, by, current)


def check_out(*, booking: Booking, by: User, nonce: str, at_session: Session) -> Checkin:
    """The people of ``booking`` leave, and others may come in for them."""
    _may(by, at_session)
    return _single(Passage(nonce, at_session, OUT, booking.code, anyway=True), by, booking)


def walk_through(*, session: Session, people: int, by: User, nonce: str, direction: str = IN) -> Checkin:
    """People without a booking come in, on the places kept for the door, or go out.

    Raises NotYourGate, NotAllowed, Full when no place is left, Crowded at the limit.
    """
    _may(by, session)
    if not 1 <= people <= MOST:
        raise NotAllowed(_("人数应为 1 至 %(most)s") % {"most": MOST}, "people")
    return _single(Passage(nonce, session, direction, people=people), by, None)


@transaction.atomic
def overrule(*, session: Session, people: int, by: User, nonce: str, reason: str, code: str = "") -> Checkin:
    """An officer lets people in although the limit is reached; the reason stays in the log of incidents."""
    if not has_right(by, Right.EDIT, session.activity.owner):
        raise NotYourGate(_("只有本单位的负责人可以超员放行"))
    if not reason.strip():
        raise NotAllowed(_("请写明超员放行的原因"), "reason")
    if not 1 <= people <= MOST:
        raise NotAllowed(_("人数应为 1 至 %(most)s") % {"most": MOST}, "people")
    made = _single(Passage(nonce, session, IN, code, people, decided=True), by, None)
    report_incident(
        session=session, kind=Incident.Kind.CROWD, what=_("超员放行 %(people)s 人") % {"people": made.people},
        done=reason.strip(), by=by, nonce=f"over-{nonce}"[:40],
    )  # fmt: skip
    return made


def settle(*, checkin: Checkin, by: User, counts: bool) -> Checkin:
    """Somebody has looked at a contradiction: ``counts`` when those were other people, who are inside too."""
    with transaction.atomic():
        if not has_right(by, Right.EDIT, checkin.session.activity.owner):
            raise NotYourGate
        with connection.cursor() as cursor:
            cursor.execute("SELECT booking_settle(%s, %s, %s)", [checkin.pk, by.pk, counts])
            if not cursor.fetchone()[0]:
                raise BookingError(_("这一条已经处理过了"))
    checkin.refresh_from_db()
    return checkin


def _may(by: User, session: Session) -> None:
    if not has_right(by, Right.GATE, session.activity.owner):
        raise NotYourGate
    if reason := closed(session.activity.edition, "check_in"):
        raise BookingError(reason)


@transaction.atomic
def _single(passage: Passage, by: User, booking: Booking | None) -> Checkin:
    told = count_through([passage], by=by)[0]
    if told["outcome"] in (IN, OUT):
        return Checkin.objects.select_related("booking").get(nonce=passage.nonce)
    raise refused(told, booking)


def refused(told: dict[str, Any], booking: Booking | None) -> BookingError:
    """Why somebody was not let through."""
    outcome = told["outcome"]
    if outcome == "already":
        return AlreadyIn(datetime.fromisoformat(told["at"]), told["party"])
    if outcome == "full":
        return Crowded(told["inside"], told["allowed"])
    if outcome == "places":
        return Full(told["left"])
    if outcome == "state":
        return BookingError(_("这个预约是“%(state)s”") % {"state": Booking.State(told["state"]).label})
    if outcome == "elsewhere" and booking is not None:
        return ElsewhereError(booking.session, "session")
    if outcome == "not_in":
        return BookingError(_("没有入场记录，不用登记离场"))
    return BookingError(_("没有找到这个预约"))
