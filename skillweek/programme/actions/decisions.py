"""An activity's way from draft to public: the review chain, and its end."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.library.actions import release_file
from skillweek.programme.actions.activities import locked, touch
from skillweek.programme.actions.revisions import check_revision, merge_revision
from skillweek.programme.actions.rooms import take_rooms
from skillweek.programme.actions.sessions import check_nobody_counts_on
from skillweek.programme.models import Activity, Session
from skillweek.programme.rules import NotReady, ProgrammeError, advance, missing, permit_gaps
from skillweek.review import actions as review_actions
from skillweek.review import queries as review_queries
from skillweek.review.models import Review


def _planned(activity: Activity) -> list[Session]:
    return list(activity.sessions.filter(state=Session.State.PLANNED).select_related("venue"))


def _publish(activity: Activity) -> None:
    """From submitted to public, in the two steps of the state table; a working copy into the one it revises.

    Raises NotReady when anything still stands against it.
    """
    sessions = _planned(activity)
    if gaps := missing(activity, activity.audiences.count(), sessions) + permit_gaps(activity, sessions):
        raise NotReady(gaps)
    activity.state = advance(activity.state, "approve")
    if activity.revises_id is not None:
        merge_revision(activity)
        return
    activity.state = advance(activity.state, "publish")
    activity.published_at = clock.now()
    if activity.cover is not None:
        release_file(file=activity.cover)
    touch(activity, "state", "published_at")
    take_rooms(activity=activity)


def _review_of(activity: Activity) -> Review:
    review = review_queries.of(activity)
    if review is None:
        raise ProgrammeError(_("这个活动还没有提交过"))
    return review


@transaction.atomic
def submit_activity(*, activity: Activity, by: User | None) -> Review:
    """Send a complete activity to the unit above; the city's own is public at once. Raises NotReady."""
    current = locked(activity, "submit")
    gaps = missing(current, current.audiences.count(), _planned(current))
    if gaps:
        raise NotReady(gaps)
    if current.revises_id is not None:
        check_revision(current)
    current.state = advance(current.state, "submit")
    touch(current, "state")
    title = _("%(title)s（修改稿）") % {"title": current.title} if current.revises_id else current.title
    try:
        review = review_actions.submit(
            target=current, kind="activity", title=title, owner=current.owner, by=by
        )
    except review_actions.ReviewError as error:
        raise ProgrammeError(str(error)) from error
    if review.state == Review.State.APPROVED:
        _publish(current)
    return review


@transaction.atomic
def decide_activity(
    *, activity: Activity, by: User, approve: bool, reason: str = "", seen: str = ""
) -> Activity:
    """Approve (on to the next unit, or public when this was the last) or return with a reason.

    ``seen`` is the review's token on the page where the person decided; refused when it has moved since.
    """
    current = locked(activity, "approve" if approve else "return")
    review = _review_of(current)
    try:
        if approve:
            review = review_actions.approve(review=review, by=by, seen=seen)
        else:
            review = review_actions.send_back(review=review, by=by, reason=reason, seen=seen)
    except review_actions.ReviewError as error:
        raise ProgrammeError(str(error), "reason") from error
    if review.state == Review.State.APPROVED:
        _publish(current)
    elif review.state == Review.State.RETURNED:
        current.state = advance(current.state, "return")
        touch(current, "state")
    return current


def decide_reviewed(*, target: Activity, by: User, approve: bool, reason: str = "", seen: str = "") -> None:
    """``decide_activity`` as one of many (``review.queries.Reviewable``)."""
    try:
        decide_activity(activity=target, by=by, approve=approve, reason=reason, seen=seen)
    except ProgrammeError as error:
        raise review_actions.ReviewError(str(error)) from error


@transaction.atomic
def withdraw_activity(*, activity: Activity, by: User) -> Activity:
    """Take back what still waits; it is a draft again."""
    current = locked(activity, "withdraw")
    try:
        review_actions.withdraw(review=_review_of(current), by=by)
    except review_actions.ReviewError as error:
        raise ProgrammeError(str(error)) from error
    current.state = advance(current.state, "withdraw")
    touch(current, "state")
    return current


@transaction.atomic
def cancel_activity(*, activity: Activity) -> Activity:
    """Cancel a published activity with all sessions that are not over; it is not public any more."""
    current = locked(activity, "cancel")
    coming = list(
        current.sessions.select_for_update()
        .filter(state=Session.State.PLANNED, ends__gt=clock.now())
        .order_by("pk")
    )
    check_nobody_counts_on([session.pk for session in coming])
    current.state = advance(current.state, "cancel")
    touch(current, "state")
    for session in coming:
        session.state, session.holds_venue = Session.State.CANCELLED, False
        session.save(update_fields=["state", "holds_venue"])
    return current
