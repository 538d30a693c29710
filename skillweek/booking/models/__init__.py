"""Models of booking."""

from skillweek.booking.models.after import SurveyAnswer, SurveyQuestion, SurveyReply, SurveyStop
from skillweek.booking.models.booking import Booking, Companion, Group, IdempotencyKey, Reply
from skillweek.booking.models.desks import DeskOffer, EmployerDesk, Vacancy
from skillweek.booking.models.door import Checkin, GateDevice, Incident, Occupancy
from skillweek.booking.models.policy import CallOff, Choice, Policy, Question, Terms
from skillweek.booking.models.proofs import PhoneCode, RateCount, SpentProof
from skillweek.booking.models.quota import Quota
from skillweek.booking.models.stamps import StampCard
from skillweek.booking.models.stations import Station, Turn
from skillweek.booking.models.waiting import Draw, Offer, Suggestion, WaitingEntry

__all__ = [
    "Booking", "CallOff", "Checkin", "Choice", "Companion", "DeskOffer", "Draw", "EmployerDesk", "GateDevice",
    "Group", "IdempotencyKey", "Incident", "Occupancy", "Offer", "PhoneCode", "Policy", "Question", "Quota",
    "RateCount", "Reply", "SpentProof", "StampCard", "Station", "Suggestion", "SurveyAnswer", "SurveyQuestion",
    "SurveyReply", "SurveyStop", "Terms", "Turn", "Vacancy", "WaitingEntry",
]  # fmt: skip
