"""Taking places and giving them back, inside the caller's transaction: the one mechanism for everybody but the rush.

Whoever changes a booking's places locks its quotas before the booking, in order of id; then nobody waits in a ring.
"""

import json
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from skillweek.booking.models import Quota
from skillweek.booking.rules import (
    AlreadyBooked,
    BookingError,
    Full,
    NotOpen,
    Queued,
    limited,
    missed_before,
    no_longer,
    not_yet,
    too_large,
)

Link = Quota.sessions.through


def hold(quota_ids: Collection[int]) -> list[Quota]:
    """Lock these quotas until the transaction ends."""
    return list(Quota.objects.select_for_update().filter(pk__in=list(quota_ids)).order_by("pk"))


def hold_around(session_id: int, also: Collection[int] = ()) -> list[Quota]:
    """Hold a session and those it shares quotas with (against being called off), then the quotas of all of them.

    Whoever frees places calls it first, with the quotas of the booking in ``also``: what is freed here may be
    what somebody waits for in another session.
    """
    return hold_around_all([session_id], also)


def hold_around_all(session_ids: Collection[int], also: Collection[int] = ()) -> list[Quota]:
    """:func:`hold_around` for many sessions at once."""
    near = Link.objects.filter(quota__sessions__in=list(session_ids)).values_list("session_id", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id FROM programme_session s WHERE s.id = ANY(%s::bigint[]) ORDER BY s.id FOR SHARE",
            [[*session_ids, *near]],
        )
        sessions = [key for (key,) in cursor.fetchall()]
    linked = Link.objects.filter(session__in=sessions).values_list("quota_id", flat=True)
    return hold({*linked, *also})


def take(
    *, session: int, audience: int | None, party: int, door: bool = False, any_size: bool = False
) -> list[int]:
    """Take ``party`` places of a session; the ids of the quotas they came from, for :func:`give_back`.

    Raises Full, NotAllowed (size of the party) or NotOpen (no quota applies), and then nothing was taken.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT booking_take(%s, %s, %s, %s, %s)", [session, audience, party, door, any_size])
        told = json.loads(cursor.fetchone()[0])
    if told["outcome"] == "taken":
        return list(told["quotas"])
    raise refusal(told)


def refusal(told: dict[str, Any]) -> BookingError:
    """The exception for an outcome of ``sql/book.sql`` in which nothing was taken."""
    outcome = told["outcome"]
    if outcome in _SENTENCES:
        return NotOpen(str(_SENTENCES[outcome]))
    made: dict[str, Callable[[], BookingError]] = {
        "full": lambda: Full(told["left"]),
        "party": lambda: too_large(told["largest"], told["smallest"]),
        "already": AlreadyBooked,
        "queue": Queued,
        "early": lambda: not_yet(datetime.fromisoformat(told["opens"])),
        "late": lambda: no_longer(datetime.fromisoformat(told["closes"])),
        "limit": lambda: limited(told["day"], told["week"], told["per_day"], told["per_week"]),
        "missed": lambda: missed_before(datetime.fromisoformat(told["until"])),
    }
    return made[outcome]()


#: why nobody can book now
_SENTENCES = {
    "unlimited": gettext_lazy("这一场没有给这类来访者的名额"),
    "called_off": gettext_lazy("这一场已经取消"),
    "unpublished": gettext_lazy("这项活动现在没有开放预约"),
    "walk_in": gettext_lazy("这一场不用预约，到时直接来"),
    "begun": gettext_lazy("这一场已经开始，不能再预约"),
    "closed": gettext_lazy("现在不在预约时间内"),
    "draw": gettext_lazy("这一场登记后抽签，不能直接预约"),
    "stale": gettext_lazy("这一场刚刚有改动，请重新打开页面"),
    "again": gettext_lazy("同一个请求正在处理，请稍后再试"),
}


def give_back(*, quotas: Collection[int], party: int) -> None:
    """Give places back to the quotas they were taken from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT booking_give_back(%s::bigint[], %s)", [list(quotas), party])
