"""Who did what: the history that the database keeps of every tracked object."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model
from pghistory.core import event_models

from skillweek.accounts.models import User
from skillweek.common.fields import EncryptedTextField

#: shown instead of what is encrypted
HIDDEN = "••••"


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One step of an object's history; ``who`` is None when no person was signed in (a command, a job)."""

    at: datetime
    who: User | None
    made: bool
    fields: list[FieldChange]


def _said(event: Any, field: "Field[Any, Any]") -> str:
    if isinstance(field, EncryptedTextField):
        return HIDDEN if getattr(event, field.attname) else ""
    display = getattr(event, f"get_{field.name}_display", None)
    value = display() if display and field.choices else getattr(event, field.name)
    return "" if value is None else str(value)


def _changes(event: Any, previous: Any, fields: "list[Field[Any, Any]]") -> list[FieldChange]:
    return [
        FieldChange(str(field.verbose_name), _said(previous, field), _said(event, field))
        for field in fields
        if getattr(event, field.attname) != getattr(previous, field.attname)
    ]


def history(target: Model) -> list[Change]:
    """The steps of ``target``, latest first; steps that changed nothing a person can see are left out."""
    (model,) = event_models(tracks_model=type(target))
    fields = [f for f in model._meta.concrete_fields if not f.name.startswith("pgh_") and not f.primary_key]
    fields = [f for f in fields if f.name != "id"]
    related = [f.name for f in fields if isinstance(f, ForeignKey)]
    events = model._default_manager.filter(pgh_obj_id=target.pk).select_related("pgh_context", *related)
    steps: list[Any] = list(events.order_by("pgh_id"))
    users = _users([step.pgh_context for step in steps])
    found = [
        Change(
            at=step.pgh_created_at,
            who=users.get(_user_id(step.pgh_context)),
            made=previous is None,
            fields=_changes(step, previous, fields) if previous else [],
        )
        for previous, step in zip([None, *steps], steps, strict=False)
    ]
    return [change for change in reversed(found) if change.made or change.fields]


def _user_id(context: Any) -> int:
    return int((context.metadata.get("user") if context else None) or 0)


def _users(contexts: list[Any]) -> dict[int, User]:
    return User.objects.in_bulk({_user_id(context) for context in contexts} - {0})
