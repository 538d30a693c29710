"""What messaging knows without a database: kinds, states, lengths, problems."""

from skillweek.messaging.rules.address import masked
from skillweek.messaging.rules.desks import Desk
from skillweek.messaging.rules.kinds import KINDS, MessageKind, fill, names_in, register, unknown_names
from skillweek.messaging.rules.length import Length, length
from skillweek.messaging.rules.problems import sentence
from skillweek.messaging.rules.provider import parameters_in, provider_text
from skillweek.messaging.rules.states import STEPS, next_state, pause

__all__ = [
    "KINDS", "STEPS", "Desk", "Length", "MessageKind", "fill", "length", "masked", "names_in", "next_state",
    "parameters_in", "pause", "provider_text", "register", "sentence", "unknown_names",
]  # fmt: skip
