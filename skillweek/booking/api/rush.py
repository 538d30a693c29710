"""Booking through the API in a rush: the plain case of ``visits.book``, written together with others.

Only what is plainly right is taken here, and only answers that are certain are given; everything else, every fault
in what was sent among it, is left to ``visits.book``, which words it.
"""

import json
import re
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from skillweek.booking import queries
from skillweek.booking.actions.rush import Wish, committer
from skillweek.booking.actions.visits import Answer, refused
from skillweek.booking.api.visits import problem
from skillweek.booking.kinds import CONFIRMED
from skillweek.booking.models import Booking, IdempotencyKey
from skillweek.booking.queries.rush import Hot, cool, hot
from skillweek.common import cipher, clock, rows
from skillweek.common.codes import short_code, uuid7
from skillweek.messaging.actions import draft
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose

_PHONE = re.compile(r"1[3-9][0-9]{9}")
_KEY = re.compile(r"[\x21-\x7e]{8,200}")
_MEMBERS = {"name", "phone", "party", "audience", "consent"}
#: refusals that are answered here
_SURE = {"full", "already"}


def book(code: str, body: bytes, key: str | None, language: str, path: str) -> Answer | None:
    """Book as ``visits.book`` would, in ``language``; None leaves it to ``visits.book``."""
    wish = _plain(body)
    if wish is None or (key is not None and not _KEY.fullmatch(key)):
        return None
    with translation.override(language):
        known = hot(code, language)
        if known is None or (known.audiences and wish.get("audience") not in known.audiences):
            return None
        if not known.audiences and wish.get("audience") is not None:
            return None
        made = _wish(known, wish, key, language, path)
    return committer.book(made)


def _plain(body: bytes) -> dict[str, Any] | None:
    """What was sent, when there is nothing to say against it."""
    try:
        wish = json.loads(body)
    except ValueError:
        return None
    if not isinstance(wish, dict) or not _MEMBERS.issuperset(wish):
        return None
    name, phone, party = wish.get("name"), wish.get("phone"), wish.get("party")
    right = (
        isinstance(name, str) and 0 < len(name) <= 40 and name.isprintable() and name == name.strip() != ""
        and isinstance(phone, str) and _PHONE.fullmatch(phone)
        and type(party) is int and 0 < party <= 1000 and wish.get("consent") is True
        and isinstance(wish.get("audience"), str | None)
    )  # fmt: skip
    return wish if right else None


def _wish(known: Hot, wish: dict[str, Any], key: str | None, language: str, path: str) -> Wish:
    """The rows of one booking, from the session's forms."""
    if not known.forms:
        _make_forms(known)
    name, phone, party, audience = wish["name"], wish["phone"], wish["party"], wish.get("audience")
    now, code, index = clock.now(), short_code(), cipher.blind_index(phone)
    token = queries.sign(code)
    pk = str(uuid7())
    values = {
        "when": known.when, "title": known.title, "party": str(party), "code": code, "token": token,
        "link": known.forms["link"].replace("TOKEN", token),
    }  # fmt: skip
    _subject, text = compose(city_code=known.session.city.code, key=CONFIRMED.key, values=values)
    booking = known.forms["booking"] | {
        "id": pk, "code": code, "name": cipher.encrypt(name), "phone": cipher.encrypt(phone), "phone_index": index,
        "party": party, "audience_id": known.audiences[audience] if audience else None,
    }  # fmt: skip
    message = known.forms["message"] | {
        "id": str(uuid7()), "address": cipher.encrypt(phone), "address_index": index, "body": text,
        "values": cipher.encrypt(json.dumps(values, ensure_ascii=False)), "created_at": now,
        "dedup_key": f"{CONFIRMED.key}:{pk}",
    }  # fmt: skip
    told = {"code": code, "token": token, "session": known.session.code, "party": party, "audience": audience,
            "state": "confirmed"}  # fmt: skip
    answer = Answer(201, json.dumps(told, ensure_ascii=False))
    once = None
    if key is not None:
        asked = json.dumps([known.session.code, name, phone, party, audience or "", True])
        once = known.forms["once"] | {
            "key": f"api:{key}", "fingerprint": cipher.blind_index(asked), "status": 201, "answer": answer.body,
            "created_at": now,
        }  # fmt: skip
    request = {"booking": booking, "message": message, "once": once, "version": known.version}

    def refusal(outcome: dict[str, Any]) -> Answer | None:
        if outcome["outcome"] == "stale":
            cool(known.session.code)
        if outcome["outcome"] not in _SURE:
            return None
        with translation.override(language):
            error = refused(outcome)
            return Answer(error.status, json.dumps(problem(error).body(), ensure_ascii=False))

    return Wish(request, answer, refusal, path, clock.shift())


def _make_forms(known: Hot) -> None:
    """Rows with holes: what does not differ between two bookings of one session."""
    session, now = known.session, clock.now()
    booking = Booking(
        city_id=session.city_id, session=session, state=Booking.State.CONFIRMED, origin=Booking.Origin.API, party=1,
        consent_at=now, created_at=now, retention_until=known.retention_until,
    )  # fmt: skip
    message = draft(
        city_code=session.city.code, owner_code=session.activity.owner.code, kind=CONFIRMED.key, values={"code": ""},
        channel=Message.Channel.SMS, address="-", body="", dedup_key="",
    )  # fmt: skip
    known.forms.update(
        booking=rows.as_row(booking), message=rows.as_row(message),
        once=rows.as_row(IdempotencyKey(city_id=session.city_id, created_at=now)),
        link=settings.SITE_URL + reverse("booking:receipt", args=["TOKEN"]),
    )  # fmt: skip
