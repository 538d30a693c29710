"""Parts that many public pages share (the edition, the strip of days, a section), made once for one moment.

Whoever keeps copies of pages (``project.pages``) opens a store for the moment a page is made at; everything in it
belongs to that moment, so that a part is as fresh as a page. Without a store, as in tests, at the desk and in every
request that writes, parts are made when asked for.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection
from django.utils.translation import get_language

#: how many things a store holds at most; what comes later is made each time
MOST = 2000
Part = TypeVar("Part")
Knows = Callable[[set[str]], bool]


class Store:
    """The parts of one moment; ``knows`` tells whether statements read nothing but what is watched."""

    def __init__(self, stamp: Hashable, knows: Knows) -> None:
        self.stamp, self.knows = stamp, knows
        self.things: dict[Hashable, Any] = {}


_open: ContextVar[Store | None] = ContextVar("skillweek_parts", default=None)


@contextmanager
def opened(store: Store) -> Iterator[None]:
    """Use ``store`` while the block runs."""
    token = _open.set(store)
    try:
        yield
    finally:
        _open.reset(token)


@contextmanager
def noted() -> Iterator[set[str]]:
    """The statements that run while the block runs."""
    statements: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.add(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def kept(make: Callable[[], Part], *key: Hashable) -> Part:
    """What ``make`` gives, made once for a moment, a language and ``key``; nobody may change it.

    ``key`` begins with a name and holds everything that ``make`` depends on. A part that read what is not watched
    is made each time.
    """
    store = _open.get()
    if store is None:
        return make()
    full = (*key, get_language())
    if full in store.things:
        part: Part = store.things[full]
        return part
    with noted() as statements:
        part = make()
    if len(store.things) < MOST and store.knows(statements):
        store.things[full] = part
    return part
