"""Setting what holds for bookings: a city's policy, and how an activity gives its places out."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking.models import Policy, Terms
from skillweek.booking.rules import BookingError, NotAllowed
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.models import Audience, Edition
from skillweek.plan.queries import closed
from skillweek.programme.models import Activity


class NotYourRules(BookingError):
    """``by`` does not set the rules here."""

    code = "not-yours"
    status = 404


@transaction.atomic
def set_policy(*, edition: Edition, by: User, facts: dict[str, Any]) -> Policy:
    """Set what holds for every booking of ``edition``; raises NotYourRules, or NotAllowed at the field."""
    held = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    if not has_right(by, Right.MANAGE, held.city):
        raise NotYourRules(_("只有市级管理员可以改预约规则"))
    if facts.get("cancel_hour", 24) > 24:
        raise NotAllowed(_("请填 0 至 24 之间的整点"), "cancel_hour")
    if reason := closed(held, "set_places"):
        raise BookingError(reason)
    policy, _made = Policy.objects.update_or_create(edition=held, defaults=facts)
    return policy


@transaction.atomic
def set_terms(*, activity: Activity, audience: Audience | None, by: User, facts: dict[str, Any]) -> Terms:
    """Set how ``activity`` gives places to everybody, or to one of its audiences.

    Raises NotYourRules, or NotAllowed at the field.
    """
    held = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    check_owner(held, by)
    if audience is not None and not held.audiences.filter(pk=audience.pk).exists():
        raise NotAllowed(_("这个活动不面向“%(audience)s”") % {"audience": audience}, "audience")
    largest = facts.get("group_largest")
    if largest is not None and largest < 2:
        raise NotAllowed(_("团队至少 2 人；不接待团队就留空"), "group_largest")
    terms, _made = Terms.objects.update_or_create(activity=held, audience=audience, defaults=facts)
    return terms


@transaction.atomic
def drop_terms(*, activity: Activity, audience: Audience, by: User) -> None:
    """Let what holds for everybody hold for ``audience`` too; twice is no harm."""
    held = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    check_owner(held, by)
    Terms.objects.filter(activity=held, audience=audience).delete()


def check_owner(activity: Activity, by: User) -> None:
    """Raise unless ``by`` writes for the owner of ``activity`` and places may still be set."""
    if not has_right(by, Right.EDIT, activity.owner):
        raise NotYourRules(_("这个活动不由您所在的单位管理"))
    if reason := closed(activity.edition, "set_places"):
        raise BookingError(reason)
