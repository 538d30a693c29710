"""What upper rooms put on the public page of an activity."""

from collections.abc import Callable

from skillweek.common.registry import Registry

#: each gives an expression of SQL on the row ``a`` of programme_activity, null where it says nothing: the public log
#: of changes and those who follow the activity are told when it says something else
told_beside: Registry[Callable[[], str]] = Registry()
