"""Search, the map of the site, and what search engines ask for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from skillweek.common.search import words
from skillweek.common.views.cache import CacheClass, page
from skillweek.organisations.queries import places
from skillweek.plan.models import ActivityKind, Audience, Edition
from skillweek.plan.queries import current_edition
from skillweek.website.forms import SearchForm
from skillweek.website.queries import find, sitemap
from skillweek.website.views.edition import with_edition

#: pages that are always there
FIXED = (
    *(f"website:{name}" for name in ("home", "schedule", "places", "audiences", "cloud", "schools", "sitemap")),
    "website:subscribe", "schedule:changes",
)  # fmt: skip
#: how the site map names the languages, and the beginning of their addresses
LANGUAGES = [
    {"tag": tag, "prefix": "" if code == settings.LANGUAGE_CODE else f"/{code}"}
    for code, tag in (("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en"))
]


@page(CacheClass.PUBLIC)
@with_edition
def search(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Hits by kind, or what else one could look for."""
    form = SearchForm(request.GET)
    form.full_clean()
    text, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", "")
    found = find.search(edition, text, kind) if text else []
    context = {
        "edition": edition, "form": form, "query": request.GET.get("q", "")[:60], "text": text, "kind": kind,
        "found": found, "total": sum(group.total for group in found), "words": words(text),
    }  # fmt: skip
    if not found:
        context |= {
            "audiences": list(Audience.objects.filter(edition=edition)),
            "kinds": list(ActivityKind.objects.filter(edition=edition)),
            "places": list(places(edition.city)),
        }
    return render(request, "website/search.html", context)


@page(CacheClass.PUBLIC)
@with_edition
def sitemap_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Everything there is, as links."""
    return render(request, "website/sitemap.html", {"edition": edition, "groups": sitemap.groups(edition)})


@page(CacheClass.PUBLIC)
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Everything there is, for search engines, in every language."""
    edition = current_edition()
    context = {
        "edition": edition, "pages": sitemap.flat(edition) if edition else [], "site_url": settings.SITE_URL,
        "fixed": FIXED, "languages": LANGUAGES,
    }  # fmt: skip
    with translation.override(settings.LANGUAGE_CODE):
        return render(request, "website/sitemap.xml", context, content_type="application/xml")


@page(CacheClass.PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines should leave alone."""
    return render(request, "website/robots.txt", {"site_url": settings.SITE_URL}, content_type="text/plain")
