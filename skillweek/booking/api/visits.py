"""Booking through the API: once per key, the same answer to the same request."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Header, Router, Status
from ninja.responses import Response

from skillweek.booking import actions, queries
from skillweek.booking.api.shapes import BookingOut, CodeIn, CodeOut, ProblemOut, VisitIn
from skillweek.booking.models import Booking
from skillweek.booking.rules import BookingError, TooMany
from skillweek.common import phones, wording
from skillweek.common.addresses import of_request
from skillweek.common.problems import CONTENT_TYPE, Problem
from skillweek.plan.models import Audience
from skillweek.programme.models import Session

router = Router()
#: seconds after which a client may ask again while its first request is being answered
RETRY_AFTER = "1"
#: in the environment of a request that was counted before it came here
COUNTED = "skillweek.counted"
PROBLEMS = {404: ProblemOut, 409: ProblemOut, 422: ProblemOut, 429: ProblemOut}


@router.post("/sessions/{slug:code}/bookings", response={201: BookingOut, **PROBLEMS}, url_name="book")
def book(
    request: Any, code: str, wish: VisitIn, key: str | None = Header(None, alias="Idempotency-Key")
) -> Response:
    """Book places. With an ``Idempotency-Key``, the same request sent again is answered with the same bytes."""
    counted(request)
    session = queries.bookable(wish.audience or "").filter(code=code).first()
    if session is None:
        raise Problem(404, "not-found", _("没有这一场"))
    facts: dict[str, Any] = {
        "session": session, "name": _name(wish.name), "phone": _phone(wish.phone), "party": wish.party,
        "audience": _audience(session, wish.audience), "consent": wish.consent,
    }  # fmt: skip
    try:
        if key is None:
            _own(session, facts["phone"], wish.phone_code)
            return _reply(_made(actions.book_visit(**facts)))
        if not 8 <= len(key) <= 200:
            raise Problem(422, "invalid", _("Idempotency-Key 应为 8 至 200 个字符"))
        _own(session, facts["phone"], wish.phone_code, key)
        return _reply(actions.book_once(**facts, key=key, success=_made, refusal=_refused))
    except BookingError as error:
        raise problem(error) from error


@router.post("/sessions/{slug:code}/codes", response={202: CodeOut, **PROBLEMS}, url_name="code")
def send(request: Any, code: str, wish: CodeIn) -> Status[CodeOut]:
    """Send a code to a telephone, for bookings where the city asks for one."""
    counted(request)
    session = queries.visitable().filter(code=code).first()
    if session is None:
        raise Problem(404, "not-found", _("没有这一场"))
    try:
        sent = actions.send_code(session=session, phone=_phone(wish.phone), address=of_request(request))
    except BookingError as error:
        raise problem(error) from error
    return Status(202, CodeOut(expires_at=sent.expires_at))


@router.get("/bookings/{token}", response={200: BookingOut, 404: ProblemOut}, url_name="booking")
def booking(request: Any, token: str) -> BookingOut:
    """The booking this token is the key to."""
    return BookingOut.of(_mine(token))


@router.delete("/bookings/{token}", response={200: BookingOut, **PROBLEMS}, url_name="cancel")
def cancel(request: Any, token: str) -> BookingOut:
    """Give the places back."""
    counted(request)
    mine = _mine(token)
    try:
        mine.state = actions.cancel_booking(booking=mine).state
    except BookingError as error:
        raise problem(error) from error
    return BookingOut.of(mine)


def counted(request: Any) -> None:
    """Count a request that writes, once; raises the problem when its address sent too many."""
    if request.META.get(COUNTED):
        return
    try:
        actions.count(kind="api", who=of_request(request))
    except BookingError as error:
        raise problem(error) from error


def problem(error: BookingError) -> Problem:
    """A refusal of ours as problem details."""
    extra: dict[str, Any] = {"field": error.field} if error.field else {}
    if hasattr(error, "left"):
        extra["left"] = error.left
    headers = {"Retry-After": RETRY_AFTER} if isinstance(error, actions.InFlight) else {}
    if isinstance(error, TooMany):
        headers = {"Retry-After": str(error.retry_after)}
    return Problem(error.status, error.code, str(error), extra, headers)


def _made(booking: Booking) -> actions.Answer:
    return actions.Answer(201, json.dumps(BookingOut.of(booking).model_dump(), ensure_ascii=False))


def _refused(error: BookingError) -> actions.Answer:
    return actions.Answer(error.status, json.dumps(problem(error).body(), ensure_ascii=False))


def _reply(answer: actions.Answer) -> Response:
    """The very bytes that were kept."""
    response = Response(None, status=answer.status)
    response.content = answer.body.encode()
    response.headers["Cache-Control"] = "no-store"
    if answer.status >= 400:
        response.headers["Content-Type"] = CONTENT_TYPE
    return response


def _mine(token: str) -> Booking:
    found = queries.by_token(token).first()
    if found is None:
        raise Problem(404, "not-found", _("没有这个预约，请检查链接是否完整"))
    return found


def _own(session: Session, phone: str, code: str | None, key: str = "") -> None:
    """Where the city asks for a code, take the one that was sent; raises WrongCode. A known ``key`` needs none."""
    if queries.limits_of(session).phone_code and not (key and queries.answered_before(session, key)):
        actions.check_code(session=session, phone=phone, code=code or "")


def _name(raw: str) -> str:
    if not raw.strip():
        raise Problem(422, "invalid", _("请填写姓名"), {"field": "name"})
    return raw.strip()


def _phone(raw: str) -> str:
    try:
        return phones.clean_mobile(raw)
    except ValidationError as error:
        raise Problem(422, "invalid", error.messages[0], {"field": "phone"}) from error


def _audience(session: Session, code: str | None) -> Audience | None:
    """The audience of that code, known by id and code alone; required when the activity names any."""
    found, asked = session.audience_found, session.audience_asked  # type: ignore[attr-defined]  # by bookable()
    if found is not None:
        return Audience(pk=found, code=code or "")
    if not asked and code is None:
        return None
    offered = [one.code for one in session.activity.audiences.all()]
    sentence = _("audience 应为其中之一：%(codes)s") % {"codes": wording.joined(offered)}
    raise Problem(422, "invalid", sentence, {"field": "audience"})
