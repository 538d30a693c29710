"""Rules of ceremonies: pure functions."""

from skillweek.ceremonies.rules.errors import CeremonyError
from skillweek.ceremonies.rules.guests import (
    ANSWERS,
    Reply,
    check_reply,
    may_answer,
    may_remind,
)
from skillweek.ceremonies.rules.readiness import Step, percent
from skillweek.ceremonies.rules.seating import Spot, propose
from skillweek.ceremonies.rules.show import Timed, now_and_next, overrun, timed
from skillweek.ceremonies.rules.writing import check_open

__all__ = [
    "ANSWERS",
    "CeremonyError",
    "Reply",
    "Spot",
    "Step",
    "Timed",
    "check_open",
    "check_reply",
    "may_answer",
    "may_remind",
    "now_and_next",
    "overrun",
    "percent",
    "propose",
    "timed",
]
