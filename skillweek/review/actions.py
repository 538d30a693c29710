"""Submitting, approving, returning and withdrawing: the same for everything that is reviewed.

The calling room changes the state of its own object in the same transaction, by what ``Review.state`` says.
"""

from typing import Any, BinaryIO, TypeVar, cast

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.library import queries as library
from skillweek.library.actions import FileRefused, release_file, store_file
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import scope
from skillweek.organisations.rules import Right
from skillweek.review import queries
from skillweek.review.models import Decision, Review, Reviewed
from skillweek.review.rules import WORK_STATES, next_state

PICTURES = ("image/jpeg", "image/png", "image/webp")
Row = TypeVar("Row", bound=models.Model)
AnyWork = TypeVar("AnyWork", bound=Reviewed)


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

    The city's own things are approved at once, by the submission. Raises ReviewError when it already waits.
    """
    last = final or Organisation.objects.get(pk=owner.tenant_id)
    first = owner.parent if owner.pk != last.pk else None
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
    review.waiting_at = first
    review.state = Review.State.WAITING if first else Review.State.APPROVED
    review.save()
    _record(review, Decision.Verdict.SUBMITTED, by, owner)
    return review


def _locked(review: Review, by: User, step: str) -> Review:
    current = Review.objects.select_for_update(of=("self",)).select_related("waiting_at").get(pk=review.pk)
    moved = (current.waiting_at_id, current.round) != (review.waiting_at_id, review.round)
    if moved or next_state(current.state, step) is None:  # another officer was faster
        raise ReviewError(_("这一项已经处理过，请刷新后再看"))
    if current.waiting_at_id not in scope(by, Right.REVIEW):
        raise ReviewError(_("这一项不在您的审核范围内"))
    return current


@transaction.atomic
def approve(*, review: Review, by: User) -> Review:
    """Approve at the organisation where it waits; it goes on to the next one, or is approved for good."""
    review = _locked(review, by, "approve")
    here = review.waiting_at
    assert here is not None  # a constraint of the table: what waits, waits somewhere
    last = here.pk == review.final_at_id or here.parent_id is None
    _record(review, Decision.Verdict.APPROVED, by, here)
    review.state = next_state(review.state, "approve", last=last) or review.state
    review.waiting_at = None if last else here.parent
    review.save(update_fields=["state", "waiting_at"])
    return review


@transaction.atomic
def send_back(*, review: Review, by: User, reason: str) -> Review:
    """Return to the owner with a reason (required)."""
    if not reason.strip():
        raise ReviewError(_("请写明退回的理由，对方才知道怎么改"))
    review = _locked(review, by, "return")
    assert review.waiting_at is not None  # a constraint of the table
    _record(review, Decision.Verdict.RETURNED, by, review.waiting_at, reason.strip())
    review.state, review.waiting_at = Review.State.RETURNED, None
    review.save(update_fields=["state", "waiting_at"])
    return review


@transaction.atomic
def withdraw(*, review: Review, by: User) -> Review:
    """Take back what still waits; the caller has checked that ``by`` may edit the object."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    following = next_state(review.state, "withdraw")
    if following is None:
        raise ReviewError(_("已经处理过，不能再撤回"))
    _record(review, Decision.Verdict.WITHDRAWN, by, review.owner)
    review.state, review.waiting_at = following, None
    review.save(update_fields=["state", "waiting_at"])
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
    review.save(update_fields=["state"])
    return review


def _hold(work: AnyWork) -> AnyWork:
    """The row of ``work`` as it is now, locked until the transaction ends."""
    return type(work)._default_manager.select_for_update(of=("self",)).get(pk=work.pk)


def _check_gate(work: Reviewed, step: str) -> None:
    if reason := queries.shut(work, step):
        raise ReviewError(reason)


def hold_editable(work: AnyWork) -> AnyWork:
    """The locked row of ``work``; ReviewError when it may not be changed (any more, or now)."""
    _check_gate(work, "write")
    current = _hold(work)
    if not current.editable:
        raise ReviewError(_("已经提交或发布的内容不能修改，请先撤回或撤下"))
    return current


def fill(row: Row, facts: dict[str, Any], *, owner: Organisation, by: User | None) -> Row:
    """Set ``facts`` on ``row``; uploads are kept in the library, as files of ``owner``, not public yet."""
    for name, value in facts.items():
        if isinstance(value, UploadedFile):
            try:
                value = store_file(
                    stream=cast(BinaryIO, value),
                    name=value.name or "",
                    owner_code=owner.code,
                    by=by,
                    allowed=_taken(row, name),
                )
            except FileRefused as error:
                raise ReviewError(str(error), field=name) from error
        setattr(row, name, value)
    return row


def _taken(row: models.Model, name: str) -> tuple[str, ...]:
    """The media types taken for an upload: pictures, unless the field is a plain ``file``."""
    return () if name == "file" else PICTURES


@transaction.atomic
def write_work(*, work: AnyWork, facts: dict[str, Any], by: User | None) -> AnyWork:
    """Write ``facts`` to a new work or to one that its unit may still change."""
    moment = clock.now()
    if work.pk is None:
        _check_gate(work, "write")
        work.created_by, work.created_at = by, moment
    else:
        work = hold_editable(work)
    fill(work, facts, owner=work.owner, by=by)
    work.updated_at = moment
    work.save()
    return work


def _follow(work: AnyWork, review: Review) -> AnyWork:
    """Give ``work`` the state that follows from its review; what is published opens its files."""
    work.state = WORK_STATES[review.state]
    if work.state == Reviewed.State.PUBLISHED:
        work.published_at = clock.now()
        for file in library.ready().filter(pk__in=list(queries.works[work.review_kind]().files(work))):
            release_file(file=file)
    work.save(update_fields=["state", "published_at"])
    return work


@transaction.atomic
def submit_work(*, work: AnyWork, by: User | None) -> AnyWork:
    """Send a complete work up the tree; ReviewError names everything that is missing."""
    work = hold_editable(work)
    gaps = queries.works[work.review_kind]().missing(work)
    if gaps:
        raise ReviewError("".join(gaps))
    with translation.override("zh-hans"):
        title = str(work)
    review = submit(target=work, kind=work.review_kind, title=title, owner=work.owner, by=by)
    return _follow(work, review)


def _review_of(work: Reviewed) -> Review:
    review = queries.of(work)
    if review is None:
        raise ReviewError(_("这一项还没有提交"))
    return review


@transaction.atomic
def approve_work(*, work: AnyWork, by: User) -> AnyWork:
    """Approve ``work`` where it waits; the last approval publishes it."""
    _check_gate(work, "review")
    work = _hold(work)
    return _follow(work, approve(review=_review_of(work), by=by))


@transaction.atomic
def return_work(*, work: AnyWork, by: User, reason: str) -> AnyWork:
    """Return ``work`` to its unit with a reason."""
    _check_gate(work, "review")
    work = _hold(work)
    return _follow(work, send_back(review=_review_of(work), by=by, reason=reason))


@transaction.atomic
def withdraw_work(*, work: AnyWork, by: User) -> AnyWork:
    """Take back what waits, or take down what is public; either way its unit may change it again."""
    work = _hold(work)
    step = take_down if work.state == Reviewed.State.PUBLISHED else withdraw
    return _follow(work, step(review=_review_of(work), by=by))
