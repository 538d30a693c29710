"""The one door to messages, their texts and what cities decided about them."""

from skillweek.messaging.queries.desks import cities_of, desks, desks_of
from skillweek.messaging.queries.kinds import (
    approved_text,
    holds,
    kinds_of,
    provider_parameters,
    provider_template,
    provider_templates,
    text_history,
    texts_of,
)
from skillweek.messaging.queries.outbox import (
    Filters,
    batches_waiting,
    counts,
    filtered,
    history,
    lines,
    may_see_address,
    sent_by,
    visible_to,
    waiting,
)
from skillweek.messaging.queries.texts import compose, forget, preview

__all__ = [
    "Filters", "approved_text", "batches_waiting", "cities_of", "compose", "counts", "desks", "desks_of", "filtered",
    "forget", "history", "holds", "kinds_of", "lines", "may_see_address", "preview", "provider_parameters",
    "provider_template", "provider_templates", "sent_by", "text_history", "texts_of", "visible_to", "waiting",
]  # fmt: skip
