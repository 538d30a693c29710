"""The door: devices, what they may see, how many are inside and how many may be, and what waits for a decision."""

import hashlib
import json
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db.models import QuerySet

from skillweek.booking.models import Booking, Checkin, GateDevice, Incident, Occupancy
from skillweek.booking.queries.sessions import Link
from skillweek.booking.rules import LIVE, masked_name
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, in_scope, scope
from skillweek.organisations.rules import Right
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.crowds import limits

#: per cent of the limit from which the door warns
ALARM = 80
#: what the key of a snapshot is derived for
PURPOSE = b"skillweek gate snapshot"
#: a session that begins so much later than now is not yet this device's business
AHEAD = timedelta(hours=36)


@dataclass(frozen=True)
class Inside:
    """People inside a session now, and how many may be (None: as many as come)."""

    inside: int
    came: int
    allowed: int | None

    @property
    def percent(self) -> int:
        """How full it is; 100 only when nobody more may come in."""
        if not self.allowed:
            return 0 if self.allowed is None else 100
        return 100 if self.inside >= self.allowed else min(99, 100 * self.inside // self.allowed)

    @property
    def alarm(self) -> str:
        """``full`` at the limit, ``near`` from 80 per cent of it, else empty."""
        if self.allowed is None:
            return ""
        return "full" if self.inside >= self.allowed else "near" if self.percent >= ALARM else ""


def digest(token: str) -> str:
    """What is kept of a device's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_by_token(token: str) -> GateDevice | None:
    """The device with this token, unless it was revoked."""
    return GateDevice.objects.filter(digest=digest(token), revoked_at=None).first()


def devices_of(user: AnyUser) -> QuerySet[GateDevice]:
    """Devices that ``user`` may add and revoke: those of units they write for."""
    found = GateDevice.objects.filter(owner__in=in_scope(user, Right.EDIT))
    return found.select_related("owner", "created_by").order_by("revoked_at", "owner__name", "name", "pk")


def device_units(user: AnyUser) -> QuerySet[Organisation]:
    """Units for which ``user`` may add a device."""
    return Organisation.objects.filter(pk__in=in_scope(user, Right.EDIT)).order_by("parent_id", "name")


def sessions_of_device(device: GateDevice) -> QuerySet[Session]:
    """Sessions of its unit that people may have gone into, ever: what it scanned offline comes late."""
    return Session.objects.filter(
        activity__owner=device.owner_id,
        activity__state=Activity.State.PUBLISHED,
        starts__lte=clock.now() + AHEAD,
    ).select_related("activity__edition", "activity__owner", "venue")


def today_of_device(device: GateDevice) -> list[Session]:
    """Sessions of today that stand, for its list and its snapshot."""
    found = sessions_of_device(device).filter(day=clock.today(), state=Session.State.PLANNED)
    return list(found.order_by("starts", "pk"))


def allowed_inside(sessions: Iterable[int]) -> dict[int, int | None]:
    """People who may be inside each session at one moment: by a crowd rule, else the smaller of places and room."""
    wanted = list(sessions)
    found = limits(Session.objects.filter(pk__in=wanted))
    places = _places(wanted)
    answer: dict[int, int | None] = {}
    for pk in wanted:
        limit = found.get(pk)
        known = [] if limit is None else [limit.allowed]
        if pk in places and (limit is None or limit.rule is None):
            known.append(places[pk])
        answer[pk] = min(known, default=None)
    return answer


def _places(session_ids: Collection[int]) -> dict[int, int]:
    """Places of each session that has quotas, those kept for the door too: the smallest for all, or all audiences'."""
    rows = Link.objects.filter(session_id__in=session_ids).values_list(
        "session_id", "quota__audience_id", "quota__places"
    )
    whole: dict[int, int] = {}
    parts: dict[int, int] = {}
    for session, audience, places in rows:
        if audience is None:
            whole[session] = min(places, whole.get(session, places))
        else:
            parts[session] = parts.get(session, 0) + places
    return parts | whole


def insides(session_ids: Iterable[int]) -> dict[int, Inside]:
    """How full each session is; every id is answered."""
    wanted = list(session_ids)
    rows = {row.pk: row for row in Occupancy.objects.filter(pk__in=wanted)}
    allowed = allowed_inside(wanted)
    none = Occupancy(inside=0, came=0)
    return {pk: Inside(rows.get(pk, none).inside, rows.get(pk, none).came, allowed[pk]) for pk in wanted}


def snapshot(device: GateDevice, token: str) -> bytes:
    """What the device needs without a network, sealed with a key derived from its token: nonce and ciphertext.

    Of a booking: code, people, masked name, a salted hash of the last four digits, session and state; no number.
    """
    sessions = today_of_device(device)
    salt = os.urandom(16)
    body = {
        "made": clock.now().isoformat(),
        "salt": salt.hex(),
        "bookings": _lines(sessions, salt),
    }
    nonce = os.urandom(12)
    plain = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return nonce + AESGCM(key_of(token)).encrypt(nonce, plain, PURPOSE)


def key_of(token: str) -> bytes:
    """The key that server and device derive from the token; neither keeps the token for it."""
    return HKDF(hashes.SHA256(), 32, salt=b"", info=PURPOSE).derive(token.encode())


def _lines(sessions: list[Session], salt: bytes) -> list[list[Any]]:
    codes = {session.pk: session.code for session in sessions}
    found = Booking.objects.filter(
        session__in=codes, state__in=(*LIVE, Booking.State.CANCELLED, Booking.State.NO_SHOW)
    ).order_by("created_at", "pk")
    through: dict[Any, str] = {}
    gone = Checkin.objects.filter(session__in=codes, conflict=False, booking__isnull=False)
    for booking, direction in gone.order_by("at", "nonce").values_list("booking_id", "direction"):
        through[booking] = direction
    return [
        [
            one.code, one.party, masked_name(one.name) if one.name else "", tail(salt, one.phone[-4:]),
            codes[one.session_id], one.state, through.get(one.pk, ""),
        ]
        for one in found
    ]  # fmt: skip


def tail(salt: bytes, digits: str) -> str:
    """The last four digits of a number, hashed with the snapshot's own salt."""
    if not digits:
        return ""
    mac = hmac.HMAC(salt, hashes.SHA256())
    mac.update(digits.encode())
    return mac.finalize().hex()[:16]


def conflicts(user: AnyUser) -> QuerySet[Checkin]:
    """Check-ins that contradict another one and that nobody has settled, of units whose desk ``user`` sees."""
    return (
        Checkin.objects.filter(
            conflict=True, settled_by=None, session__activity__owner__in=scope(user, Right.SEE)
        )
        .select_related("booking", "device", "by", "session__activity__owner")
        .order_by("-at", "pk")
    )


def settleable(user: AnyUser) -> QuerySet[Checkin]:
    """Of those, the ones ``user`` may settle."""
    return conflicts(user).filter(session__activity__owner__in=scope(user, Right.EDIT))


def incidents(user: AnyUser) -> QuerySet[Incident]:
    """What happened at sessions of units whose desk ``user`` sees; the open ones first, then the latest."""
    found = Incident.objects.filter(activity__owner__in=scope(user, Right.SEE))
    return found.select_related("activity__owner", "session", "by", "device", "closed_by").order_by(
        "closed_at", "-at", "-pk"
    )


def incident_sessions(user: AnyUser) -> QuerySet[Session]:
    """Sessions at which ``user`` may report something: begun, or of today, newest first."""
    found = Session.objects.filter(
        activity__owner__in=scope(user, Right.GATE),
        activity__state=Activity.State.PUBLISHED,
        day__lte=clock.today(),
    )
    return found.select_related("activity__owner").order_by("-starts", "-pk")


def closable(user: AnyUser) -> QuerySet[Incident]:
    """Open incidents that ``user`` may close."""
    return incidents(user).filter(closed_at=None, activity__owner__in=scope(user, Right.EDIT))


def missed(user: AnyUser) -> QuerySet[Booking]:
    """Bookings whose people did not come, of units that ``user`` writes for; the latest first."""
    return (
        Booking.objects.filter(
            state=Booking.State.NO_SHOW, session__activity__owner__in=scope(user, Right.EDIT)
        )
        .select_related("session__activity__owner", "excused_by")
        .order_by("-session__starts", "code")
    )


def overdue(hours: int) -> QuerySet[Booking]:
    """Confirmed bookings of sessions that ended so long ago, and whose people no gate has seen."""
    return Booking.objects.filter(
        state=Booking.State.CONFIRMED, session__ends__lte=clock.now() - timedelta(hours=hours),
        session__state=Session.State.PLANNED,
    )  # fmt: skip


def may_overrule(user: AnyUser, session: Session) -> bool:
    """True when ``user`` may let people in although the limit is reached."""
    return session.activity.owner_id in scope(user, Right.EDIT)
