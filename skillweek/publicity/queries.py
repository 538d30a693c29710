"""The one door to articles."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from skillweek.common import clock
from skillweek.common.registry import Evidence, EvidenceRow, MeasureValue, SearchEntry
from skillweek.common.search import matching
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import reported
from skillweek.plan.models import Edition, Topic
from skillweek.publicity.models import Article


def published(edition: Edition) -> QuerySet[Article]:
    """Articles that are public now, the newest first."""
    return (
        Article.objects.filter(edition=edition, state=Article.State.PUBLISHED, published_at__lte=clock.now())
        .select_related("owner__kind", "topic", "cover")
        .prefetch_related("cover__renditions")
        .order_by("-published_at", "-pk")
    )


def by_topic(edition: Edition) -> list[tuple[Topic, list[Article]]]:
    """Every topic of ``edition`` in order, with its public articles; two queries and the covers."""
    found: dict[int, list[Article]] = {}
    for article in published(edition):
        found.setdefault(article.topic_id, []).append(article)
    return [(topic, found.get(topic.pk, [])) for topic in Topic.objects.filter(edition=edition)]


def beside(article: Article, limit: int = 3) -> list[Article]:
    """Other public articles, those under the same topic first."""
    others = published(article.edition).exclude(pk=article.pk)
    same = list(others.filter(topic_id=article.topic_id)[:limit])
    if len(same) < limit:
        same += list(others.exclude(topic_id=article.topic_id)[: limit - len(same)])
    return same


def files(article: Article) -> Iterable[UUID]:
    """Ids of the files that a public ``article`` shows."""
    return [article.cover_id] if article.cover_id else []


def details(article: Article) -> dict[str, Any]:
    """What the page of an article shows of itself."""
    return {"article": article}


def search(edition: Edition, words: list[str]) -> list[SearchEntry]:
    """Articles whose words match."""
    found = matching(published(edition), words, "title", "title_en", "lead", "body")
    return [
        SearchEntry("article", str(row), row.get_absolute_url(), row.text[:120], rank) for row, rank in found
    ]


def count_articles(edition: Edition) -> MeasureValue:
    """Public articles, by topic."""
    shown = Article.objects.filter(
        edition=edition, state=Article.State.PUBLISHED, published_at__lte=clock.now()
    )
    parts = (
        reported(shown, "owner")
        .order_by("topic__position")
        .values_list("topic__label")
        .annotate(n=Count("pk"))
    )
    rows = [(label, number) for label, number in parts]
    return MeasureValue(sum(number for _label, number in rows), rows)


def _of_topic(edition: Edition, parameter: str) -> QuerySet[Article]:
    found = published(edition)
    return found.filter(topic__code=parameter) if parameter else found


def _topics(edition: Edition) -> list[tuple[str, str]]:
    return [(topic.code, str(topic)) for topic in edition.topics.all()]


def _evidence(edition: Edition, parameter: str) -> dict[int, int]:
    return dict(Counter(_of_topic(edition, parameter).order_by().values_list("owner", flat=True)))


def _evidence_rows(edition: Edition, parameter: str, unit: Organisation | None) -> list[EvidenceRow]:
    found = _of_topic(edition, parameter).prefetch_related(None)
    rows = found.filter(owner=unit) if unit else found
    return [
        EvidenceRow(str(row), row.get_absolute_url(), f"{row.topic} · {row.owner.called}") for row in rows
    ]


#: published articles, of a topic when its code is given
ARTICLES = Evidence(
    label=_("已发布的文章"), count=_evidence, parameters=_topics, rows=_evidence_rows, way="review:shelf",
    verb=_("去写文章"),
)  # fmt: skip
