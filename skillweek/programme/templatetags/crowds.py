"""Crowd rules in words, and looking something up by a key."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from skillweek.common.wording import date_range, han_date
from skillweek.programme.models import CrowdRule
from skillweek.programme.rules.crowds import said

register = template.Library()


@register.filter
def crowd_said(rule: CrowdRule) -> str:
    """The rule as people read it."""
    return said(rule)


@register.simple_tag
def crowd_days(rule: CrowdRule) -> str:
    """The days on which it holds."""
    if rule.starts and rule.ends:
        return date_range(rule.starts, rule.ends)
    if rule.starts:
        return _("从 %(day)s 起") % {"day": han_date(rule.starts, "day")}
    if rule.ends:
        return _("到 %(day)s 止") % {"day": han_date(rule.ends, "day")}
    return _("整个活动周")


@register.filter
def of(found: Mapping[Any, Any] | None, key: Any) -> Any:
    """What ``found`` has under ``key``, or nothing."""
    return found.get(key) if found else None
