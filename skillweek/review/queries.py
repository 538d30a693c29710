"""The one door to reviews, and to the works that upper rooms have reviewed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.common.registry import Registry
from skillweek.organisations.models import Membership, Organisation
from skillweek.organisations.queries import AnyUser, OpenThing, decider, own, scope, subtree_ids
from skillweek.organisations.rules import Right, roles_with
from skillweek.review.models import Decision, Review, Reviewed


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


def way_up(review: Review) -> list[Organisation]:
    """The units that ``review`` still has to pass in this round, the one it is with now first; never empty.

    Who decides in a unit's place passes for it; a unit further up passes for all below it.
    """
    way = list(review.owner.ancestors().select_related("parent", "stand_in"))[::-1]
    ids = [unit.pk for unit in way]
    approved = review.decisions.filter(round=review.round, verdict=Decision.Verdict.APPROVED)
    at = 0
    for unit in approved.order_by("id").values_list("organisation_id", flat=True):
        at = ids.index(unit) + 1 if unit in ids else at + 1
    here = [review.waiting_at] if review.waiting_at else [review.owner]
    return way[at:] or here


def after(way: Sequence[Organisation], here: Organisation) -> Organisation:
    """The next unit of ``way`` when ``here`` has approved; ``here`` may stand in for the first."""
    ids = [unit.pk for unit in way]
    at = ids.index(here.pk) if here.pk in ids else 0
    return way[min(at + 1, len(way) - 1)]


@dataclass(frozen=True)
class StandIn:
    """``by`` decides in the place of ``unit``, where nobody may."""

    unit: Organisation
    by: Organisation


def stand_in(review: Review) -> StandIn | None:
    """Who decides on ``review`` in another's place; None when it waits where somebody of the unit itself may."""
    if review.waiting_at is None:
        return None
    meant = way_up(review)[0]
    by = review.waiting_at if review.waiting_at != meant else decider(meant)
    return StandIn(meant, by) if by != meant else None


def open_of(unit: Organisation) -> list[OpenThing]:
    """Reviews of ``unit`` and those below it, and reviews that wait there."""
    mine = Q(owner__in=subtree_ids(unit)) | Q(waiting_at=unit)
    count = Review.objects.filter(mine, state=Review.State.WAITING).count()
    return [OpenThing(_("等待审核的内容"), count, waits=True)]


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
