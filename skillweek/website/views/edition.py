"""Every public page belongs to the edition that the site shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from skillweek.plan.models import Edition
from skillweek.plan.queries import SHOWN, current_edition

View = Callable[..., HttpResponse]


def with_edition(view: View) -> View:
    """Give the edition to a list page; a fresh installation shows a friendly page instead."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        edition = current_edition()
        if edition is None:
            return render(request, "website/fresh.html")
        setattr(request, SHOWN, edition)
        return view(request, edition, *args, **kwargs)

    return shown


def edition_or_404() -> Edition:
    """The edition shown; a page about one thing does not exist before there is one."""
    edition = current_edition()
    if edition is None:
        raise Http404
    return edition
