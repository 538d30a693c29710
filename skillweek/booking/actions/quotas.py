"""Several quotas of one session, and one quota of several sessions: made, changed, taken away."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Func, Q, QuerySet, Sum, Value
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking.actions.capacity import Link, hold_around_all
from skillweek.booking.actions.crowds import fit_places
from skillweek.booking.actions.offers import offer_freed
from skillweek.booking.actions.places import NotYours
from skillweek.booking.models import Booking, Quota
from skillweek.booking.rules import LIVE, BookingError, NotAllowed, NotOpen, Wished, may_set_quota
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.models import Audience
from skillweek.plan.queries import closed
from skillweek.programme.models import Session


@transaction.atomic
def save_quota(
    *, by: User, wished: Wished, sessions: Collection[Session], audience: Audience | None, quota: Quota | None = None
) -> Quota:  # fmt: skip
    """Give ``sessions`` a quota together, or change it; whoever has booked already counts.

    Raises NotAllowed with the field, NotOpen in the wrong phase, NotYours; then nothing was written.
    """
    if not sessions:
        raise NotAllowed(_("请至少选一场"), "sessions")
    before = list(quota.sessions.all()) if quota else []
    around = {one.pk: one for one in [*before, *sessions]}
    _may(by, list(around.values()))
    _hold(list(around))
    found = Quota.objects.select_for_update().get(pk=quota.pk) if quota else Quota(city_id=_city(sessions))
    people = _counted([one.pk for one in sessions], audience)
    taken = people.aggregate(people=Sum("party"))["people"] or 0
    rooms = [one.venue.capacity for one in sessions if one.venue]
    if refused := may_set_quota(wished, taken, rooms if len(rooms) == len(sessions) else []):
        raise refused
    found.name, found.audience, found.taken = wished.name, audience, taken
    found.places, found.buffer = wished.places, wished.buffer
    found.smallest_party, found.largest_party = wished.smallest_party, wished.largest_party
    found.wished_places = found.wished_buffer = None
    found.save()
    found.sessions.set(sessions)
    _leave(found)
    people.update(quotas=Func(F("quotas"), Value(found.pk), function="array_append"))
    _after(list(around.values()))
    return found


@transaction.atomic
def drop_quota(*, by: User, quota: Quota) -> None:
    """Take a quota away; the last one of a session that people have booked stays. Raises BookingError."""
    sessions = list(quota.sessions.select_related("activity__edition", "activity__owner"))
    _may(by, sessions)
    _hold([one.pk for one in sessions])
    found = Quota.objects.select_for_update().get(pk=quota.pk)
    for one in sessions:
        others = Quota.objects.filter(sessions=one).exclude(pk=found.pk)
        if not others.exists() and Booking.objects.filter(session=one, state__in=LIVE).exists():
            raise BookingError(_("这是一场活动唯一的名额，已经有人预约，不能去掉"))
    _leave(found)
    found.sessions.clear()
    found.delete()
    _after(sessions)


def _may(by: User, sessions: Collection[Session]) -> None:
    """Raise why ``by`` may not set quotas of these sessions now."""
    for one in sessions:
        if not has_right(by, Right.EDIT, one.activity.owner):
            raise NotYours(_("这一场不由您所在的单位管理"), "sessions")
        if reason := closed(one.activity.edition, "set_places"):
            raise NotOpen(reason)


def _hold(sessions: list[int]) -> None:
    """Nobody books these sessions, or one that shares with them, until the end; then the quotas, in order of id."""
    near = Link.objects.filter(quota__sessions__in=sessions).values("session")
    held = Session.objects.select_for_update().filter(Q(pk__in=sessions) | Q(pk__in=near))
    list(held.order_by("pk").values_list("pk"))
    hold_around_all(sessions)


def _counted(sessions: Collection[int], audience: Audience | None) -> QuerySet[Booking]:
    """Who holds places that this quota counts."""
    live = Booking.objects.filter(session__in=sessions, state__in=LIVE)
    return live.filter(audience=audience) if audience else live


def _leave(quota: Quota) -> None:
    """No booking is counted by ``quota`` any more."""
    held = Booking.objects.filter(quotas__contains=[quota.pk])
    held.update(quotas=Func(F("quotas"), Value(quota.pk), function="array_remove"))


def _after(sessions: Collection[Session]) -> None:
    """Crowd rules hold for what was set, and what is free now goes to who waits."""
    for one in sorted(sessions, key=lambda one: one.pk):
        fit_places(one.activity.edition, one)
        offer_freed(one)


def _city(sessions: Collection[Session]) -> int:
    return next(iter(sessions)).city_id
