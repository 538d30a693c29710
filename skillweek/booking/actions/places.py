"""Setting how many places a session has."""

from django.db import transaction
from django.db.models import F, Func, QuerySet, Sum, Value
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions.capacity import hold_around
from skillweek.booking.actions.crowds import fit_places
from skillweek.booking.actions.offers import offer_freed
from skillweek.booking.models import Booking, Quota
from skillweek.booking.rules import (
    LIVE,
    BookingError,
    NotAllowed,
    NotOpen,
    may_set_places,
    within_crowd_limit,
)
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.queries import closed
from skillweek.programme.models import Session
from skillweek.programme.queries.crowds import limit_of, promised_beside
from skillweek.programme.rules.crowds import said


class NotYours(NotAllowed):
    """The session belongs to a unit that ``by`` does not write for."""


@transaction.atomic
def set_places(*, session: Session, places: int, by: User | None, largest_party: int | None = None) -> Quota:
    """Give ``session`` so many places for everybody; raises BookingError when more are taken, or none fit.

    ``by`` None is the house itself (loading a data folder). Quotas of several sessions or of one audience stay.
    """
    if by is not None and not has_right(by, Right.EDIT, session.activity.owner):
        raise NotYours(_("这一场不由您所在的单位管理"), "places")
    if by is not None and (reason := closed(session.activity.edition, "set_places")):
        raise NotOpen(reason)
    quota = _locked_quota(session)
    capacity = session.venue.capacity if session.venue else None
    if refused := may_set_places(places, quota.taken, capacity) or _crowded(session, places, quota):
        raise refused
    if quota.buffer > places:
        words = {"buffer": quota.buffer, "places": places}
        sentence = _("其中 %(buffer)s 个留给现场，名额不能少于这个数；现在填的是 %(places)s")
        raise NotAllowed(sentence % words, "places")
    quota.places = places
    quota.largest_party = largest_party or quota.largest_party
    if quota.pk:
        if quota.wished_places is not None:
            quota.wished_places = places
        quota.save(update_fields=["places", "largest_party", "wished_places"])
        if quota.wished_places is not None:
            fit_places(session.activity.edition, session)
            quota.refresh_from_db()
        offer_freed(session)
        return quota
    quota.save()
    quota.sessions.add(session)
    _live(session).update(quotas=Func(F("quotas"), Value(quota.pk), function="array_append"))
    return quota


def _crowded(session: Session, places: int, quota: Quota) -> BookingError | None:
    """Why crowd rules forbid so many places; fewer than there were are always welcome."""
    limit = limit_of(session)
    if limit is None or limit.rule is None or (quota.pk and places <= quota.places):
        return None
    beside = promised_beside(session) if limit.daily is not None else 0
    return within_crowd_limit(places, limit.allowed, limit.daily, beside, said(limit.rule))


def _live(session: Session) -> QuerySet[Booking]:
    return Booking.objects.filter(session=session, state__in=LIVE)


def _locked_quota(session: Session) -> Quota:
    """The session's own quota, held until the end; or a new one which counts whom other quotas have let in."""
    if queries.whole_quota(session) is None:
        Session.objects.select_for_update().get(pk=session.pk)  # nobody books in the meantime
    hold_around(session.pk)
    if found := queries.whole_quota(session):
        return Quota.objects.select_for_update().get(pk=found.pk)
    taken = _live(session).aggregate(people=Sum("party"))["people"] or 0
    return Quota(city_id=session.city_id, taken=taken)
