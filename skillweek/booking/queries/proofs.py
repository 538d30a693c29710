"""What a form asks of a browser: a little work, and when it was shown."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from altcha import ChallengeOptionsV1, create_challenge_v1, extract_params_v1, verify_solution_v1
from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from skillweek.booking.queries.terms import limits_of
from skillweek.booking.rules import FORM_LIVES
from skillweek.common import clock
from skillweek.programme.models import Session

_SALT = "skillweek.booking.form"


@dataclass(frozen=True)
class Asked:
    """What goes into the form: the work as JSON, and the signed moment for who has no script."""

    challenge: str
    shown: str


def asked_by(session: Session) -> Asked | None:
    """What a form of ``session`` asks; None where the city or the installation wants no proof."""
    if not settings.PROOF_OF_WORK or not limits_of(session).proof_of_work:
        return None
    now = clock.now()
    options = ChallengeOptionsV1(
        algorithm="SHA-256", max_number=settings.PROOF_OF_WORK, hmac_key=_key(), expires=now + FORM_LIVES
    )
    challenge = json.dumps(create_challenge_v1(options).to_dict())
    return Asked(challenge, signing.dumps(now.timestamp(), salt=_SALT))


def shown_at(signed: str) -> datetime | None:
    """When the form with this signature was made; None when we did not sign it."""
    try:
        return datetime.fromtimestamp(signing.loads(signed, salt=_SALT), UTC)
    except (signing.BadSignature, TypeError, ValueError):
        return None


def proof_of(payload: str) -> tuple[str, datetime] | None:
    """Digest and end of a right solution; None when it is wrong or its time is over."""
    try:
        right, _why = verify_solution_v1(payload, _key(), check_expires=False)
        solved: dict[str, Any] = _decoded(payload)
        ends = datetime.fromtimestamp(int(extract_params_v1(solved)["expires"][0]), UTC)  # type: ignore[arg-type]  # a dictionary
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError, RecursionError):
        return None
    if not right or ends < clock.now():
        return None
    return hashlib.sha256(str(solved["challenge"]).encode()).hexdigest(), ends


def _decoded(payload: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(payload))
    return found


def _key() -> str:
    return salted_hmac(_SALT, "altcha", algorithm="sha256").hexdigest()
