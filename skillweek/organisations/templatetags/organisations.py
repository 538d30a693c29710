"""Template tags of organisations."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """What ``mapping`` has under ``key``; the key itself when it has nothing."""
    return mapping.get(key, key)
