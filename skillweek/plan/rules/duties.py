"""Rules of duties: what state one is in."""

from datetime import date

#: states of a duty, the one that needs work most first
WORST_FIRST = ("late", "open", "partly", "met", "waived")


def duty_state(count: int, minimum: int, due: date, today: date) -> str:
    """``met``, ``late`` (not met, after the due date), ``partly`` or ``open``."""
    if count >= minimum:
        return "met"
    if today > due:
        return "late"
    return "partly" if count else "open"
