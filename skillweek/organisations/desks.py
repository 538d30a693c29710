"""Units as the outbox of messages sees them."""

from skillweek.accounts.models import User
from skillweek.messaging.rules import Desk
from skillweek.organisations.queries import with_right
from skillweek.organisations.rules import Right


def managed_by(user: User) -> list[Desk]:
    """The units that ``user`` manages, each with the code of its city."""
    rows = (
        with_right(user, Right.MANAGE)
        .order_by("position", "code")
        .values_list("code", "short_name", "city__code")
    )
    return [Desk(code, name, city or code) for code, name, city in rows]
