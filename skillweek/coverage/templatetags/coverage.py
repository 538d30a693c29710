"""How the matrix names its facts."""

from typing import Any

from django import template
from django.utils.functional import Promise

from skillweek.common.wording import han_date
from skillweek.coverage.rules import ANY_TWO

register = template.Library()


@register.filter
def dimension(name: str) -> str | Promise:
    """What a fact is called."""
    return ANY_TWO[name]


@register.filter
def value(fact: Any, name: str) -> str:
    """What one value is called at a row or column."""
    return han_date(fact, "day") if name == "day" else str(getattr(fact, "called", fact))
