"""Moving the rehearsal clock: the only thing that the desk itself changes."""

from datetime import datetime

from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.desk.queries import may_move_clock


class ClockError(Exception):
    """The clock stays; the text says why, to a person."""


def move_clock(*, moment: datetime, by: User) -> None:
    """Set the rehearsal clock for everyone on this installation."""
    if not may_move_clock(by):
        raise ClockError(_("只有市级管理员可以拨动演练时钟"))
    clock.travel(moment)
