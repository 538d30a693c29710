"""Many things to decide on at once: what each is, and what should be looked at before."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from skillweek.common.registry import Registry
from skillweek.organisations.queries import AnyUser
from skillweek.review.models import Review
from skillweek.review.queries.reviews import decidable
from skillweek.review.queries.works import works
from skillweek.review.rules import picked


class UnknownKind(Exception):
    """No room has said how things of this kind are decided; the text says so to a person."""


@dataclass(frozen=True)
class Reviewable:
    """What a decision on many at once must know of one kind of thing.

    ``decide(target, by, approve, reason, seen)`` is the room's one action, raising ReviewError; ``prepare`` fetches
    with a queryset what ``look`` reads; ``look(targets)`` gives, by primary key, sentences on what an officer should
    see before approving.
    """

    model: type[Model]
    decide: Callable[..., Any]
    look: Callable[[list[Any]], dict[Any, list[str]]]
    prepare: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda found: found


#: reviewables() -> Reviewable, by ``Review.kind``; kinds of works share the one under ``WORK``
reviewables: Registry[Callable[[], Reviewable]] = Registry()
WORK = "work"


def reviewable(kind: str) -> Reviewable:
    """How things of ``kind`` are decided; raises UnknownKind."""
    if kind in reviewables:
        return reviewables[kind]()
    if kind in works:
        return replace(reviewables[WORK](), model=works[kind]().model)
    raise UnknownKind(_("这一项要在它自己的页面上审核"))


def name_of(kind: str) -> str:
    """What things of ``kind`` are called; the kind itself when no room says it."""
    try:
        return str(reviewable(kind).model._meta.verbose_name)
    except UnknownKind:
        return kind


@dataclass(frozen=True)
class Pick:
    """One of many: its review, the thing itself, what to look at, and whether it has moved since it was picked."""

    review: Review
    target: Model
    stale: bool
    concerns: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What things of its kind are called."""
        return str(self.target._meta.verbose_name)

    @property
    def final(self) -> bool:
        """True when approving it here is the last word."""
        here = self.review.waiting_at
        return here is not None and (here.pk == self.review.final_at_id or here.parent_id is None)


def picks(user: AnyUser, tokens: Iterable[str]) -> list[Pick]:
    """What ``tokens`` name, as far as ``user`` decides on it, the longest waiting first."""
    seen = picked(tokens)
    reviews = list(decidable(user, seen))
    by_kind: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        by_kind[review.kind].append(review)
    targets = {kind: _targets(kind, found) for kind, found in by_kind.items()}
    found = [(review, targets[review.kind].get(review.object_id)) for review in reviews]
    return [Pick(review, one[0], review.token != seen[review.pk], one[1]) for review, one in found if one]


def _targets(kind: str, reviews: list[Review]) -> dict[str, tuple[Model, list[str]]]:
    """The things of one kind with what to look at, by primary key as text."""
    model = ContentType.objects.get_for_id(reviews[0].content_type_id).model_class()
    if model is None:
        return {}
    about = reviewable(kind)
    found = model._default_manager.select_related(*getattr(model, "desk_relations", ()))
    targets = list(about.prepare(found.filter(pk__in=[review.object_id for review in reviews])))
    concerns, rounds = about.look(targets), {review.object_id: review.round for review in reviews}
    again = _("第 %(n)d 次提交，请看改了什么")
    return {
        str(one.pk): (
            one,
            concerns.get(one.pk, []) + [again % {"n": n} for n in [rounds[str(one.pk)]] if n > 1],
        )
        for one in targets
    }
