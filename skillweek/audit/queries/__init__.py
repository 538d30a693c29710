"""Who did what: histories of objects, the journal of units, what changed since the last submission."""

from skillweek.audit.queries.journal import Cursor, Page, Sifted, cursor, of_object, of_units, page
from skillweek.audit.queries.objects import Tracked, events_of, model_of, parts_of, readable, tracked
from skillweek.audit.queries.rounds import Difference, since_last_round
from skillweek.audit.queries.steps import Change, FieldChange, Names, history, kind_of, label_of, shown_fields

__all__ = [
    "Change", "Cursor", "Difference", "FieldChange", "Names", "Page", "Sifted", "Tracked", "cursor", "events_of",
    "history", "kind_of", "label_of", "model_of", "of_object", "of_units", "page", "parts_of", "readable",
    "shown_fields", "since_last_round", "tracked",
]  # fmt: skip
