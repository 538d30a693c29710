"""What reviews put into people's inboxes: what waits for a decision, and what came back."""

from typing import Any

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common.inbox import Kind, Kinds, Rows
from skillweek.common.registry import InboxItem
from skillweek.review.models import Decision, Review
from skillweek.review.queries import for_inbox, name_of, returned_to, targets_of
from skillweek.review.rules import MEND_DAYS, REVIEW_DAYS

#: what the inbox looks into when somebody searches
WORDS = ("title", "owner__name", "owner__short_name")


def _kinds(prefix: str, label: str, action: str) -> Kinds:
    return lambda codes: {
        code: Kind(prefix + code, label % {"what": name_of(code)}, action) for code in codes
    }


def _shown(reviews: QuerySet[Review]) -> list[tuple[Any, InboxItem]]:
    found = list(reviews)
    prefetch_related_objects(found, GenericPrefetch("target", targets_of(found)))
    return [
        (review.pk, InboxItem(
            kind=review.kind, title=review.title, url=review.target.get_desk_url(), since=review.moved_at,
            organisation=review.owner.short_name, unit=review.owner_id, note=_note(review),
            pick=review.token if review.waiting_at_id else "",
        ))
        for review in found if review.target is not None
    ]  # fmt: skip


def _note(review: Review) -> str:
    if review.state == Review.State.RETURNED:
        return "".join(decision.reason for decision in review.returns)  # type: ignore[attr-defined]  # prefetched
    return _("第 %(n)d 次提交") % {"n": review.round} if review.round > 1 else ""


def waiting(user: User) -> list[Rows]:
    """Reviews that wait for the person, each with the page of the room that decides on it."""
    return [Rows(for_inbox(user), _kinds("", _("审核%(what)s"), _("审核")), _shown, since="moved_at",
                 unit="owner", words=WORDS, kind="kind", days=REVIEW_DAYS)]  # fmt: skip


def returned(user: User) -> list[Rows]:
    """What came back to the person's own units, with the reason."""
    last = (
        Decision.objects.filter(verdict=Decision.Verdict.RETURNED)
        .order_by("review_id", "-pk")
        .distinct("review_id")
    )
    reviews = returned_to(user).prefetch_related(Prefetch("decisions", last, to_attr="returns"))
    return [Rows(reviews, _kinds("returned-", _("退回的%(what)s"), _("修改后再提交")), _shown,
                 since="moved_at", unit="owner", words=WORDS, kind="kind", days=MEND_DAYS)]  # fmt: skip
