"""What is done in the preparation of a ceremony."""

from skillweek.ceremonies.actions.ceremonies import arrange, begin_ceremony, set_links
from skillweek.ceremonies.actions.copying import ceremonies_part, copy_ceremony
from skillweek.ceremonies.actions.guests import (
    add_guest,
    add_guests,
    answer_for,
    edit_guest,
    erase_expired,
    reply,
    withdraw_guest,
)
from skillweek.ceremonies.actions.letters import invite_guests, mark_printed, remind_guests, write_letter
from skillweek.ceremonies.actions.notice import draft_notice
from skillweek.ceremonies.actions.rehearsals import add_rehearsal, cancel_rehearsal, tick_check
from skillweek.ceremonies.actions.seating import (
    add_zone,
    assign_seats,
    assign_stands,
    edit_zone,
    move_zone,
    remove_zone,
    seat_guest,
    set_stand,
)
from skillweek.ceremonies.actions.show import add_item, edit_item, move_item, remove_item, set_begin
from skillweek.ceremonies.actions.weather import decide_weather, plan_weather, planned_venue

__all__ = [
    "add_guest",
    "add_guests",
    "add_item",
    "add_rehearsal",
    "add_zone",
    "answer_for",
    "arrange",
    "assign_seats",
    "assign_stands",
    "begin_ceremony",
    "cancel_rehearsal",
    "ceremonies_part",
    "copy_ceremony",
    "decide_weather",
    "draft_notice",
    "edit_guest",
    "edit_item",
    "edit_zone",
    "erase_expired",
    "invite_guests",
    "mark_printed",
    "move_item",
    "move_zone",
    "plan_weather",
    "planned_venue",
    "remind_guests",
    "remove_item",
    "remove_zone",
    "reply",
    "seat_guest",
    "set_begin",
    "set_links",
    "set_stand",
    "tick_check",
    "withdraw_guest",
    "write_letter",
]  # fmt: skip
