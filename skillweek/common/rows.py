"""Unsaved objects as JSON rows, for database functions that write them in one round trip."""

import json
from typing import Any

from django.db import connection
from django.db.models import Model


def as_row(instance: Model) -> dict[str, Any]:
    """What ``instance.save()`` would write, by column; encrypted fields are encrypted."""
    return {
        str(field.column): field.get_db_prep_save(getattr(instance, field.attname), connection)
        for field in instance._meta.concrete_fields
    }


def dumps(row: dict[str, Any] | None) -> str | None:
    """``row`` as text for a ``jsonb`` parameter; moments, dates and UUIDs as PostgreSQL reads them."""
    return None if row is None else json.dumps(row, default=str, ensure_ascii=False)


def mark_written(instance: Model) -> None:
    """Tell Django that the database holds ``instance`` now."""
    instance._state.adding = False
    instance._state.db = connection.alias
