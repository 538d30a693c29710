"""Letting a form in: counted, with work done by its browser once, or slowly for who has no script."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from skillweek.booking import queries
from skillweek.booking.actions.codes import check_code, send_code
from skillweek.booking.actions.rates import count
from skillweek.booking.models import IdempotencyKey
from skillweek.booking.rules import CodeNeeded, Unproven, too_soon
from skillweek.common import clock
from skillweek.programme.models import Session

_SPEND = """
INSERT INTO booking_spentproof (digest, expires_at) VALUES (%s, %s) ON CONFLICT (digest) DO NOTHING
"""


def admit(*, session: Session, address: str, sent: Any, phone: str, key: str = "") -> None:
    """Let a form in that was ``sent`` from ``address``; raises TooMany, Unproven, CodeNeeded or WrongCode.

    A proof counts once; only a form whose ``key`` makes it the same wish again may come with it twice. Without a
    proof a form is taken when a person could have read it, and only a few from one address and for one number.
    """
    count(kind="form", who=address)
    _proved(session, address, sent, phone, key)
    if queries.limits_of(session).phone_code:
        _own(session, address, phone, sent.get("phone_code", ""))


def _own(session: Session, address: str, phone: str, code: str) -> None:
    """See that ``phone`` is in the hands of who sent the form; without a code one is sent."""
    if not code.strip():
        send_code(session=session, phone=phone, address=address)
        raise CodeNeeded(phone)
    check_code(session=session, phone=phone, code=code)


def _proved(session: Session, address: str, sent: Any, phone: str, key: str) -> None:
    if queries.asked_by(session) is None:
        return
    if payload := sent.get("proof", ""):
        _spend(session, payload, key)
        return
    if refused := too_soon(queries.shown_at(sent.get("shown", "")), clock.now()):
        raise refused
    count(kind="slow-address", who=address)
    count(kind="slow-phone", who=phone)


def _spend(session: Session, payload: str, key: str) -> None:
    proof = queries.proof_of(payload)
    if proof is None:
        raise Unproven(_("验证没有通过，可能是页面打开得太久了，请再提交一次；填好的内容还在"))
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, proof)
        fresh = cursor.rowcount == 1
    if fresh or (key and IdempotencyKey.objects.filter(city_id=session.city_id, key=f"form:{key}").exists()):
        return
    raise Unproven(_("这一页已经提交过，要再提交请再点一次；填好的内容还在"))
