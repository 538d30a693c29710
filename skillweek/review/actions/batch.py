"""Deciding on many things at once: each by the one action of its kind, each for itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.review import queries
from skillweek.review.actions.chain import ReviewError
from skillweek.review.actions.works import approve_work, return_work
from skillweek.review.models import Review, Reviewed
from skillweek.review.rules import BATCH, picked


@dataclass(frozen=True)
class Outcome:
    """What became of one thing: ``review`` as it is now, and why not when it was refused."""

    review: Review
    refused: str = ""


def decide_work(*, target: Reviewed, by: User, approve: bool, reason: str = "", seen: str = "") -> Reviewed:
    """Approve or return a work."""
    if approve:
        return approve_work(work=target, by=by, seen=seen)
    return return_work(work=target, by=by, reason=reason, seen=seen)


def _decide(review: Review, seen: str, by: User, approve: bool, reason: str) -> Outcome:
    try:
        if review.target is None:
            raise ReviewError(_("这一项已经不在了"))
        with transaction.atomic():
            queries.reviewable(review.kind).decide(
                target=review.target, by=by, approve=approve, reason=reason, seen=seen
            )
    except (ReviewError, queries.UnknownKind) as error:
        return Outcome(review, str(error))
    review.refresh_from_db()
    return Outcome(review)


def decide_many(*, tokens: Iterable[str], by: User, approve: bool, reason: str = "") -> list[Outcome]:
    """Approve or return what ``tokens`` (``Review.token``) name, as far as it is in the scope of ``by``.

    What has moved since its token was given is refused with a sentence, and the others go through. Raises ReviewError
    when nothing is named, too much, or a return has no reason.
    """
    seen = picked(tokens)
    if not seen:
        raise ReviewError(_("还没有选任何一项"))
    if len(seen) > BATCH:
        raise ReviewError(_("一次最多处理 %(n)d 项") % {"n": BATCH})
    if not approve and not reason.strip():
        raise ReviewError(_("请写明退回的理由，对方才知道怎么改"), "reason")
    found = list(queries.decidable(by, seen))
    prefetch_related_objects(found, GenericPrefetch("target", queries.targets_of(found)))
    return [_decide(review, seen[review.pk], by, approve, reason) for review in found]
