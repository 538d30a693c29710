"""The door's own API: a device tells who went through, and learns how many are inside.

A device shows its token in the header ``Authorization: Bearer …``. The page of the gate has it in a cookie that no
script can read, which counts only together with the header ``X-Gate: 1``: no other site can send that.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja.responses import Response
from ninja.security import HttpBearer

from skillweek.booking import actions
from skillweek.booking.api.shapes import ProblemOut
from skillweek.booking.models import GateDevice, Incident
from skillweek.booking.queries import gate as queries
from skillweek.common import clock
from skillweek.common.problems import Problem
from skillweek.plan.queries import closed
from skillweek.programme.models import Session

COOKIE = "gate_device"
#: check-ins of one request
MOST = 500
Nonce = Annotated[str, Field(min_length=8, max_length=40, pattern=r"^[\w.-]+$")]


class DeviceToken(HttpBearer):
    """A device that was not revoked; ``request.auth`` is the device, its token beside."""

    openapi_name = "gateDevice"

    def __call__(self, request: Any) -> GateDevice:
        """The device, by header or by cookie; raises the problem otherwise."""
        _scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
        if not token and request.headers.get("X-Gate") == "1":
            token = request.COOKIES.get(COOKIE, "")
        device = queries.device_by_token(token) if token else None
        if device is None:
            raise Problem(401, "no-device", _("这台设备没有登记，或者已经停用"))
        request.gate_token = token
        actions.saw(device)
        return device

    def authenticate(self, request: Any, token: str) -> Any:
        """Never asked: :meth:`__call__` does it all."""
        raise NotImplementedError


router = Router(tags=["gate"])
device = DeviceToken()
REFUSALS = {401: ProblemOut, 422: ProblemOut}


class TokenIn(Schema):
    """The token that the desk showed once."""

    token: str = Field(min_length=20, max_length=100)


class DeviceOut(Schema):
    """Which device this is."""

    name: str
    unit: str


class InsideOut(Schema):
    """People inside now, people who came in, and how many may be inside (null: no limit)."""

    inside: int
    came: int
    allowed: int | None
    alarm: Literal["", "near", "full"] = Field(description="near from 80 % of the limit, full at 100 %")


class GateSessionOut(InsideOut):
    """A session of today at this device's unit."""

    code: str
    title: str
    starts: datetime
    ends: datetime
    venue: str


class DayOut(Schema):
    """Today at the gates of the device's unit; ``now`` is the server's clock."""

    now: datetime
    device: DeviceOut
    sessions: list[GateSessionOut]


class ScanIn(Schema):
    """People who went through, or want to: by the code of a booking, or ``people`` without one.

    ``decided``: they went through already (no network then), so nothing is refused. ``at`` is by the device's clock.
    """

    nonce: Nonce
    session: str = Field(max_length=40)
    direction: Literal["in", "out"] = "in"
    code: str = Field("", max_length=40)
    people: int = Field(1, ge=1, le=500)
    at: datetime
    decided: bool = False
    anyway: bool = False


class BatchIn(Schema):
    """Up to 500 scans, and what the device's clock shows at this moment, so that a wrong clock is corrected."""

    now: datetime
    scans: list[ScanIn] = Field(max_length=MOST)


class ScanOut(Schema):
    """What became of one scan: ``in`` and ``out`` are counted, all else is a refusal that changed nothing."""

    nonce: str
    outcome: Literal[
        "in", "out", "already", "not_in", "state", "elsewhere", "full", "places", "unknown", "closed"
    ]
    code: str | None = None
    party: int | None = None
    at: datetime | None = None
    conflict: bool = False
    repeated: bool = False
    detail: str = ""


class BatchOut(Schema):
    """One answer to each scan in any order, and how full the sessions are now."""

    now: datetime
    results: list[ScanOut]
    sessions: dict[str, InsideOut]


class IncidentIn(Schema):
    """Something that happened, told once per nonce."""

    nonce: Nonce
    session: str = Field(max_length=40)
    kind: Literal["crowd", "health", "lost", "equipment", "order", "other"]
    at: datetime
    what: str = Field(min_length=1, max_length=1000)
    done: str = Field("", max_length=1000)


class IncidentsIn(Schema):
    """Incidents, and the device's clock."""

    now: datetime
    incidents: list[IncidentIn] = Field(max_length=100)


class KeptOut(Schema):
    """Nonces of what was written down."""

    kept: list[str]


