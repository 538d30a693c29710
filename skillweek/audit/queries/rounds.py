"""What changed between one submission and the next, for whoever decides on it again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Model

from skillweek.audit.queries.objects import events_of, parts_of
from skillweek.audit.queries.steps import (
    FieldChange,
    Names,
    compared,
    differing,
    kind_of,
    shown_fields,
    want_names,
)
from skillweek.audit.rules import PASSAGE


@dataclass(frozen=True)
class Difference:
    """What became of the thing itself (``thing`` empty) or of one part of it."""

    kind: str
    thing: str
    fields: list[FieldChange]
    added: bool = False
    removed: bool = False


def _handed_in(events: Any, pk: Any) -> list[datetime]:
    """When the object came into the state "submitted", in order, by the database's own clock."""
    found, state = [], ""
    rows = events._default_manager.filter(pgh_obj_id=pk).order_by("pgh_id")
    for at, following in rows.values_list("pgh_created_at", "state"):
        if following == "submitted" and state != "submitted":
            found.append(at)
        state = following
    return found


def since_last_round(target: Model) -> list[Difference]:
    """What is different from what was submitted the time before; nothing when this is the first time."""
    label = target._meta.label_lower
    handed_in = _handed_in(events_of(label), target.pk)
    if len(handed_in) < 2:
        return []
    names, drafts = Names(), []
    ways = [(label, "pgh_obj_id"), *parts_of(label)]
    for name, way in ways:
        events = events_of(name)
        mine = events._default_manager.filter(**{way: target.pk})
        fields = [f for f in shown_fields(events) if f.name not in PASSAGE]
        for old, new in _pairs(events, mine, handed_in[-2]):
            changed = differing(new, old, fields) if old is not None and new is not None else []
            want_names(names, changed, old, new) if changed else None
            if changed or old is None or new is None:
                names.want((new or old).pgh_tracked_model, (new or old).pgh_obj_id)
                drafts.append((name, old, new, changed))
    return [_difference(name == label, old, new, changed, names) for name, old, new, changed in drafts]


def _pairs(events: Any, mine: Any, then: datetime) -> list[tuple[Any, Any]]:
    """The event of each row as it was ``then`` and as it is now; None where the row did not or does not exist."""
    at = dict(_last(mine.filter(pgh_created_at__lte=then)))
    now = dict(_last(mine))
    rows = events._default_manager.in_bulk([*at.values(), *now.values()])
    pairs = [(_there(rows.get(at.get(pk))), _there(rows[latest])) for pk, latest in now.items()]
    return [pair for pair in pairs if pair != (None, None)]


def _last(events: Any) -> Any:
    return events.order_by().values_list("pgh_obj_id").annotate(Max("pgh_id"))


def _there(event: Any) -> Any:
    return None if event is None or event.pgh_label == "delete" else event


def _difference(whole: bool, old: Any, new: Any, changed: list[Any], names: Names) -> Difference:
    event = new or old
    model = event.pgh_tracked_model
    return Difference(
        kind=kind_of(model), thing="" if whole else names.say(model, event.pgh_obj_id),
        fields=compared(new, old, changed, names) if changed else [], added=old is None, removed=new is None,
    )  # fmt: skip
