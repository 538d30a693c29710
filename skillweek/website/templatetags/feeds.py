"""Tags of feeds and of data for search engines."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: what could end the element, begin a comment in it, or is no line of a script
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_tag
def linked_data(data: dict[str, Any]) -> SafeString:
    """``data`` as a block of JSON-LD; it is data, which no browser runs, so the policy on scripts lets it be."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
