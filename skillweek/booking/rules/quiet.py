"""Quiet hours: when messages that can wait do wait, and from when on the time to answer counts."""

from datetime import datetime, time, timedelta

from django.utils import timezone


def morning_after(moment: datetime, quiet_from: int, quiet_until: int) -> datetime | None:
    """When the quiet hours that ``moment`` lies in are over, or None when it lies in none.

    They may reach over midnight (21 to 8) or not (1 to 7); from an hour to the same hour there are none.
    """
    local = timezone.localtime(moment)
    if quiet_from < quiet_until:
        quiet = quiet_from <= local.hour < quiet_until
    else:
        quiet = quiet_from != quiet_until and (local.hour >= quiet_from or local.hour < quiet_until)
    if not quiet:
        return None
    day = local.date() + timedelta(days=int(local.hour >= quiet_until))
    return timezone.make_aware(datetime.combine(day, time(quiet_until)))
