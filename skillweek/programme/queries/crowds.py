"""How full rooms may be now: limits of sessions, what is over, and who may rule."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least

from skillweek.common import clock
from skillweek.common.registry import Registry
from skillweek.organisations.models import Organisation, Venue
from skillweek.organisations.queries import AnyUser, own, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import CrowdRule, Session
from skillweek.programme.queries.sessions import standing_sessions
from skillweek.programme.rules.crowds import NO_CAP, Load, Over, allowed_by, over, rule_for

#: upper rooms that offer places: each gives (places offered, people booked) of a session as expressions on
#: ``OuterRef("pk")``, null where it has none
promised_places: Registry[Callable[[], tuple[Any, Any]]] = Registry()


#: upper rooms whose places follow the limits: each is called in the transaction in which a rule is set or ended
limit_followers: Registry[Callable[[Edition], None]] = Registry()


@dataclass(frozen=True)
class Limit:
    """How many people a session's room may take: ``allowed`` at one moment, by ``rule`` when there is one."""

    allowed: int
    rule: CrowdRule | None

    @property
    def daily(self) -> int | None:
        """How many over the whole day, None without a cap."""
        return self.rule.daily_cap if self.rule else None


def rules_of(edition: Edition) -> QuerySet[CrowdRule]:
    """All rules of ``edition``, the newest first."""
    return CrowdRule.objects.filter(edition=edition).select_related(
        "place", "venue__place", "issuer", "edition__city"
    )


def _holding(day: str, venue: str, place: str, capacity: str, edition: str) -> QuerySet[Any]:
    """Rules for the row outside, the one that holds first: the order of :func:`rules.crowds.rule_for`."""
    size = OuterRef(capacity)
    return (
        CrowdRule.objects.filter(
            Q(venue=OuterRef(venue))
            | Q(venue=None, place=OuterRef(place))
            | Q(venue=None, place=None),
            Q(starts=None) | Q(starts__lte=OuterRef(day)),
            Q(ends=None) | Q(ends__gte=OuterRef(day)),
            edition=OuterRef(edition),
        )
        .annotate(
            breadth=Case(
                When(venue__isnull=False, then=Value(0)), When(place__isnull=False, then=Value(1)),
                default=Value(2), output_field=IntegerField(),
            ),
            lets_in=Least(
                size * F("factor") / Value(100), Coalesce("instant_cap", NO_CAP, output_field=BigIntegerField()),
                output_field=IntegerField(),
            ),
            a_day=Coalesce("daily_cap", NO_CAP, output_field=BigIntegerField()),
        )
        .order_by("breadth", "lets_in", "a_day", "-created_at", "-pk")
    )  # fmt: skip


def with_limits(sessions: QuerySet[Session]) -> QuerySet[Any]:
    """``sessions`` with ``crowd_rule`` (id of the rule that holds, or null) and ``allowed`` (people at one moment).

    One statement however many they are; both are null for what is online.
    """
    holding = _holding("day", "venue", "venue__place", "venue__capacity", "activity__edition")
    roomy = Q(venue__isnull=False)
    return sessions.annotate(
        crowd_rule=Case(When(roomy, then=Subquery(holding.values("pk")[:1]))),
        allowed=Case(
            When(roomy, then=Coalesce(Subquery(holding.values("lets_in")[:1]), "venue__capacity")),
            output_field=IntegerField(),
        ),
    )


def limits(sessions: QuerySet[Session]) -> dict[int, Limit | None]:
    """By id: the limit of each of ``sessions``, None for what is online; two statements.

    Sessions share few rooms and days, so the rule is looked for once for each room and day.
    """
    columns = ("pk", "activity__edition", "day", "venue", "venue__place", "venue__capacity")
    rows = list(sessions.order_by().values_list(*columns))
    rules: dict[int, list[CrowdRule]] = defaultdict(list)
    editions = {row[1] for row in rows}
    for rule in CrowdRule.objects.filter(edition__in=editions).select_related("issuer") if editions else ():
        rules[rule.edition_id].append(rule)
    known: dict[tuple[Any, ...], Limit | None] = {}
    for _pk, *where in rows:
        if tuple(where) not in known:
            known[tuple(where)] = _limit(rules[where[0]], *where[1:])
    return {pk: known[tuple(where)] for pk, *where in rows}


def _limit(
    rules: list[CrowdRule], day: date, venue: int | None, place: int | None, capacity: int | None
) -> Limit | None:
    if venue is None or capacity is None:
        return None
    rule = rule_for(rules, venue=venue, place=place, capacity=capacity, day=day)
    return Limit(allowed_by(rule, capacity), rule)


