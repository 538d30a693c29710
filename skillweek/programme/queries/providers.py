"""What the programme tells lower rooms: inbox, measures, search (see ``common.registry``)."""

from collections import Counter

from django.contrib.postgres.search import SearchRank
from django.db.models import F, QuerySet

from skillweek.common import clock, search
from skillweek.common.registry import InboxItem, MeasureValue, SearchEntry
from skillweek.organisations.queries import AnyUser, own, reported
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.activities import published
from skillweek.programme.queries.sessions import public_sessions

#: most hits given to one search
HITS = 60


def inbox(user: AnyUser) -> list[InboxItem]:
    """Returned activities of the units that ``user`` writes for."""
    returned = Activity.objects.filter(state=Activity.State.RETURNED, owner__in=own(user, Right.EDIT))
    return [
        InboxItem(
            kind="returned", title=activity.title, url=activity.get_desk_url(), since=activity.updated_at,
            organisation=activity.owner.short_name,
        )
        for activity in returned.select_related("owner").order_by("updated_at")
    ]  # fmt: skip


def hits(edition: Edition, words: list[str]) -> list[SearchEntry]:
    """Public activities that hold any of ``words``, best first."""
    query = search.query(" ".join(words))
    if query is None:
        return []
    ranked = published(edition).filter(search=query).annotate(rank=SearchRank(F("search"), query))
    return [
        SearchEntry(
            kind="activity", title=str(activity), url=activity.get_absolute_url(), text=activity.summary,
            rank=float(activity.rank),
        )
        for activity in ranked.order_by("-rank", "pk")[:HITS]
    ]  # fmt: skip


def _measure(labels: list[str]) -> MeasureValue:
    return MeasureValue(len(labels), list(Counter(labels).items()))


def activities_published(edition: Edition) -> MeasureValue:
    """Published activities, by kind."""
    found = reported(published(edition), "owner").order_by("kind__position", "kind__code")
    return _measure([str(activity.kind) for activity in found.prefetch_related(None)])


def _by_place(sessions: QuerySet[Session], edition: Edition) -> MeasureValue:
    found = reported(sessions, "activity__owner").order_by("place__position", "place__code")
    names = found.prefetch_related(None).values_list("place__short_name", flat=True)
    return _measure([name or edition.city.short_name for name in names])


def sessions_planned(edition: Edition) -> MeasureValue:
    """Planned sessions of published activities, by county-level unit."""
    return _by_place(public_sessions(edition), edition)


def sessions_held(edition: Edition) -> MeasureValue:
    """Sessions that are over, by county-level unit."""
    return _by_place(public_sessions(edition).filter(ends__lte=clock.now()), edition)
