"""The one door to reviews, and to the works that upper rooms have reviewed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from skillweek.common import clock
from skillweek.common.registry import Registry
from skillweek.organisations.models import Membership, Organisation
from skillweek.organisations.queries import AnyUser, own, scope
from skillweek.organisations.rules import Right, roles_with
from skillweek.review.models import Review, Reviewed


def waiting_for(user: AnyUser, kind: str = "") -> QuerySet[Review]:
    """Reviews that wait at an organisation where ``user`` may decide, oldest first.

    A city officer sees, and may decide, what waits at a county too: so nothing is stuck where a county has
    no reviewer.
    """
    found = Review.objects.filter(
        state=Review.State.WAITING, waiting_at__in=scope(user, Right.REVIEW), submitted_at__lte=clock.now()
    )
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("owner", "waiting_at", "submitted_by")


def for_inbox(user: AnyUser) -> QuerySet[Review]:
    """Reviews that wait for ``user`` in person: at units of their own, and below where nobody may decide."""
    here = own(user, Right.REVIEW).values("pk")
    staffed = Membership.objects.filter(active=True, user__is_active=True, role__in=roles_with(Right.REVIEW))
    waiting = waiting_for(user)
    return waiting.filter(waiting_at__in=here) | waiting.exclude(
        waiting_at__in=staffed.values("organisation")
    )


def of(target: Model) -> Review | None:
    """The review of ``target`` with its decisions, or None when it was never submitted."""
    found = Review.objects.filter(content_type__app_label=target._meta.app_label,
                                  content_type__model=target._meta.model_name,
                                  object_id=str(target.pk))  # fmt: skip
    return (
        found.prefetch_related("decisions__by", "decisions__organisation")
        .select_related("waiting_at")
        .first()
    )


def may_decide(user: AnyUser, review: Review) -> bool:
    """True when ``user`` may approve or return ``review`` now."""
    return review.state == Review.State.WAITING and review.waiting_at_id in scope(user, Right.REVIEW)


def of_all(targets: Sequence[Model]) -> dict[str, Review]:
    """Reviews of ``targets`` (all of one model) by their primary key as text, with decisions, in three queries."""
    if not targets:
        return {}
    meta = targets[0]._meta
    found = Review.objects.filter(
        content_type__app_label=meta.app_label,
        content_type__model=meta.model_name,
        object_id__in=[str(target.pk) for target in targets],
    )
    found = found.prefetch_related("decisions__by", "decisions__organisation").select_related("waiting_at")
    return {review.object_id: review for review in found}


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
