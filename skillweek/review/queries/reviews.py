"""The one door to reviews: what waits for whom, and what came back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from skillweek.audit.queries import Difference, since_last_round
from skillweek.common import clock
from skillweek.organisations.models import Membership
from skillweek.organisations.queries import AnyUser, own, scope
from skillweek.organisations.rules import Right, roles_with
from skillweek.review.models import Review


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
    mine = Q(waiting_at__in=here) | ~Q(waiting_at__in=staffed.values("organisation"))
    return waiting_for(user).filter(mine)


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


def returned_to(user: AnyUser) -> QuerySet[Review]:
    """Reviews that came back to units for which ``user`` writes in person, and wait to be mended."""
    mine = own(user, Right.EDIT).values("pk")
    found = Review.objects.filter(state=Review.State.RETURNED, owner__in=mine, moved_at__lte=clock.now())
    return found.select_related("owner")


def queue(user: AnyUser, kind: str = "") -> QuerySet[Review]:
    """What ``user`` decides on one after the other: the longest waiting first, of one ``kind`` or of all."""
    found = for_inbox(user).order_by("moved_at", "pk")
    return found.filter(kind=kind) if kind else found


@dataclass(frozen=True)
class Place:
    """Where a review stands in its queue, and its neighbours."""

    number: int
    total: int
    kind: str
    before: Review | None
    after: Review | None

    @property
    def previous(self) -> str:
        """The address of the one before; empty for the first."""
        return in_queue(self.before.desk_url, self.kind) if self.before else ""

    @property
    def following(self) -> str:
        """The address of the one after; empty for the last."""
        return in_queue(self.after.desk_url, self.kind) if self.after else ""


def _before(review: Review) -> Q:
    return Q(moved_at__lt=review.moved_at) | Q(moved_at=review.moved_at, pk__lt=review.pk)


def _after(review: Review) -> Q:
    return Q(moved_at__gt=review.moved_at) | Q(moved_at=review.moved_at, pk__gt=review.pk)


def place(user: AnyUser, review: Review | None, kind: str = "") -> Place | None:
    """Where ``review`` stands in the queue of ``user``; None when it does not wait for them."""
    found = queue(user, kind)
    if review is None or not found.filter(pk=review.pk).exists():
        return None
    before = found.filter(_before(review))
    return Place(
        before.count() + 1, found.count(), kind, before.last(),
        found.filter(_after(review)).first(),
    )  # fmt: skip


def following(user: AnyUser, review: Review, kind: str = "") -> Review | None:
    """What ``user`` decides on after ``review``: the next in the queue, else the first that is left."""
    found = queue(user, kind).exclude(pk=review.pk)
    return found.filter(_after(review)).first() or found.first()


def next_address(user: AnyUser, review: Review | None, kind: str = "") -> str:
    """Where ``user`` goes after a decision on ``review`` (as it was before): to the next of the queue, or home."""
    then = following(user, review, kind) if review is not None else None
    if then is None:
        return reverse("desk:home")
    return in_queue(then.desk_url, kind)


def in_queue(address: str, kind: str) -> str:
    """``address`` as a page of the queue of ``kind``."""
    path, _sign, fragment = address.partition("#")
    query = f"?{urlencode({'queue': kind})}" if kind else ""
    return path + query + (f"#{fragment}" if fragment else "")


def about(model: type[Model], pk: Any) -> Q:
    """Reviews, or events of reviews, of one thing."""
    return Q(content_type=ContentType.objects.get_for_model(model), object_id=str(pk))


def changes(review: Review | None, target: Model) -> list[Difference]:
    """What is different from what was submitted the time before, when ``target`` came back and is here again."""
    return since_last_round(target) if review is not None and review.round > 1 else []


def decidable(user: AnyUser, pks: Iterable[int]) -> QuerySet[Review]:
    """Reviews of units on which ``user`` decides, whatever their state is now, the longest waiting first."""
    found = Review.objects.filter(pk__in=list(pks), owner__in=scope(user, Right.REVIEW))
    return found.select_related("owner", "waiting_at__parent", "final_at").order_by("moved_at", "pk")


def targets_of(reviews: Iterable[Review]) -> list[QuerySet[Any]]:
    """One queryset per reviewed model, with what its ``get_desk_url`` needs (``desk_relations``)."""
    types = ContentType.objects.get_for_id
    models = {types(review.content_type_id).model_class() for review in reviews} - {None}
    return [
        model._default_manager.select_related(*getattr(model, "desk_relations", ()))
        for model in models
        if model
    ]
