"""The way from a thing to its history."""

from django import template
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from skillweek.audit.queries import readable

register = template.Library()


@register.inclusion_tag("audit/_link.html", takes_context=True)
def history_link(
    context: template.Context, thing: Model, look: str = "btn quiet small", check: bool = False
) -> dict[str, str]:
    """A link to the history of ``thing``; nothing where no room shows histories.

    ``check``: only for those who may read it, where the page itself is open to more people.
    """
    if check and not _readable(context.get("user"), thing):
        return {}
    try:
        url = reverse("desk:history", args=[thing._meta.label_lower, thing.pk])
    except NoReverseMatch:
        url = ""
    return {"url": url, "look": look, "thing": str(thing)}


def _readable(user: object, thing: Model) -> bool:
    found = readable(user, thing._meta.label_lower)
    return found is not None and found.filter(pk=thing.pk).exists()
