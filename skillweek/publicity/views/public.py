"""Articles, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from skillweek.common.views.cache import CacheClass, page
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition
from skillweek.publicity import queries


def _edition() -> Edition:
    edition = current_edition()
    if edition is None:
        raise Http404
    return edition


@page(CacheClass.PUBLIC)
def articles(request: HttpRequest) -> HttpResponse:
    """All public articles under their topics."""
    topics = queries.by_topic(_edition())
    return render(
        request, "publicity/articles.html", {"topics": topics, "any": any(found for _topic, found in topics)}
    )


@page(CacheClass.PUBLIC)
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article with its source, date and editor."""
    found = get_object_or_404(queries.published(_edition()), slug=slug)
    context = queries.details(found) | {"beside": queries.beside(found)}
    return render(request, "publicity/article.html", context)
