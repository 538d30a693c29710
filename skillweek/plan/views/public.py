"""Public pages of the plan: notices."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from skillweek.common.views.cache import CacheClass, page
from skillweek.plan import queries
from skillweek.plan.models import Edition

PER_PAGE = 20


def _edition() -> Edition:
    edition = queries.current_edition()
    if edition is None:
        raise Http404
    return edition


@page(CacheClass.PUBLIC)
def notices(request: HttpRequest) -> HttpResponse:
    """Notices that everyone may read, latest first."""
    edition = queries.current_edition()
    found = list(queries.public_notices(edition)) if edition else []
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "plan/notices.html", {"page": page})


@page(CacheClass.PUBLIC)
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """One notice, set like the document it is; one that was superseded says so, and by which."""
    public = queries.public_versions(_edition())
    found = get_object_or_404(public.select_related("forwards__issuer"), code=code)
    newest = queries.latest(found)
    replaced = newest.pk != found.pk
    context = {
        "notice": found,
        "replaced": replaced,
        "newest": public.filter(pk=newest.pk).first() if replaced else None,
    }
    return render(request, "plan/notice.html", context)
