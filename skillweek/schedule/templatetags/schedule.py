"""What templates ask of the schedule."""

from django import template

from skillweek.schedule import rules
from skillweek.schedule.models import Change

register = template.Library()

#: how a change's tag looks: what one must know stands out
LOOKS = {Change.Kind.MOVED: "hot", Change.Kind.CANCELLED: "off"}


@register.filter
def said(change: Change) -> str:
    """What changed, in plain words."""
    return rules.sentence(change)


@register.filter
def look(kind: str) -> str:
    """The look of the tag of a kind of change."""
    return LOOKS.get(Change.Kind(kind), "")
