"""The one door to ceremonies."""

from skillweek.ceremonies.queries.ceremonies import (
    LAUNCH,
    Person,
    Staging,
    by_person,
    contact_choices,
    decision_of,
    editable_by,
    holders_of,
    items_of,
    launches_editable_by,
    launches_visible_to,
    may_issue,
    session_of,
    show_of,
    staging,
    venue_choices,
    visible_to,
)
from skillweek.ceremonies.queries.guests import (
    Counts,
    by_token,
    coming,
    composed,
    contact_line,
    counts,
    guests_of,
    invited,
    letter,
    link,
    mailable,
    remindable,
    sifted,
    token,
    values,
    words,
)
from skillweek.ceremonies.queries.notice import USUAL, Written, second_notice
from skillweek.ceremonies.queries.overview import Line, lines, owed
from skillweek.ceremonies.queries.public import PublicPart, public_part
from skillweek.ceremonies.queries.readiness import steps_of
from skillweek.ceremonies.queries.seating import (
    DrawnZone,
    Plan,
    Room,
    plan_of,
    room_of,
    seats_of,
    size_of,
    stand_holders,
    unseated,
    zones_of,
)

__all__ = [
    "LAUNCH", "USUAL", "Counts", "DrawnZone", "Line", "Person", "Plan", "PublicPart", "Room", "Staging", "Written",
    "by_person", "by_token", "coming", "composed", "contact_choices", "contact_line", "counts", "decision_of",
    "editable_by", "guests_of", "holders_of", "invited", "items_of", "launches_editable_by", "launches_visible_to",
    "letter", "lines", "link", "mailable", "may_issue", "owed", "plan_of", "public_part", "remindable", "room_of",
    "seats_of",
    "second_notice", "session_of", "show_of", "sifted", "size_of", "staging", "stand_holders", "steps_of", "token",
    "unseated", "values", "venue_choices", "visible_to", "words", "zones_of",
]  # fmt: skip
