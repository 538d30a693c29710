"""Whose messages a person looks after. Units stand above this room and tell it through a registry."""

from collections.abc import Callable

from skillweek.accounts.models import User
from skillweek.common.registry import Registry
from skillweek.messaging.rules import Desk

#: provider set by the organisations room: user -> units they manage
desks_of: Registry[Callable[[User], list[Desk]]] = Registry()


def desks(user: User) -> list[Desk]:
    """The units whose messages ``user`` looks after."""
    return desks_of["by user"](user)


def cities_of(user: User) -> list[Desk]:
    """The cities that ``user`` decides for."""
    return [desk for desk in desks(user) if desk.is_city]