@router.post("/gate/device", response={200: DeviceOut, 404: ProblemOut}, url_name="gate_device")
def enter(request: Any, body: TokenIn) -> Response:
    """Make this browser the device: its token is kept in a cookie for this part of the API alone."""
    found = queries.device_by_token(body.token)
    if found is None:
        raise Problem(404, "no-device", _("这台设备没有登记，或者已经停用"))
    actions.saw(found)
    response = Response(_about(found))
    response.set_cookie(
        COOKIE, body.token, max_age=30 * 86400, path="/api/v1/gate/", httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/gate/day", response={200: DayOut, 401: ProblemOut}, auth=device, url_name="gate_day")
def day(request: Any) -> dict[str, Any]:
    """Today's sessions of the device's unit."""
    sessions = queries.today_of_device(request.auth)
    full = queries.insides([one.pk for one in sessions])
    rows = [
        {
            "code": one.code, "title": str(one.activity), "starts": one.starts, "ends": one.ends,
            "venue": str(one.venue or ""), **_inside(full[one.pk]),
        }
        for one in sessions
    ]  # fmt: skip
    return {"now": clock.now(), "device": _about(request.auth), "sessions": rows}


@router.get("/gate/snapshot", auth=device, url_name="gate_snapshot", response={200: Any, 401: ProblemOut})
def snapshot(request: Any) -> Response:
    """Today's bookings for work without a network, sealed (AES-256-GCM: 12 bytes of nonce, then the rest)."""
    response = Response(None)
    response.content = queries.snapshot(request.auth, request.gate_token)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post("/gate/checkins", response={200: BatchOut, **REFUSALS}, auth=device, url_name="gate_checkins")
def checkins(request: Any, batch: BatchIn) -> dict[str, Any]:
    """Count people in and out. Each nonce counts once, however often and in whatever order it comes."""
    now = clock.now()
    skew = now - _aware(batch.now)
    sessions = _sessions(request.auth, {one.session for one in batch.scans})
    shut = _closed(sessions, batch.scans)
    passages, results = [], []
    for one in batch.scans:
        session = sessions.get(one.session)
        if session is None or (shut and not one.decided):
            outcome = "closed" if session else "unknown"
            results.append({"nonce": one.nonce, "outcome": outcome, "detail": shut if session else ""})
            continue
        at = min(_aware(one.at) + skew, now)
        passages.append(
            actions.Passage(
                one.nonce, session, one.direction, "".join(one.code.split()).upper(), one.people, at,
                one.decided, one.anyway,
            )
        )  # fmt: skip
    if passages:
        results += actions.count_through(passages, device=request.auth)
    full = queries.insides([session.pk for session in sessions.values()])
    return {
        "now": now,
        "results": results,
        "sessions": {code: _inside(full[session.pk]) for code, session in sessions.items()},
    }


@router.post("/gate/incidents", response={200: KeptOut, **REFUSALS}, auth=device, url_name="gate_incidents")
def incidents(request: Any, told: IncidentsIn) -> dict[str, Any]:
    """Write down what happened; those of sessions that are not this unit's are left out."""
    now = clock.now()
    skew = now - _aware(told.now)
    sessions = _sessions(request.auth, {one.session for one in told.incidents})
    kept = []
    for one in told.incidents:
        if one.session in sessions and one.what.strip():
            actions.report_incident(
                session=sessions[one.session], kind=Incident.Kind(one.kind), what=one.what, done=one.done,
                at=_aware(one.at) + skew, device=request.auth, nonce=one.nonce,
            )  # fmt: skip
            kept.append(one.nonce)
    return {"kept": kept}


def _about(found: GateDevice) -> dict[str, str]:
    return {"name": found.name, "unit": str(found.owner.short_name)}


def _inside(found: queries.Inside) -> dict[str, Any]:
    return {"inside": found.inside, "came": found.came, "allowed": found.allowed, "alarm": found.alarm}


def _sessions(of: GateDevice, codes: set[str]) -> dict[str, Session]:
    return {one.code: one for one in queries.sessions_of_device(of).filter(code__in=codes)}


def _closed(sessions: dict[str, Session], scans: list[ScanIn]) -> str:
    """Why nobody may be let in now; what was decided before is not asked."""
    if not sessions or all(one.decided for one in scans):
        return ""
    return closed(next(iter(sessions.values())).activity.edition, "check_in") or ""


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise Problem(422, "invalid", _("时间要带时区，例如 2026-05-10T09:00:00+08:00"))
    return moment