def limit_of(session: Session) -> Limit | None:
    """How many people ``session``'s room may take on its day; None when it is online."""
    if session.venue is None:
        return None
    rules = list(rules_of(session.activity.edition))
    rule = rule_for(
        rules,
        venue=session.venue.pk,
        place=session.venue.place_id,
        capacity=session.venue.capacity,
        day=session.day,
    )
    return Limit(allowed_by(rule, session.venue.capacity), rule)


def _promised(place: int) -> Any:
    """What all rooms above have promised together: 0 places offered, 1 people booked."""
    parts = [
        Coalesce(provider()[place], 0, output_field=IntegerField())
        for _key, provider in promised_places.items()
    ]
    found: Any = Value(0, output_field=IntegerField())
    for part in parts:
        found = found + part
    return found


def with_demand(sessions: QuerySet[Any]) -> QuerySet[Any]:
    """``sessions`` with ``people`` (expected), ``places`` (offered) and ``booked``, and the greater as ``asked``."""
    return sessions.annotate(
        people=Coalesce("activity__safeguard__expected", 0, output_field=IntegerField()),
        places=_promised(0),
        booked=_promised(1),
    ).annotate(asked=Greatest("people", "places"))


def promised_beside(session: Session) -> int:
    """Places that other sessions in the same room offer on the same day."""
    others = standing_sessions().filter(venue=session.venue_id, day=session.day).exclude(pk=session.pk)
    return sum(with_demand(others).order_by().values_list("places", flat=True))


def upcoming(edition: Edition) -> QuerySet[Session]:
    """Sessions of ``edition`` in rooms that are not over: submitted, approved or public."""
    return standing_sessions().filter(activity__edition=edition, ends__gt=clock.now(), venue__isnull=False)


def overfull(edition: Edition) -> QuerySet[Any]:
    """Sessions that ask more of their room than a crowd rule lets in now."""
    found = with_demand(with_limits(upcoming(edition)))
    return found.filter(crowd_rule__isnull=False, asked__gt=F("allowed"))


def loads(edition: Edition) -> list[Load]:
    """What every session to come asks of its room, in one statement."""
    rows = with_demand(upcoming(edition)).order_by("starts", "pk").values_list(
        "pk", "activity__title", "venue_id", "venue__place_id", "venue__capacity", "day", "starts", "ends",
        "people", "places", "booked",
    )  # fmt: skip
    return [Load(*row) for row in rows]


def preview(
    edition: Edition, *, with_rule: CrowdRule | None = None, without: CrowdRule | None = None
) -> list[Over]:
    """What would be over with one rule more, or one less; nothing is written."""
    rules = [rule for rule in rules_of(edition) if without is None or rule.pk != without.pk]
    return over(loads(edition), [*rules, with_rule] if with_rule else rules)


def ruling_units(user: AnyUser, edition: Edition) -> QuerySet[Organisation]:
    """Units in whose name ``user`` may set crowd rules: the city, or a county-level unit right below it."""
    reach = Q(pk=edition.city_id) | Q(parent=edition.city_id)
    return own(user, Right.REVIEW).filter(reach)


def rules_endable_by(user: AnyUser, edition: Edition) -> QuerySet[CrowdRule]:
    """Rules that ``user`` may end: those their own unit, or one below it, has set."""
    return rules_of(edition).filter(issuer__in=scope(user, Right.REVIEW))


def ruled_venues(unit: Organisation) -> QuerySet[Venue]:
    """Rooms that ``unit`` may rule on: all of the city, or those in its county."""
    found = Venue.objects.filter(city_id=unit.tenant_id, active=True).select_related("place")
    return found if unit.parent_id is None else found.filter(place=unit)


def shown_rules(sessions: Iterable[Session]) -> list[CrowdRule]:
    """Rules that hold for any of an activity's ``sessions`` still to come and let fewer people in; for its page."""
    planned = [one.pk for one in sessions if one.venue_id and one.state == Session.State.PLANNED]
    if not planned:
        return []
    found = limits(Session.objects.filter(pk__in=planned, ends__gt=clock.now()))
    rules = {limit.rule.pk: limit.rule for limit in found.values() if limit and limit.rule}
    return [
        rule
        for rule in rules.values()
        if rule.factor < 100 or rule.instant_cap is not None or rule.daily_cap is not None
    ]
