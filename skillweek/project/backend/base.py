"""The connection. The triggers of ``project.pages.watched`` tell it, inside the transaction, that pages change."""

import logging
from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from psycopg.errors import Diagnostic

from skillweek.common.generation import generation

#: the SQLSTATE of the triggers' message
CHANGED = "SW001"
_log = logging.getLogger(__name__)


class DatabaseWrapper(base.DatabaseWrapper):
    """Raises the generation after the commit, before whoever committed goes on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages_changed = False
        self.execute_wrappers.append(self._after_statement)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, and listen to what the triggers say on this connection."""
        link = super().get_new_connection(conn_params)
        link.add_notice_handler(self._told)
        return link

    def _told(self, message: Diagnostic) -> None:
        if message.sqlstate == CHANGED:
            self.pages_changed = True

    def _after_statement(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """A statement outside a transaction has been committed by now."""
        answer = execute(sql, params, many, context)
        if self.pages_changed and self.get_autocommit():
            self._raise_generation()
        return answer

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # the stubs leave it out
        finally:  # of a commit that failed nobody knows
            if self.pages_changed:
                self._raise_generation()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        self.pages_changed = False

    def _raise_generation(self) -> None:
        self.pages_changed = False
        try:
            generation().bump()
        except OSError:  # what is written is written; NOTIFY tells the web servers all the same
            _log.exception("The generation of the pages cannot be raised.")
