"""The one door to activities."""

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, own, scope, subtree_ids, within
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Participation, Session
from skillweek.programme.queries.revisions import OPEN

#: so few units are all listed to choose from; of more, those found by name, and one more says that there are more
FEW, FOUND = 12, 20


def published(edition: Edition) -> QuerySet[Activity]:
    """Activities that are public now, with what a card shows."""
    return (
        Activity.objects.filter(
            edition=edition, revises=None, state=Activity.State.PUBLISHED, published_at__lte=clock.now()
        )
        .select_related("kind", "owner", "owner__kind", "cover")
        .prefetch_related("audiences", "cover__renditions")
    )


def shown(edition: Edition) -> QuerySet[Activity]:
    """Activities whose page people may open: public now, or public once and cancelled since."""
    states = (Activity.State.PUBLISHED, Activity.State.CANCELLED)
    return (
        Activity.objects.filter(
            edition=edition, revises=None, state__in=states, published_at__lte=clock.now()
        )
        .select_related("kind", "owner", "owner__kind", "cover")
        .prefetch_related("audiences", "cover__renditions")
    )


def visible_to(user: AnyUser) -> QuerySet[Activity]:
    """Activities of the units whose desk ``user`` may see, working copies too."""
    return Activity.objects.filter(owner__in=scope(user, Right.SEE)).select_related(
        "kind", "owner", "edition"
    )


def shared_with(user: AnyUser) -> QuerySet[Activity]:
    """Activities of other units that ``user``'s units undertake or co-host, from submission on; to read alone."""
    units = list(scope(user, Right.SEE))
    part = Participation.objects.filter(activity=OuterRef("pk"), organisation__in=units)
    hidden = (Activity.State.DRAFT, Activity.State.RETURNED, Activity.State.MERGED)
    found = Activity.objects.filter(Exists(part.exclude(role=Participation.Role.HOST)), revises=None)
    planned = Q(sessions__state=Session.State.PLANNED)
    return (
        found.exclude(owner__in=units).exclude(state__in=hidden).select_related("kind", "owner", "edition")
        .annotate(first_day=Min("sessions__day", filter=planned))
        .prefetch_related(Prefetch("participations", Participation.objects.select_related("organisation")))
        .order_by("first_day", "pk")
    )  # fmt: skip


def readable_by(user: AnyUser) -> QuerySet[Activity]:
    """Activities whose desk page ``user`` may open: those of the own units, and those held together with others."""
    shared = shared_with(user).order_by().values("pk")
    found = Activity.objects.filter(Q(owner__in=scope(user, Right.SEE)) | Q(pk__in=shared))
    return found.select_related("kind", "owner", "edition")


def editable_by(user: AnyUser) -> QuerySet[Activity]:
    """Activities that ``user`` may write, working copies too."""
    return Activity.objects.filter(owner__in=scope(user, Right.EDIT)).select_related(
        "kind", "owner__kind", "owner__parent", "edition__city", "cover", "safeguard", "revises"
    )


def with_desk_facts(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """``activities`` with everything their desk page shows."""
    partners = Participation.objects.select_related("organisation")
    sessions = Session.objects.select_related("venue__place", "place")
    return activities.select_related(
        "safeguard", "topic", "cover", "owner__parent", "created_by", "revises"
    ).prefetch_related(
        "audiences",
        "tags",
        "cover__renditions",
        Prefetch("participations", partners),
        Prefetch("sessions", sessions),
    )


def editing_units(user: AnyUser) -> QuerySet[Organisation]:
    """Units for which ``user`` may write activities: the own ones first, then those below."""
    mine = Exists(own(user, Right.EDIT).filter(pk=OuterRef("pk")))
    units = Organisation.objects.filter(pk__in=scope(user, Right.EDIT), active=True)
    return units.annotate(is_mine=mine).order_by("-is_mine", "position", "code")


def visible_units(user: AnyUser) -> QuerySet[Organisation]:
    """Units whose activities ``user`` may see, for the filter of the list."""
    return Organisation.objects.filter(pk__in=scope(user, Right.SEE), active=True)


def partner_units(activity: Activity) -> QuerySet[Organisation]:
    """Units that may undertake or co-host ``activity``: all of its city."""
    return within(activity.edition.city)


def found_units(units: QuerySet[Organisation], words: str) -> list[Organisation]:
    """Of ``units`` those whose name holds every one of ``words``; all of them where there are few, and no words."""
    for word in words.split()[:5]:
        units = units.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    some = list(units.select_related("kind")[: FOUND + 1])
    return some if words or len(some) <= FEW else []


def of_desk(
    user: AnyUser, *, state: str = "", kind: str = "", unit: Organisation | None = None, words: str = ""
) -> QuerySet[Activity]:
    """What ``user`` sees in the list: by state, kind code, unit (and all below it), part of the title.

    A working copy is no line of its own: the activity it revises knows its state (``revision_state``).
    """
    found = visible_to(user).filter(revises=None)
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind__code=kind)
    if unit is not None:
        found = found.filter(owner__in=subtree_ids(unit))
    for word in words.split()[:5]:
        found = found.filter(title__icontains=word)
    planned = Q(sessions__state=Session.State.PLANNED)
    copies = Activity.objects.filter(revises=OuterRef("pk"), state__in=OPEN).order_by()
    return found.annotate(
        revision_state=Subquery(copies.values("state")[:1]),
        revision_id=Subquery(copies.values("pk")[:1]),
        session_count=Count("sessions", filter=planned),
        first_day=Min("sessions__day", filter=planned),
    ).order_by("-updated_at", "-pk")


def state_counts(activities: QuerySet[Activity]) -> dict[str, int]:
    """How many of ``activities`` are in each state."""
    counted = activities.order_by().values_list("state").annotate(Count("pk", distinct=True))
    return dict(counted)
