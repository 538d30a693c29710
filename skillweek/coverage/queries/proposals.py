"""Who may see and decide on coverage; proposals and their moves."""

from django.db.models import QuerySet

from skillweek.coverage.models import Placement, Proposal, Shortfall
from skillweek.organisations.queries import AnyUser, own
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_first, editions, manageable


def readable_edition(user: AnyUser) -> QuerySet[Edition]:
    """Editions whose coverage ``user`` may look at: officers of the city, or of a unit in it."""
    cities = {unit.tenant_id for unit in own(user, Right.MANAGE)}
    return current_first(editions().filter(city__in=cities))


def may_manage(user: AnyUser, edition: Edition) -> bool:
    """True when ``user`` may ask for proposals and accept them."""
    return manageable(user).filter(pk=edition.pk).exists()


def proposals_of(user: AnyUser) -> QuerySet[Proposal]:
    """Proposals that ``user`` may decide on."""
    return Proposal.objects.filter(edition__in=manageable(user)).select_related("edition__city", "created_by")


def placements_of(proposal: Proposal) -> QuerySet[Placement]:
    """Moves of ``proposal`` with what their rows show."""
    return Placement.objects.filter(proposal=proposal).select_related(
        "session__activity__owner", "session__activity__edition", "session__place", "from_venue", "to_venue",
        "accepted_by",
    )  # fmt: skip


def open_placements(user: AnyUser) -> QuerySet[Placement]:
    """Moves that ``user`` may accept."""
    return Placement.objects.filter(proposal__edition__in=manageable(user)).select_related(
        "proposal", "session"
    )


def shortfalls_of(proposal: Proposal) -> QuerySet[Shortfall]:
    """What ``proposal`` leaves unmet, with who stands in the way."""
    return (
        Shortfall.objects.filter(proposal=proposal)
        .select_related("target__place", "target__audience", "target__kind")
        .prefetch_related("blockers__activity")
    )
