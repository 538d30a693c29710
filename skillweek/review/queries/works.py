"""The works that upper rooms have reviewed, and how the desk shows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from skillweek.common.registry import Registry
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.review.models import Reviewed


@dataclass(frozen=True)
class Part:
    """Rows that belong to a work (exhibits of a hall, scenes of a tour …) and how they are written."""

    key: str
    label: Any
    hint: Any
    form: type[Any]
    rows: Callable[[Any], QuerySet[Any]]
    write: Callable[..., Model]
    remove: Callable[..., None]


@dataclass(frozen=True)
class Work:
    """What the desk must know about one kind of reviewed work; rooms register one per kind."""

    model: type[Reviewed]
    label: Any
    hint: Any
    form: type[Any]
    blank: Callable[[Organisation], Reviewed | None]
    write: Callable[..., Reviewed]
    missing: Callable[[Any], list[str]]
    details: Callable[[Any], dict[str, Any]]
    files: Callable[[Any], Iterable[UUID]]
    preview: str
    css: str
    parts: tuple[Part, ...] = field(default=())


#: gate(work, step) -> why ``step`` (write, review) is not open for the work now, in a sentence; None when it is
gates: Registry[Callable[[Reviewed, str], str | None]] = Registry()


def shut(work: Reviewed, step: str) -> str | None:
    """Why ``step`` is not open for ``work`` now, as upper rooms know; None when it is."""
    said = (gate(work, step) for _key, gate in gates.items())
    return next((reason for reason in said if reason), None)


#: works() -> Work, by ``Reviewed.review_kind``; a call, so that forms are imported only when they are needed
works: Registry[Callable[[], Work]] = Registry()


def works_visible_to(user: AnyUser, model: type[Reviewed]) -> QuerySet[Any]:
    """Works of the units whose desk ``user`` may see, latest change first."""
    found = model._default_manager.filter(owner__in=scope(user, Right.SEE))
    return found.select_related("owner__kind", "owner__parent").order_by("-updated_at", "-pk")


def works_editable_by(user: AnyUser, model: type[Reviewed]) -> QuerySet[Any]:
    """Works of the units for which ``user`` may write."""
    return works_visible_to(user, model).filter(owner__in=scope(user, Right.EDIT))


def works_reviewable_by(user: AnyUser, model: type[Reviewed]) -> QuerySet[Any]:
    """Works of the units on which ``user`` decides, whatever their state is now."""
    return works_visible_to(user, model).filter(owner__in=scope(user, Right.REVIEW))
