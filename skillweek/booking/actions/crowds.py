"""Crowd rules switched: places follow the limit at once, and who is over it moves or is released after a review."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking.actions.calloffs import Moved, check_reason, close_offers, tell_later
from skillweek.booking.actions.capacity import give_back, hold_around_all, take
from skillweek.booking.actions.instead import rebook
from skillweek.booking.actions.offers import offer_freed
from skillweek.booking.models import Booking, CallOff, Quota, Suggestion, WaitingEntry
from skillweek.booking.queries import crowds as queries
from skillweek.booking.queries.calloffs import officer_of
from skillweek.booking.rules import BookingError, NotAllowed
from skillweek.common import clock
from skillweek.plan.models import Edition
from skillweek.programme.models import Session

_FOLLOWS = ["places", "buffer", "wished_places", "wished_buffer"]


def fit_places(edition: Edition, only: Session | None = None) -> None:
    """Bring the places of ``edition`` (or of one session) to what crowd rules leave, in the caller's transaction.

    What is wished stays written down and comes back when a rule is relaxed. Where more are taken than the limit
    leaves, nobody is put out here: ``places`` stay at what is taken and the rest is kept back, so that a place
    given up is not booked again above the limit.
    """
    chosen = queries.followed(edition)
    ids = list((chosen.filter(pk=only.pk) if only else chosen).values_list("pk", flat=True))
    held = hold_around_all(ids)
    caps = queries.quota_caps(queries.session_caps(edition))
    changed = [quota for quota in held if _fit(quota, caps.get(quota.pk))]
    raised = [quota.pk for quota in changed if quota.left > 0]
    for quota in changed:
        quota.save(update_fields=_FOLLOWS)
    hoping = WaitingEntry.objects.filter(session__quotas__in=raised, state=WaitingEntry.State.WAITING)
    for session in Session.objects.filter(pk__in=hoping.values("session")).order_by("pk"):
        offer_freed(session)


def _fit(quota: Quota, cap: int | None) -> bool:
    """Set the places that ``cap`` leaves; False when they are so already."""
    before = (quota.places, quota.buffer, quota.wished_places, quota.wished_buffer)
    wish = quota.places if quota.wished_places is None else quota.wished_places
    kept = quota.buffer if quota.wished_buffer is None else quota.wished_buffer
    if cap is None or cap >= wish:
        quota.places, quota.buffer = max(wish, quota.taken), min(kept, wish)
        quota.wished_places = quota.wished_buffer = None
    else:
        quota.places = max(cap, quota.taken)
        quota.buffer = min(kept, cap) + quota.places - cap
        quota.wished_places, quota.wished_buffer = wish, kept
    return before != (quota.places, quota.buffer, quota.wished_places, quota.wished_buffer)


@transaction.atomic
def thin_out(*, edition: Edition, reason: str, seen: str, by: User) -> CallOff:
    """Move and release, as reviewed, everybody whom crowd rules leave no room; raises BookingError when refused.

    ``seen`` is the fingerprint of the plan that was looked at: when anything has changed since, nothing is done.
    """
    said = check_reason(reason)
    if not officer_of(by, edition):
        raise NotAllowed(_("只有市级和县级管理员可以按限流调整预约"), "")
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    hold_around_all(list(queries.followed(edition).values_list("pk", flat=True)))
    plan = queries.plan(edition, by)
    if not plan:
        raise BookingError(_("现在没有超过上限的场次"))
    if seen != queries.seen(plan):
        raise Moved(_("预约和您刚才看到的不一样了，请再核对一遍"))
    if not any(one.groups for one in plan):
        raise BookingError(_("超出的人都已入场，没有可以调整的预约"))
    days = {one.session.day for one in plan}
    made = CallOff.objects.create(
        city=edition.city, edition=edition, scope=CallOff.Scope.CROWD, reason=said, by=by, at=clock.now(),
        day=days.pop() if len(days) == 1 else None,
    )  # fmt: skip
    entries: list[int] = []
    for one in plan:
        for booking in one.releases:
            entries += _release(made, booking)
        for booking, to in one.moves:
            _release(made, booking)
            quotas = take(session=to.pk, audience=booking.audience_id, party=booking.party, any_size=True)
            Suggestion.objects.create(
                booking=booking, session=to, at=made.at, taken=rebook(booking, to, quotas)
            )
    close_offers(made, made.at)
    fit_places(edition)
    tell_later(made, entries)
    return made


def _release(made: CallOff, booking: Booking) -> list[int]:
    """End one booking and give its places back; the entry of the waiting list whose offer it was is over too."""
    booking.state, booking.cancelled_at, booking.call_off = Booking.State.CANCELLED, made.at, made
    booking.save(update_fields=["state", "cancelled_at", "call_off"])
    give_back(quotas=booking.quotas, party=booking.party)
    offered = WaitingEntry.objects.filter(offers__booking=booking, state=WaitingEntry.State.OFFERED)
    ids = list(offered.values_list("pk", flat=True))
    WaitingEntry.objects.filter(pk__in=ids).update(state=WaitingEntry.State.CLOSED)
    return ids
