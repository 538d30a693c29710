"""The verbs of booking."""

from skillweek.booking.actions.absences import excuse, mark_absent
from skillweek.booking.actions.approval import NotYourVisit, decide_booking
from skillweek.booking.actions.calloffs import Moved, call_off, sample_text, tell_called_off
from skillweek.booking.actions.changes import change_booking, move_booking
from skillweek.booking.actions.codes import check_code, send_code
from skillweek.booking.actions.crowds import fit_places, thin_out
from skillweek.booking.actions.devices import add_device, revoke_device, saw
from skillweek.booking.actions.draws import draw_lots, enter, set_up_draw
from skillweek.booking.actions.employers import answer_desk, ask_desk, cancel_desk, change_desk, set_desks
from skillweek.booking.actions.gate import (
    AlreadyIn,
    Crowded,
    ElsewhereError,
    NotYourGate,
    Passage,
    check_in,
    check_out,
    count_through,
    overrule,
    settle,
    walk_through,
)
from skillweek.booking.actions.groups import book_group, change_group
from skillweek.booking.actions.incidents import close_incident, report_incident
from skillweek.booking.actions.instead import take_suggestion
from skillweek.booking.actions.offers import lapse, offer_freed, pass_on
from skillweek.booking.actions.places import set_places
from skillweek.booking.actions.proofs import admit
from skillweek.booking.actions.proxy import NotYourSession, book_for
from skillweek.booking.actions.questions import raise_question, save_question, switch_question
from skillweek.booking.actions.quotas import drop_quota, save_quota
from skillweek.booking.actions.rates import count, forget_spent
from skillweek.booking.actions.stamps import give_gift, open_card
from skillweek.booking.actions.stations import (
    Arranged,
    arrange,
    arrange_all,
    raise_station,
    save_station,
    switch_station,
)
from skillweek.booking.actions.survey import (
    ask_visitors,
    preset_questions,
    reply_survey,
    save_survey_question,
    stop_asking,
    switch_survey_question,
)
from skillweek.booking.actions.terms import NotYourRules, drop_terms, set_policy, set_terms
from skillweek.booking.actions.visits import (
    Answer,
    InFlight,
    KeyReused,
    book_once,
    book_visit,
    cancel_booking,
)
from skillweek.booking.actions.waiting import accept, decline, join, leave

__all__ = [
    "AlreadyIn",
    "Answer",
    "Arranged",
    "Crowded",
    "ElsewhereError",
    "InFlight",
    "KeyReused",
    "Moved",
    "NotYourGate",
    "NotYourRules",
    "NotYourSession",
    "NotYourVisit",
    "Passage",
    "accept",
    "add_device",
    "admit",
    "answer_desk",
    "arrange",
    "arrange_all",
    "ask_desk",
    "ask_visitors",
    "book_for",
    "book_group",
    "book_once",
    "book_visit",
    "call_off",
    "cancel_booking",
    "cancel_desk",
    "change_booking",
    "change_desk",
    "change_group",
    "check_code",
    "check_in",
    "check_out",
    "close_incident",
    "count",
    "count_through",
    "decide_booking",
    "decline",
    "draw_lots",
    "drop_quota",
    "drop_terms",
    "enter",
    "excuse",
    "fit_places",
    "forget_spent",
    "give_gift",
    "join",
    "lapse",
    "leave",
    "mark_absent",
    "move_booking",
    "offer_freed",
    "open_card",
    "overrule",
    "pass_on",
    "preset_questions",
    "raise_question",
    "raise_station",
    "reply_survey",
    "report_incident",
    "revoke_device",
    "sample_text",
    "save_question",
    "save_quota",
    "save_station",
    "save_survey_question",
    "saw",
    "send_code",
    "set_desks",
    "set_places",
    "set_policy",
    "set_terms",
    "set_up_draw",
    "settle",
    "stop_asking",
    "switch_question",
    "switch_station",
    "switch_survey_question",
    "take_suggestion",
    "tell_called_off",
    "thin_out",
    "walk_through",
]
