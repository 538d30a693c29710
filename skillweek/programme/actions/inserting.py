"""Many rows in one statement: the database takes a list of them apart, and triggers and checks see every row."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from skillweek.common.fields import EncryptedTextField

#: plain values of a row by column
Values = Mapping[str, Any]
#: columns that are worked out from texts of the row: column -> (SQL of it, names of the texts)
Expressions = Mapping[str, tuple[str, Sequence[str]]]
_BATCH = 5000


class Insertion:
    """Rows of one table that are to be inserted together; what a row does not say is the default of its model."""

    def __init__(self, model: type[Model], *columns: str, expressions: Expressions | None = None) -> None:
        self.model, self.columns, self.expressions = model, columns, expressions or {}
        self.rows: list[dict[str, Any]] = []

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, *values: Any, **texts: str) -> dict[str, Any]:
        """One more row: values in the order of the columns, and the texts that expressions are made of."""
        row = dict(zip(self.columns, values, strict=True)) | texts
        self.rows.append(row)
        return row

    @cached_property
    def _fields(self) -> dict[str, "Field[Any, Any]"]:
        return {str(field.column): field for field in self.model._meta.local_concrete_fields}

    def save(self) -> None:
        """Insert every row; all in the transaction of the caller."""
        told = {*self.columns, *self.expressions}
        made = {
            column: field.get_default
            for column, field in self._fields.items()
            if column not in told and field.has_default() and callable(field.default)
        }
        hidden = [column for column in self.columns if isinstance(self._fields[column], EncryptedTextField)]
        for row in self.rows:
            for column, default in made.items():
                row[column] = default()
            for column in hidden:
                row[column] = self._fields[column].get_prep_value(row[column])
        sql, defaults = self._statement(tuple(made))
        with connection.cursor() as cursor:
            for start in range(0, len(self.rows), _BATCH):
                text = json.dumps(self.rows[start : start + _BATCH], ensure_ascii=False, default=str)
                cursor.execute(sql, [*defaults, text])

    def _statement(self, made: Sequence[str]) -> tuple[str, list[Any]]:
        """INSERT of a list in JSON, and the defaults that all its rows share."""
        quote = connection.ops.quote_name
        given = (*self.columns, *made)
        shared = [
            field for column, field in self._fields.items()
            if column not in given and column not in self.expressions and not field.primary_key
        ]  # fmt: skip
        types = [f"{quote(column)} {self._type(column)}" for column in given]
        types += [f"{quote(name)} text" for _sql, names in self.expressions.values() for name in names]
        into = [*given, *self.expressions, *(str(field.column) for field in shared)]
        chosen = [*map(quote, given), *(made_of for made_of, _names in self.expressions.values())]
        chosen += ["%s"] * len(shared)
        sql = (
            f"INSERT INTO {quote(self.model._meta.db_table)} ({', '.join(map(quote, into))}) "
            f"SELECT {', '.join(chosen)} FROM json_to_recordset(%s::json) AS row_of({', '.join(types)})"
        )
        return sql, [field.get_db_prep_save(field.get_default(), connection) for field in shared]

    def _type(self, column: str) -> str:
        """What the column holds; a text is not cut to its length, so that one too long is refused."""
        field = self._fields[column]
        kind = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
        return "text" if kind is None or kind.startswith("varchar") else kind


def new_ids(model: type[Model], count: int) -> list[int]:
    """``count`` ids that no other row of ``model`` has or gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [one for (one,) in cursor.fetchall()]
