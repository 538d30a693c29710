"""Submitting, approving, returning and withdrawing: the same for everything that is reviewed.

The calling room changes the state of its own object in the same transaction, by what ``Review.state`` says.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import decider, scope
from skillweek.organisations.rules import Right
from skillweek.review import queries
from skillweek.review.models import Decision, Review
from skillweek.review.rules import next_state


class ReviewError(Exception):
    """A step that is not allowed now; the text says why, to a person; ``field`` when one input is to blame."""

    def __init__(self, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.field = field


def _record(
    review: Review, verdict: str, user: User | None, organisation: Organisation, reason: str = ""
) -> None:
    Decision.objects.create(
        review=review, verdict=verdict, by=user, organisation=organisation, reason=reason,
        round=review.round, at=clock.now(),
    )  # fmt: skip


def _move(review: Review) -> None:
    review.moved_at = clock.now()
    review.save(update_fields=["state", "waiting_at", "moved_at"])


@transaction.atomic
def submit(
    *,
    target: models.Model,
    kind: str,
    title: str,
    owner: Organisation,
    by: User | None,
    final: Organisation | None = None,
) -> Review:
    """Send ``target`` up the tree: it waits at the owner's parent, and ends at ``final`` (the city by default).

    Where nobody may decide, it waits at who stands in (``organisations.queries.decider``). The city's own things
    are approved at once, by the submission. Raises ReviewError when it already waits.
    """
    last = final or Organisation.objects.get(pk=owner.tenant_id)
    first = decider(owner.parent) if owner.parent is not None and owner.pk != last.pk else None
    content_type = ContentType.objects.get_for_model(target)
    review = (
        Review.objects.select_for_update().filter(content_type=content_type, object_id=str(target.pk)).first()
    )
    if review is not None and next_state(review.state, "submit") is None:
        raise ReviewError(_("已经提交，正在审核或已经通过"))
    if review is None:
        review = Review(content_type=content_type, object_id=str(target.pk), kind=kind, round=0)
    review.title, review.owner, review.city_id, review.final_at = title[:120], owner, owner.tenant_id, last
    review.submitted_by, review.submitted_at, review.round = by, clock.now(), review.round + 1
    review.moved_at = review.submitted_at
    review.waiting_at = first
    review.state = Review.State.WAITING if first else Review.State.APPROVED
    review.save()
    _record(review, Decision.Verdict.SUBMITTED, by, owner)
    return review


def _locked(review: Review, by: User, step: str, seen: str = "") -> Review:
    current = Review.objects.select_for_update(of=("self",)).select_related("waiting_at").get(pk=review.pk)
    moved = current.token != (seen or review.token)
    if moved or next_state(current.state, step) is None:  # another officer was faster
        raise ReviewError(_("这一项已经处理过，请刷新后再看"))
    if current.waiting_at_id not in scope(by, Right.REVIEW):
        raise ReviewError(_("这一项不在您的审核范围内"))
    return current


@transaction.atomic
def approve(*, review: Review, by: User, seen: str = "") -> Review:
    """Approve at the organisation where it waits; it goes on to the next one, or is approved for good.

    ``seen`` is the review's token on the page where the person decided: refused when it has moved since.
    """
    review = _locked(review, by, "approve", seen)
    here = review.waiting_at
    assert here is not None  # a constraint of the table: what waits, waits somewhere
    way = queries.way_up(review)
    last = here.parent_id is None or review.final_at_id in {here.pk, way[0].pk}
    _record(review, Decision.Verdict.APPROVED, by, here)
    review.state = next_state(review.state, "approve", last=last) or review.state
    review.waiting_at = None if last else decider(queries.after(way, here))
    _move(review)
    return review


@transaction.atomic
def send_back(*, review: Review, by: User, reason: str, seen: str = "") -> Review:
    """Return to the owner with a reason (required); ``seen`` as for ``approve``."""
    if not reason.strip():
        raise ReviewError(_("请写明退回的理由，对方才知道怎么改"))
    review = _locked(review, by, "return", seen)
    assert review.waiting_at is not None  # a constraint of the table
    _record(review, Decision.Verdict.RETURNED, by, review.waiting_at, reason.strip())
    review.state, review.waiting_at = Review.State.RETURNED, None
    _move(review)
    return review


@transaction.atomic
def withdraw(*, review: Review, by: User) -> Review:
    """Take back what still waits or came back; the caller has checked that ``by`` may edit the object."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    following = next_state(review.state, "withdraw")
    if following is None:
        raise ReviewError(_("已经处理过，不能再撤回"))
    _record(review, Decision.Verdict.WITHDRAWN, by, review.owner)
    review.state, review.waiting_at = following, None
    _move(review)
    return review


@transaction.atomic
def take_down(*, review: Review, by: User) -> Review:
    """End the approval of what is public; the caller has checked that ``by`` may edit the object."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    following = next_state(review.state, "take_down")
    if following is None:
        raise ReviewError(_("只有已发布的内容可以撤下"))
    _record(review, Decision.Verdict.WITHDRAWN, by, review.owner)
    review.state = following
    _move(review)
    return review
