"""Phones and scanners that stand at a gate without anybody signing in on them."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking.actions.incidents import NotYours
from skillweek.booking.models import GateDevice
from skillweek.booking.queries.gate import digest
from skillweek.booking.rules import BookingError
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right

#: the last contact is written at most so often
SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def add_device(*, owner: Organisation, name: str, by: User) -> tuple[GateDevice, str]:
    """A device for the gates of ``owner``, and its token, which nobody can read again."""
    if not has_right(by, Right.EDIT, owner):
        raise NotYours(_("这个单位不由您管理"))
    token = secrets.token_urlsafe(32)
    made = GateDevice.objects.create(
        owner=owner, name=name, digest=digest(token), created_by=by, created_at=clock.now()
    )
    return made, token


@transaction.atomic
def revoke_device(*, device: GateDevice, by: User) -> GateDevice:
    """From now on the token opens nothing."""
    current = GateDevice.objects.select_for_update(of=("self",)).select_related("owner").get(pk=device.pk)
    if not has_right(by, Right.EDIT, current.owner):
        raise NotYours(_("这个单位不由您管理"))
    if current.revoked_at:
        raise BookingError(_("这台设备已经停用"))
    current.revoked_at = clock.now()
    current.save(update_fields=["revoked_at"])
    return current


def saw(device: GateDevice) -> None:
    """Remember when the device was last in touch."""
    now = clock.now()
    if device.seen_at is None or abs(now - device.seen_at) >= SEEN_EVERY:
        GateDevice.objects.filter(pk=device.pk).update(seen_at=now)
