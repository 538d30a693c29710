"""The way from a thing to its history."""

from django import template
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.inclusion_tag("audit/_link.html")
def history_link(thing: Model, look: str = "btn quiet small") -> dict[str, str]:
    """A link to the history of ``thing``; nothing where no room shows histories."""
    try:
        url = reverse("desk:history", args=[thing._meta.label_lower, thing.pk])
    except NoReverseMatch:
        url = ""
    return {"url": url, "look": look, "thing": str(thing)}
