"""What the programme tells lower rooms: inbox, measures, search (see ``common.registry``)."""

from collections import Counter

from django.contrib.postgres.search import SearchRank
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from skillweek.common import clock, search
from skillweek.common.inbox import Kind, Rows, one_kind
from skillweek.common.registry import InboxItem, MeasureValue, SearchEntry
from skillweek.organisations.queries import AnyUser, own, reported
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.activities import published
from skillweek.programme.queries.sessions import public_sessions

#: days before the end of the Week from which on a draft waits in the inbox
DRAFT_DAYS = 21
#: most hits given to one search
HITS = 60


def drafts(user: AnyUser) -> list[Rows]:
    """Activities that the person's own units began and have not handed in, when the Week is near."""
    edition = current_edition()
    if edition is None or not 0 <= (edition.ends - clock.today(edition.time_zone)).days <= DRAFT_DAYS:
        return []
    begun = Activity.objects.filter(
        edition=edition,
        revises=None,
        state=Activity.State.DRAFT,
        owner__in=own(user, Right.EDIT),
        created_at__lte=clock.now(),
    )
    kind = Kind("draft-activity", _("没有提交的活动"), _("填完并提交"))
    return [Rows(begun.select_related("owner"), one_kind(kind), _drafts_shown, since="updated_at", unit="owner",
                 due="edition__starts", words=("title", "owner__name"))]  # fmt: skip


def _drafts_shown(found: QuerySet[Activity]) -> list[tuple[int, InboxItem]]:
    return [
        (activity.pk, InboxItem(
            kind=_("没有提交的活动"), title=activity.title, url=activity.get_desk_url(), since=activity.updated_at,
            organisation=activity.owner.short_name, unit=activity.owner_id, action=_("填完并提交"),
        ))
        for activity in found
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
