"""Codes that show a telephone to be one's own, where a city asks for them."""

import secrets

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from skillweek.booking.actions.rates import count
from skillweek.booking.kinds import CODE
from skillweek.booking.models import PhoneCode
from skillweek.booking.rules import CODE_HOLDS, CODE_LIVES, CODE_TRIES, WrongCode
from skillweek.common import cipher, clock
from skillweek.messaging.actions import draft, queue_many
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose
from skillweek.programme.models import Session


def send_code(*, session: Session, phone: str, address: str) -> PhoneCode:
    """Send a new code to ``phone``; raises TooMany for whoever asks too often, from ``address`` or for the number."""
    count(kind="code-address", who=address)
    count(kind="code-phone", who=phone)
    code, now, index = f"{secrets.randbelow(1_000_000):06}", clock.now(), cipher.blind_index(phone)
    with transaction.atomic():
        made = PhoneCode.objects.create(
            city_id=session.city_id, phone_index=index, digest=_digest(index, code), created_at=now,
            expires_at=now + CODE_LIVES,
        )  # fmt: skip
        values = {
            "code": code,
            "title": str(session.activity),
            "minutes": str(int(CODE_LIVES.total_seconds() // 60)),
        }
        city, owner = session.city.code, session.activity.owner.code
        _subject, body = compose(city_code=city, key=CODE.key, values=values)
        queue_many([
            draft(
                city_code=city, owner_code=owner, kind=CODE.key, values=values, channel=Message.Channel.SMS,
                address=phone, body=body, dedup_key=f"{CODE.key}:{made.pk}",
            )
        ])  # fmt: skip
    return made


def check_code(*, session: Session, phone: str, code: str) -> None:
    """Take the code last sent to ``phone``; right once, it holds for a while. Raises WrongCode; every try counts."""
    index, now = cipher.blind_index(phone), clock.now()
    with transaction.atomic():
        sent = PhoneCode.objects.select_for_update().filter(city=session.city_id, phone_index=index)
        last = sent.order_by("created_at", "pk").last()
        refused = _against(last, index, "".join(code.split()))
        if last is not None:
            last.tries += bool(refused)
            last.used_at = last.used_at or (None if refused else now)
            last.save(update_fields=["tries", "used_at"])
    if refused:
        raise WrongCode(refused)


def _against(sent: PhoneCode | None, index: str, code: str) -> str:
    """Why ``code`` is not taken; empty when it is."""
    now = clock.now()
    if sent is None or (sent.used_at + CODE_HOLDS if sent.used_at else sent.expires_at) <= now:
        return _("验证码已过期；把验证码空着再提交一次，就发一条新的")
    if sent.tries >= CODE_TRIES:
        return _("试的次数太多了；把验证码空着再提交一次，就发一条新的")
    if not constant_time_compare(sent.digest, _digest(index, code)):
        return _("验证码不对，请核对短信里的 6 位数字")
    return ""


def _digest(index: str, code: str) -> str:
    return salted_hmac("skillweek.booking.code", f"{index} {code}", algorithm="sha256").hexdigest()
