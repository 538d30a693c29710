"""A visitor's own week, remembered by the device alone: codes of sessions in a cookie, no account, nothing stored."""

import re
from collections.abc import Iterable
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.booking.queries import by_card_token
from skillweek.common.views.cache import CacheClass, page
from skillweek.plan.models import Edition
from skillweek.website.queries import mine
from skillweek.website.views.edition import edition_or_404, with_edition

COOKIE = "my_week"
#: the card of stamps of this device, set by booking
CARD = "my_card"
#: sessions a week holds at most, and seconds that the device remembers them
MOST, REMEMBERED = 60, 90 * 24 * 60 * 60
CODE = re.compile(r"[0-9A-Za-z]{1,12}")


def codes_of(raw: Iterable[str]) -> list[str]:
    """Well-formed codes, each once, in order; the newest when there are too many."""
    found = [code for text in raw for code in text.split(".") if CODE.fullmatch(code)]
    return list(dict.fromkeys(found))[-MOST:]


def _remembered(request: HttpRequest) -> list[str]:
    return codes_of([request.COOKIES.get(COOKIE, "")])


def _remember(response: HttpResponse, codes: Iterable[str]) -> HttpResponse:
    """Let the device remember ``codes``; scripts of our own pages may read and write them too."""
    response.set_cookie(
        COOKIE,
        ".".join(codes),
        max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        path="/",
    )
    return response


def _card(request: HttpRequest) -> str:
    """The key to the card of stamps that this device remembers, or empty."""
    key = request.COOKIES.get(CARD, "")
    return key if key and by_card_token(key).exists() else ""


@page(CacheClass.NEVER)
@with_edition
def my_week(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What this device remembers, or what somebody shared (``?s=``), with what does not go together."""
    shared = "s" in request.GET
    codes = codes_of(request.GET.getlist("s")) if shared else _remembered(request)
    items = mine.week(edition, codes)
    joined = ".".join(item.code for item in items)
    address = f"{reverse('website:my_week')}?s={joined}"
    context = {
        "edition": edition, "items": items, "shared": shared, "gone": len(codes) - len(items),
        "days": [(day, list(some)) for day, some in groupby(items, key=lambda item: item.day)],
        "clashes": sum(bool(item.warning) for item in items),
        "calendar_url": f"{reverse('website:my_week_calendar')}?s={joined}",
        "card": "" if shared else _card(request),
        "share_url": settings.SITE_URL.rstrip("/") + address,
    }  # fmt: skip
    return render(request, "website/my_week.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Ask, then remember the chosen sessions besides those that are remembered already."""
    edition = edition_or_404()
    chosen = request.POST.getlist("s") if request.method == "POST" else request.GET.getlist("s")
    items = mine.week(edition, codes_of(chosen))
    if request.method == "POST" and items:
        codes = [*_remembered(request), *(item.code for item in items)]
        return _remember(redirect("website:my_week"), codes_of(codes))
    return render(request, "website/keep.html", {"edition": edition, "items": items})


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget one session."""
    gone = set(codes_of(request.POST.getlist("s")))
    return _remember(redirect("website:my_week"), [code for code in _remembered(request) if code not in gone])
