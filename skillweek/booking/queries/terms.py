"""The policy of an edition and the terms of an activity, as rules read them and as the desk sets them."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from skillweek.booking.models import Booking, Policy, Terms
from skillweek.booking.rules import LIVE, BookingError, Limits, Way, cancel_until, too_many
from skillweek.organisations.queries import AnyUser, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Activity, Session

_LIMITS = tuple(Limits.__dataclass_fields__)
_WAY = tuple(Way.__dataclass_fields__)


def policy_of(edition: str) -> Subquery:
    """The policy of ``OuterRef(edition)`` as JSON, for :func:`limits_of`."""
    found = Policy.objects.filter(edition=OuterRef(edition))
    return Subquery(found.values(said=JSONObject(**{name: name for name in _LIMITS})))


def terms_of(activity: str) -> ArraySubquery:
    """All terms of ``OuterRef(activity)`` as JSON, for :func:`way_of`."""
    found = Terms.objects.filter(activity=OuterRef(activity)).order_by()
    return ArraySubquery(
        found.values(said=JSONObject(audience="audience_id", **{name: name for name in _WAY}))
    )


def limits_of(session: Session) -> Limits:
    """The policy that holds for ``session``; a query unless it came through ``with_facts``."""
    if hasattr(session, "policy_set"):
        return Limits(**session.policy_set) if session.policy_set else Limits()
    return Limits.of(Policy.objects.filter(edition__activities=session.activity_id).first())


def way_of(session: Session, audience: Audience | None) -> Way:
    """The terms that hold for ``audience``: its own, else those for everybody, else the presets."""
    if hasattr(session, "terms_set"):
        found = {said["audience"]: said for said in session.terms_set}
        mine = found.get(audience.pk if audience else None) or found.get(None)
        return _way(mine) if mine else Way()
    rows = Terms.objects.filter(activity=session.activity_id)
    by_audience = {row.audience_id: row for row in rows}
    row = by_audience.get(audience.pk if audience else None) or by_audience.get(None)
    return Way(**{name: getattr(row, name) for name in _WAY}) if row else Way()


def _way(said: dict[str, Any]) -> Way:
    facts = {name: said[name] for name in _WAY}
    if facts["opens_at"]:
        facts["opens_at"] = datetime.fromisoformat(facts["opens_at"])
    return Way(**facts)


def cancellable_until(booking: Booking) -> datetime:
    """Until when ``booking`` can be given back."""
    hour = limits_of(booking.session).cancel_hour
    return cancel_until(booking.session.starts, hour, booking.created_at)


def stands_against(session: Session, phone_index: str, but: Booking | None = None) -> BookingError | None:
    """Why one more booking would be too many for this number, by the policy; or None."""
    limits = limits_of(session)
    if limits.per_day is None and limits.per_week is None:
        return None
    edition = session.activity.edition_id
    live = Booking.objects.filter(
        city_id=session.city_id, phone_index=phone_index, state__in=LIVE, session__activity__edition=edition
    )
    if but is not None:
        live = live.exclude(pk=but.pk)
    return too_many(live.filter(session__day=session.day).count(), live.count(), limits)


def policy_of_edition(edition: Edition) -> Policy:
    """The edition's policy, unsaved with the presets when it has none."""
    return Policy.objects.filter(edition=edition).first() or Policy(edition=edition)


def terms_at_desk(user: AnyUser) -> QuerySet[Activity]:
    """Activities whose way of booking ``user`` may set."""
    mine = Activity.objects.filter(owner__in=scope(user, Right.EDIT), revises=None)
    return mine.select_related("owner", "edition").prefetch_related("audiences", "terms__audience")
