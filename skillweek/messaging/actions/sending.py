"""Handing one message to its gateway: at least once, and not twice as far as the other side allows.

Before the gateway is called the message is written down as ``sending``; afterwards as ``sent``. A worker that dies in
between leaves ``sending`` behind, and the next try first asks the gateway whether the message did arrive.
"""

from typing import Any

from django.conf import settings
from django.db import transaction

from skillweek.common import clock
from skillweek.messaging import gateways
from skillweek.messaging.models import Message, Switch
from skillweek.messaging.rules import masked, next_state, pause

State = Message.State
LONGEST_DETAIL = 500


class TryAgain(Exception):
    """The message stays in the queue and is to be tried again in so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = max(1, round(seconds))


def send(*, message_id: str) -> None:
    """Hand one queued message over; does nothing for one that is sent, failed, held or discarded.

    Raises TryAgain when the other side is in trouble and tries are left.
    """
    claimed = _claim(message_id)
    if claimed is None:
        return
    message, resumed = claimed
    gateway = gateways.gateway_for(message.channel)
    try:
        receipt = gateway.find(message) if resumed else None
        if receipt is None:
            receipt = gateway.send(message)
    except gateways.Refused as refused:
        _write(message, "refuse", refused)
    except gateways.Trouble as trouble:
        _put_off(message, trouble)
    else:
        _write(message, "done", receipt=receipt)


@transaction.atomic
def _claim(message_id: str) -> tuple[Message, bool] | None:
    """Write down that a try begins; True when an earlier one did not end. None when there is nothing to do."""
    message = Message.objects.select_for_update().get(pk=message_id)
    following = next_state(message.state, "start")
    if following is None:
        return None
    resumed = message.state == State.SENDING
    if not resumed and message.released_at is None and _held(message):
        message.state = next_state(message.state, "hold") or message.state
        message.save(update_fields=["state"])
        return None
    if seconds := gateways.resting(message.channel):
        raise TryAgain(seconds + 1)
    message.state, message.attempts, message.handed_at = following, message.attempts + 1, clock.now()
    message.save(update_fields=["state", "attempts", "handed_at"])
    return message, resumed


def _held(message: Message) -> bool:
    """True when the city has meanwhile decided to look at such messages first."""
    return Switch.objects.filter(city_code=message.city_code, kind__in=["", message.kind], hold=True).exists()


def _put_off(message: Message, trouble: gateways.Trouble) -> None:
    """Wait for another try, longer each time; the last one fails."""
    if trouble.everywhere:
        gateways.rest(message.channel)
    seconds = pause(message.attempts, settings.RETRY_PAUSES)
    if seconds is None:
        _write(message, "refuse", trouble)
        return
    _write(message, "unsure" if trouble.unsure else "again", trouble)
    raise TryAgain(max(seconds, trouble.seconds))


def _write(
    message: Message, step: str, problem: gateways.Refused | gateways.Trouble | None = None, receipt: str = ""
) -> None:
    """Write down how the try ended, unless something else has happened to the message meanwhile."""
    facts: dict[str, Any] = {
        "state": next_state(State.SENDING, step),
        "problem_code": "",
        "problem": "",
        "receipt": receipt,
    }
    if problem is not None:
        facts |= {
            "problem_code": problem.code[:60],
            "problem": _without_address(problem.detail, message.address),
        }
    if step == "done":
        facts["sent_at"] = clock.now()
    Message.objects.filter(pk=message.pk, state=State.SENDING).update(**facts)


def _without_address(detail: str, address: str) -> str:
    """What the other side said, without the address it may have repeated."""
    return " ".join(detail.replace(address or "\0", masked(address)).split())[:LONGEST_DETAIL]
