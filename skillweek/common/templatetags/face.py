"""Template tags of the face: built in, no ``{% load %}`` needed. Components are listed in their README."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.exceptions import TemplateDoesNotExist
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillweek.common import pattern, phones, states, wording

register = template.Library()
SPRITE = Path(__file__).resolve().parent.parent / "static" / "common" / "icons.svg"
#: how pages and ``hreflang`` name the languages, and the one sign each has in the top bar
TAGS = {"zh-hans": ("zh-Hans", _("简")), "zh-hant": ("zh-Hant", _("繁")), "en": ("en", "EN")}

register.filter("weekday", wording.weekday)
register.filter("moment", wording.moment)
register.filter("clock_time", wording.clock_time)
register.filter("places_left", wording.places_left)
register.filter("file_size", wording.file_size)
register.filter("days_until", wording.days_until)
register.filter("state_tone", states.tone)
register.filter("state_label", states.label)
register.filter("phone_masked", phones.masked)
register.simple_tag(wording.time_range)
register.simple_tag(wording.date_range)
register.simple_tag(pattern.tile, name="weave_tile")
register.simple_tag(pattern.cover, name="cover_pieces")


@register.filter
def han_date(value: date | datetime | None, style: str = "full") -> str:
    """The date as people say it; styles full, day, year, weekday, iso. Empty for None."""
    return wording.han_date(value, style) if value else ""


@register.filter
def minutes(span: timedelta) -> int:
    """Whole minutes of a span of time."""
    return round(span.total_seconds() / 60)


@register.filter
def count_label(number: int, unit: str) -> str:
    """``3|count_label:"sessions"`` is 3 场; units are those of ``wording.count``."""
    return wording.count(number, unit)


@register.filter
def joined(words: Iterable[Any]) -> str:
    """The words in one line, with 、 or commas."""
    return wording.joined([str(word) for word in words])


@lru_cache(maxsize=1)
def icons() -> frozenset[str]:
    """Names of the symbols in the sprite."""
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A line icon; silent for screen readers unless it has a ``label``. An unknown name draws the joint."""
    return _drawn(name, label)


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str) -> SafeString:
    """The icon; a page has dozens, and where the sprite lies is settled when a process starts."""
    href = f"{static('common/icons.svg')}#{name if name in icons() else 'joint'}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def qr(data: str, label: str = "") -> SafeString:
    """``data`` as a QR code in SVG, without any style attribute."""
    code = segno.make(data, error="m", micro=False)
    drawing = code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None, title=label or None)
    return mark_safe(drawing.replace("<svg ", '<svg role="img" ', 1))  # made by segno, title escaped by it


@register.simple_tag
def language_tag() -> str:
    """The active language as a BCP 47 tag, for ``lang``."""
    return TAGS.get(get_language() or "", TAGS["zh-hans"])[0]


@lru_cache(maxsize=4096)
def _translated(path: str, code: str, _language: str | None) -> str:
    """``path`` in another language; the addresses there are do not change while a process lives."""
    return translate_url(path, code)


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[dict[str, Any]]:
    """This page in every language: tag, sign, label, url, absolute address without its query, current."""
    request = context.get("request")
    path, asked, query = (request.get_full_path() if request else "/").partition("?")
    found = request is not None and request.resolver_match is not None
    links = []
    for code, label in settings.LANGUAGES:
        home = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
        url = _translated(path, code, get_language()) + asked + query if found else home
        tag, sign = TAGS[code]
        links.append(
            {
                "tag": tag, "sign": sign, "label": label, "url": url, "current": code == get_language(),
                "absolute": settings.SITE_URL + url.split("?")[0], "default": code == settings.LANGUAGE_CODE,
            }
        )  # fmt: skip
    return links


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> str:
    """Absolute address of this page without its query."""
    request = context.get("request")
    return f"{settings.SITE_URL}{request.path if request else '/'}"


