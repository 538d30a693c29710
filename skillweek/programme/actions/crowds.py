"""Switching how full rooms may be."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.models import CrowdRule
from skillweek.programme.queries.crowds import (
    limit_followers,
    ruled_venues,
    rules_endable_by,
    rules_of,
    ruling_units,
)
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.rules.crowds import check_rule, check_stricter


def draft_crowd_rule(
    *, edition: Edition, issuer: Organisation, by: User, factor: int = 100, place: Organisation | None = None,
    venue: Venue | None = None, starts: date | None = None, ends: date | None = None,
    instant_cap: int | None = None, daily_cap: int | None = None, reason: str = "",
) -> CrowdRule:  # fmt: skip
    """The rule as it would be, checked and not yet kept, so that its effect can be looked at first.

    The city rules on everything; a county on itself and its rooms, and never looser than the city.
    """
    if not ruling_units(by, edition).filter(pk=issuer.pk).exists():
        raise ProgrammeError(_("只有市级和县级管理员可以定限流规则"))
    rule = CrowdRule(
        edition=edition, issuer=issuer, place=place, venue=venue, starts=starts, ends=ends, factor=factor,
        instant_cap=instant_cap, daily_cap=daily_cap, reason=reason.strip(), created_by=by, created_at=clock.now(),
    )  # fmt: skip
    if place is not None and venue is not None:
        raise ProgrammeError(_("选了场地就不用再选县（市、区）"), "place")
    check_rule(rule)
    if venue is not None and not ruled_venues(issuer).filter(pk=venue.pk).exists():
        raise ProgrammeError(_("请选择本地的场地"), "venue")
    if issuer.parent_id is not None:
        if venue is None and (place is None or place.pk != issuer.pk):
            raise ProgrammeError(_("只能给本县（市、区）和其中的场地定规则"), "place")
        check_stricter(rule, issuer.pk, rules_of(edition))
    elif place is not None and place.parent_id != issuer.pk:
        raise ProgrammeError(_("请选择本市的县（市、区）"), "place")
    return rule


@transaction.atomic
def set_crowd_rule(*, rule: CrowdRule) -> CrowdRule:
    """Switch: ``rule`` (of :func:`draft_crowd_rule`) holds from now on; limits and places follow, bookings stay."""
    Edition.objects.select_for_update().get(pk=rule.edition_id)
    if rule.pk is not None:
        raise ProgrammeError(_("这条规则已经生效"))
    same = CrowdRule.objects.filter(
        edition=rule.edition_id, place=rule.place_id, venue=rule.venue_id, starts=rule.starts, ends=rule.ends,
        factor=rule.factor, instant_cap=rule.instant_cap, daily_cap=rule.daily_cap, issuer=rule.issuer_id,
    )  # fmt: skip
    if same.exists():
        raise ProgrammeError(_("已经有一条一样的规则"))
    rule.save()
    _follow(rule.edition)
    return rule


def _follow(edition: Edition) -> None:
    """Rooms above bring their places in line with the limits."""
    for _key, follow in limit_followers.items():
        follow(edition)


@transaction.atomic
def end_crowd_rule(*, rule: CrowdRule, by: User) -> None:
    """Take a rule back; the next that fits holds. A county cannot take back what the city has set."""
    if not rules_endable_by(by, rule.edition).filter(pk=rule.pk).exists():
        raise ProgrammeError(_("这条规则不是您所在的单位定的"))
    Edition.objects.select_for_update().get(pk=rule.edition_id)
    edition = rule.edition
    rule.delete()
    _follow(edition)
