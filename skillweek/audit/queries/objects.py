"""Whose history who may read: every room says it for what it tracks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from pghistory.core import event_models

from skillweek.common.registry import Registry


@dataclass(frozen=True)
class Tracked:
    """How the history of one model is guarded.

    ``visible(user)`` gives the rows whose history a person may read. ``unit`` leads from a row to its unit, for the
    journal of a unit (``within(units)`` says it where no path does). ``part_of`` leads to the thing on whose page the
    history of a part is shown. ``journal``: shown there without being asked for. ``about(model, pk)`` says which rows
    are about any thing, for rows that may be about things of every model.
    """

    visible: Callable[[Any], QuerySet[Any]]
    unit: str = ""
    within: Callable[[list[int]], Q] | None = None
    part_of: str = ""
    journal: bool = True
    about: Callable[[type[Model], Any], Q] | None = None

    def of_units(self, units: list[int]) -> Q:
        """The events of rows of ``units``."""
        return self.within(units) if self.within else Q(**{f"{self.unit}__in": units})


#: by label of the model, in small letters: ``programme.activity``
tracked: Registry[Tracked] = Registry()


def model_of(label: str) -> type[Model]:
    """The model called ``label``."""
    return apps.get_model(label)


def events_of(label: str) -> Any:
    """The model of the events of ``label``."""
    (events,) = event_models(tracks_model=model_of(label))
    return events


def parts_of(label: str) -> Iterator[tuple[str, str]]:
    """Labels of what is part of ``label``, with the way up."""
    whole = model_of(label)
    for name, how in tracked.items():
        if how.part_of and _end(model_of(name), how.part_of) is whole:
            yield name, how.part_of


def _end(model: Any, path: str) -> Any:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def readable(user: Any, label: str) -> QuerySet[Any] | None:
    """Rows of ``label`` whose history ``user`` may read; None when no room has said anything about it."""
    return tracked[label].visible(user) if label in tracked else None