@register.simple_tag
def safe_url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of ``name``, or nothing when no room offers it: hide the link then."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def nav_items(context: template.Context, items: Iterable[Any], counts: Any = None) -> list[dict[str, Any]]:
    """Those of ``items`` (label, url_name, icon) whose page exists, the current one marked, with counts.

    The current one is that which governs the page by name (``governs``), else that whose address leads to it.
    """
    request = context.get("request")
    path = request.path if request else ""
    match = getattr(request, "resolver_match", None)
    page = match.view_name if match else ""
    found = [(item, safe_url(item.url_name)) for item in items]
    governing = [url for item, url in found if url and page in getattr(item, "governs", ())]
    fitting = governing or [url for _, url in found if url and path.startswith(url)]
    here = max(fitting, key=len, default="")
    numbers = counts or {}
    return [
        {
            "label": item.label, "url": url, "icon": item.icon, "count": numbers.get(item.url_name),
            "key": getattr(item, "key", ""),
            "current": url == here and (path == url or bool(governing) or url.count("/") > 1),
        }
        for item, url in found if url
    ]  # fmt: skip


@register.simple_tag(takes_context=True)
def include_optional(context: template.Context, name: str) -> str:
    """The template ``name`` of a higher room, or nothing while that room has none."""
    if context.template is None:
        return ""
    try:
        found = context.template.engine.get_template(name)
    except TemplateDoesNotExist:
        return ""
    return found.render(context)


@register.inclusion_tag("components/field.html")
def render_field(field: BoundField, **attrs: Any) -> dict[str, Any]:
    """A form field with label, help and error; ``across``, ``label``, ``help`` are ours, the rest attributes.

    Underscores of attribute names become dashes; an empty value leaves the attribute out.
    """
    options = {name: attrs.pop(name, "") for name in ("across", "label", "help")}
    given = {name.replace("_", "-"): value for name, value in attrs.items()}
    if options["help"]:  # "none" drops the form's own help
        field.help_text = "" if options["help"] == "none" else options["help"]
    return {
        "field": field,
        "widget": field.as_widget(attrs=given),
        "kind": field.widget_type,
        "grouped": field.use_fieldset,
        **options,
    }


@register.inclusion_tag("components/fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """All fields of ``form`` in their order, hidden ones too."""
    return {"form": form}


@register.inclusion_tag("components/errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """The summary above a form with errors: every error, each a link to its field. Nothing without errors."""
    fields = [form[name] for name in form.fields if form[name].errors] if form.is_bound else []
    return {"form": form, "fields": fields, "general": form.non_field_errors() if form.is_bound else []}


@register.inclusion_tag("components/confirm.html", takes_context=True)
def confirm(context: template.Context, title: str, action: str, button: str, **more: Any) -> dict[str, Any]:
    """A panel that asks before something happens; ``text``, ``cancel``, ``cancel_label``, ``danger`` may follow."""
    return {"title": title, "action": action, "button": button, **more}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page, name: str = "page") -> dict[str, Any]:
    """Pages of a list; the other parameters of the address stay."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    links: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        links.append({"number": number, "url": _paged(query, name, number), "current": number == page.number})
    return {
        "page": page,
        "links": links,
        "previous": _paged(query, name, page.number - 1) if page.has_previous() else "",
        "next": _paged(query, name, page.number + 1) if page.has_next() else "",
    }


def _paged(query: Any, name: str, number: int | str) -> str:
    if not isinstance(number, int):
        return ""
    if query is None:
        return f"?{name}={number}"
    query[name] = number
    return f"?{query.urlencode()}"


@register.simple_block_tag
def region(content: str, label: str) -> SafeString:
    """A block that scrolls sideways on its own when it must (wide tables), reachable by keyboard."""
    return format_html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>', label, content
    )


@register.simple_block_tag
def panel(content: str, title: str = "", note: str = "", level: int = 2) -> SafeString:
    """A sheet with a heading, an optional note beside it, and what the block holds."""
    head = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    aside = format_html("<p>{}</p>", note) if note else ""
    header = format_html("<header>{}{}</header>", head, aside) if head or aside else ""
    return format_html('<section class="panel">{}{}</section>', header, content)
