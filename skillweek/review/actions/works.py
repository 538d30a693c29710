"""Writing reviewed works, and their way through the chain."""

from typing import Any, BinaryIO, TypeVar, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.library import queries as library
from skillweek.library.actions import FileRefused, release_file, store_file
from skillweek.organisations.models import Organisation
from skillweek.review import queries
from skillweek.review.actions.chain import ReviewError, approve, send_back, submit, take_down, withdraw
from skillweek.review.models import Review, Reviewed
from skillweek.review.rules import WORK_STATES

PICTURES = ("image/jpeg", "image/png", "image/webp")
Row = TypeVar("Row", bound=models.Model)
AnyWork = TypeVar("AnyWork", bound=Reviewed)


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
def approve_work(*, work: AnyWork, by: User, seen: str = "") -> AnyWork:
    """Approve ``work`` where it waits; the last approval publishes it."""
    _check_gate(work, "review")
    work = _hold(work)
    return _follow(work, approve(review=_review_of(work), by=by, seen=seen))


@transaction.atomic
def return_work(*, work: AnyWork, by: User, reason: str, seen: str = "") -> AnyWork:
    """Return ``work`` to its unit with a reason."""
    _check_gate(work, "review")
    work = _hold(work)
    return _follow(work, send_back(review=_review_of(work), by=by, reason=reason, seen=seen))


@transaction.atomic
def withdraw_work(*, work: AnyWork, by: User) -> AnyWork:
    """Take back what waits, or take down what is public; either way its unit may change it again."""
    work = _hold(work)
    step = take_down if work.state == Reviewed.State.PUBLISHED else withdraw
    return _follow(work, step(review=_review_of(work), by=by))
