"""The log of what happened at a session."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking.models import GateDevice, Incident
from skillweek.booking.rules import BookingError, NotAllowed
from skillweek.common import clock
from skillweek.common.codes import new_code
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.programme.models import Session


class NotYours(BookingError):
    """The unit is not ``by``'s to act for."""

    code = "not-yours"
    status = 404


@transaction.atomic
def report_incident(
    *, session: Session, kind: str, what: str, done: str = "", at: datetime | None = None, by: User | None = None,
    device: GateDevice | None = None, nonce: str = "",
) -> Incident:  # fmt: skip
    """Write down what happened; the same ``nonce`` told again is the same incident."""
    if by is not None and not has_right(by, Right.GATE, session.activity.owner):
        raise NotYours(_("这个单位不由您管理"))
    if not what.strip():
        raise NotAllowed(_("请写明发生了什么"), "what")
    now = clock.now()
    facts = {
        "activity": session.activity, "session": session, "kind": kind, "at": min(at or now, now),
        "what": what.strip(), "done": done.strip(), "by": by, "device": device, "created_at": now,
    }  # fmt: skip
    made, _new = Incident.objects.get_or_create(nonce=nonce or new_code(20), defaults=facts)
    return made


@transaction.atomic
def close_incident(*, incident: Incident, done: str, by: User) -> Incident:
    """Say what was done, and that nothing more is to do."""
    found = Incident.objects.select_for_update(of=("self",)).select_related("activity__owner")
    current = found.get(pk=incident.pk)
    if not has_right(by, Right.EDIT, current.activity.owner):
        raise NotYours(_("这个单位不由您管理"))
    if current.closed_at:
        raise BookingError(_("这件事已经处理完了"))
    if not done.strip():
        raise NotAllowed(_("请写明怎样处理的"), "done")
    current.done, current.closed_at, current.closed_by = done.strip(), clock.now(), by
    current.save(update_fields=["done", "closed_at", "closed_by"])
    return current
