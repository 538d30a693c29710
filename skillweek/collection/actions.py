"""Handing in material, accepting and returning it."""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.collection.models import Call, Item, ItemRule, Submission
from skillweek.collection.rules import next_state
from skillweek.common import clock
from skillweek.library.actions import store_file
from skillweek.library.models import File
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed
from skillweek.plan.rules import Shift
from skillweek.review import actions as reviews
from skillweek.review.models import Review
from skillweek.review.queries import of as review_of


class CollectionError(Exception):
    """A step that is not allowed; the text says why, to a person."""


def _allowed(item: Item, step: str) -> str:
    following = next_state(item.state, step)
    if following is None:
        raise CollectionError(
            _("这份材料现在是“%(state)s”，不能这样操作") % {"state": item.get_state_display()}
        )
    return following


def _check_phase(call: Call, step: str = "hand_in") -> None:
    if reason := closed(call.edition, step):
        raise CollectionError(reason)


def _check_open(call: Call) -> None:
    if clock.today(call.edition.time_zone) < call.opens:
        raise CollectionError(
            _("%(month)s 月 %(day)s 日起才开始收集材料") % {"month": call.opens.month, "day": call.opens.day}
        )


def _stored(
    *, rule: ItemRule, organisation: Organisation, stream: BinaryIO, name: str, title: str, by: User
) -> File:
    return store_file(
        stream=stream, name=name, owner_code=organisation.code, by=by,
        allowed=tuple(rule.media_types.split()), max_size=rule.max_megabytes << 20, alt=title,
    )  # fmt: skip


@transaction.atomic
def clone_calls(source: Edition, target: Edition, shift: Shift) -> int:
    """Give ``target`` the calls of ``source`` with their rules; dates follow, and the year in a title."""
    kinds = {kind.code: kind for kind in target.materialkinds.all()}
    calls = Call.objects.filter(edition=source)
    for call in calls:
        made = Call.objects.create(
            edition=target, title=call.title.replace(f"{source.year}", f"{target.year}"), text=call.text,
            opens=shift.nearest(call.opens), deadline=shift.nearest(call.deadline),
        )  # fmt: skip
        ItemRule.objects.bulk_create(
            ItemRule(
                call=made, kind=kinds[rule.kind.code], minimum=rule.minimum, maximum=rule.maximum,
                media_types=rule.media_types, max_megabytes=rule.max_megabytes, hint=rule.hint,
            )
            for rule in call.rules.select_related("kind")
        )  # fmt: skip
    return len(calls)


@transaction.atomic
def move_calls(edition: Edition, shift: Shift) -> None:
    """Let the dates of calls follow those of ``edition``."""
    for call in Call.objects.filter(edition=edition):
        call.opens, call.deadline = shift.nearest(call.opens), shift.nearest(call.deadline)
        call.save(update_fields=["opens", "deadline"])


@transaction.atomic
def add_item(
    *, call: Call, rule: ItemRule, organisation: Organisation, stream: BinaryIO, name: str, title: str,
    caption: str, by: User,
) -> Item:  # fmt: skip
    """Put a file into the unit's folder as a draft.

    Raises FileRefused for a wrong or too big file, CollectionError when the call is not open or the rule is full.
    """
    _check_open(call)
    _check_phase(call)
    submission, _made = Submission.objects.get_or_create(
        call=call, organisation=organisation, defaults={"created_at": clock.now()}
    )
    Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.items.filter(rule=rule).exclude(state=Item.State.WITHDRAWN).count() >= rule.maximum:
        raise CollectionError(_("这一类最多 %(count)s 份，请先移除一份") % {"count": rule.maximum})
    file = _stored(rule=rule, organisation=organisation, stream=stream, name=name, title=title, by=by)
    return Item.objects.create(
        submission=submission, rule=rule, title=title, caption=caption, file=file, created_by=by
    )


@transaction.atomic
def hand_in(*, call: Call, organisation: Organisation, by: User) -> list[Item]:
    """Send every draft of the unit up to the unit above it; raises CollectionError when there is none."""
    _check_phase(call)
    items = list(
        Item.objects.select_for_update(of=("self",)).filter(
            submission__call=call, submission__organisation=organisation, state=Item.State.DRAFT
        )
    )
    if not items:
        raise CollectionError(_("没有可以报送的材料，请先上传"))
    for item in items:
        item.state = _allowed(item, "submit")
        item.submitted_at = clock.now()
        item.save(update_fields=["state", "submitted_at"])
        reviews.submit(
            target=item, kind="item", title=item.title, owner=organisation, by=by, final=organisation.parent
        )
    return items


@transaction.atomic
def decide_item(*, item: Item, by: User, accept: bool, reason: str = "", seen: str = "") -> Item:
    """Accept or return (with a reason) one item; raises ReviewError when it is not for ``by`` or already done.

    ``seen`` is the review's token on the page where the person decided; refused when it has moved since.
    """
    _check_phase(item.submission.call, "decide_materials")
    review = review_of(item)
    if review is None:
        raise CollectionError(_("这份材料还没有报送"))
    locked = Item.objects.select_for_update().get(pk=item.pk)
    review = (
        reviews.approve(review=review, by=by, seen=seen)
        if accept
        else reviews.send_back(review=review, by=by, reason=reason, seen=seen)
    )
    if review.state != Review.State.WAITING:
        locked.state = _allowed(locked, "accept" if accept else "return")
        locked.save(update_fields=["state"])
    return locked


def decide_reviewed(*, target: Item, by: User, approve: bool, reason: str = "", seen: str = "") -> None:
    """``decide_item`` as one of many (``review.queries.Reviewable``)."""
    try:
        decide_item(item=target, by=by, accept=approve, reason=reason, seen=seen)
    except CollectionError as error:
        raise reviews.ReviewError(str(error)) from error


@transaction.atomic
def replace_file(*, item: Item, stream: BinaryIO, name: str, by: User) -> Item:
    """Put a new file in the place of a draft's or a returned item's; it must be handed in again."""
    _check_phase(item.submission.call)
    locked = Item.objects.select_for_update().get(pk=item.pk)
    state = _allowed(locked, "replace")
    locked.file = _stored(rule=item.rule, organisation=item.submission.organisation, stream=stream, name=name,
                          title=item.title, by=by)  # fmt: skip
    locked.state = state
    locked.save(update_fields=["file", "state"])
    return locked


@transaction.atomic
def remove_item(*, item: Item, by: User) -> Item:
    """Take a draft or a returned item out of the folder; the row and its history stay, nobody waits for it."""
    _check_phase(item.submission.call)
    locked = Item.objects.select_for_update().get(pk=item.pk)
    locked.state = _allowed(locked, "remove")
    locked.save(update_fields=["state"])
    review = review_of(item)
    if review is not None and review.state == Review.State.RETURNED:
        reviews.withdraw(review=review, by=by)
    return locked
