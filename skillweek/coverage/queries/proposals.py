"""Who may see and decide on coverage; proposals and their moves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from skillweek.coverage.models import Footing, HighlightPair, Lock, Placement, Proposal, Shortfall, Weight
from skillweek.coverage.queries.matrix import targets
from skillweek.coverage.queries.problem import Question, fingerprint, footing, movable_sessions
from skillweek.coverage.rules import changes_between
from skillweek.organisations.queries import AnyUser, own, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_first, editions, manageable
from skillweek.programme.models import Session
from skillweek.programme.queries import public_sessions

#: changes named in the sentence of refusal
NAMED = 3


def readable_edition(user: AnyUser) -> QuerySet[Edition]:
    """Editions whose coverage ``user`` may look at: officers of the city, or of a unit in it."""
    cities = {unit.tenant_id for unit in own(user, Right.MANAGE)}
    return current_first(editions().filter(city__in=cities))


def may_manage(user: AnyUser, edition: Edition) -> bool:
    """True when ``user`` may set targets and locks for all."""
    return manageable(user).filter(pk=edition.pk).exists()


def proposals_of(user: AnyUser) -> QuerySet[Proposal]:
    """Proposals that ``user`` may look at: officers see those of their city, with the moves of their own units."""
    return Proposal.objects.filter(edition__in=readable_edition(user).order_by()).select_related(
        "edition__city", "created_by"
    )


def own_units(user: AnyUser, edition: Edition) -> list[int] | None:
    """Units whose activities ``user`` may move; None stands for all of the city."""
    return None if may_manage(user, edition) else scope(user, Right.MANAGE)


def placements_of(proposal: Proposal, user: AnyUser) -> QuerySet[Placement]:
    """Moves of ``proposal`` that ``user`` may see, with what their rows show."""
    found = Placement.objects.filter(proposal=proposal).select_related(
        "session__activity__owner", "session__activity__edition", "session__place", "from_venue", "to_venue",
        "accepted_by",
    )  # fmt: skip
    units = own_units(user, proposal.edition)
    return found if units is None else found.filter(session__activity__owner__in=units)


def shortfalls_of(proposal: Proposal) -> QuerySet[Shortfall]:
    """What ``proposal`` leaves unmet, with who stands in the way; the heaviest first."""
    return (
        Shortfall.objects.filter(proposal=proposal)
        .select_related("place", "audience", "kind", "tag", "theme", "host")
        .prefetch_related("blockers__activity")
        .order_by("-weight", "-missing", "id")
    )


def pairs_of(proposal: Proposal) -> list[HighlightPair]:
    """Highlights that ``proposal`` leaves too near together, the nearest first; then the longest drives."""
    found = HighlightPair.objects.filter(proposal=proposal).select_related(
        "first__activity", "second__activity"
    )
    return list(found.order_by("-kind", F("km").asc(nulls_first=True), "-minutes", "day", "slot", "id"))


def weights_of(proposal: Proposal) -> QuerySet[Weight]:
    """How heavy each rule was."""
    return Weight.objects.filter(proposal=proposal).select_related(
        *(f"target__{name}" for name in ("place", "audience", "kind", "tag", "theme", "host"))
    )


def question_of(proposal: Proposal) -> Question:
    """What the planner was asked in ``proposal``."""
    weights = dict(proposal.weights.values_list("target_id", "weight"))
    units = own_units(proposal.created_by, proposal.edition) if proposal.created_by else None
    return Question(frozenset(proposal.kept.values_list("pk", flat=True)), units, weights,
                    proposal.spacing, proposal.travel)  # fmt: skip


def movable_by(user: AnyUser, edition: Edition) -> list[Session]:
    """Sessions that ``user`` may let the planner move, by place."""
    found = movable_sessions(edition, Question(units=own_units(user, edition)))
    return sorted(
        found, key=lambda one: (one.place.position if one.place else 0, one.activity.title, one.starts)
    )


def changed_since(proposal: Proposal) -> list[str]:
    """What is no longer as ``proposal`` found it, in sentences; empty while it may be committed."""
    stands, rules = footing(proposal.edition), list(targets(proposal.edition))
    done = {
        one.session_id: (one.to_starts, one.to_ends, one.to_venue_id)
        for one in proposal.placements.exclude(accepted_at=None)
    }
    if not done and fingerprint(stands, rules) == proposal.fingerprint:
        return []
    rows = Footing.objects.filter(proposal=proposal).values_list(
        "key", "title", "starts", "ends", "venue_key"
    )
    then = {key: (title, (starts, ends, venue)) for key, title, starts, ends, venue in rows}
    sentences = [change.text for change in changes_between(then, stands, done)]
    return sentences + _changed_targets(proposal, {rule.pk: rule.minimum for rule in rules})


def _changed_targets(proposal: Proposal, now: dict[int, int]) -> list[str]:
    then = dict(proposal.weights.values_list("target_id", "minimum"))
    names = {rule.pk: rule.label for rule in targets(proposal.edition)}
    changed = [
        _("目标“%(label)s”改过") % {"label": names[pk]} for pk in now if then.get(pk) not in (None, now[pk])
    ]
    changed += [_("新增了目标“%(label)s”") % {"label": names[pk]} for pk in now if pk not in then]
    return changed + ([_("有目标被去掉了")] if set(then) - set(now) else [])


def locks_of(edition: Edition) -> QuerySet[Lock]:
    """What the planner leaves as it is, with its words."""
    return Lock.objects.filter(edition=edition).select_related("session__activity", "place", "by")


def lock_by_pk(edition: Edition, pk: int) -> QuerySet[Lock]:
    """One lock of ``edition``."""
    return Lock.objects.filter(edition=edition, pk=pk)


def public_session(edition: Edition, code: str) -> QuerySet[Session]:
    """The public session that an address names."""
    return public_sessions(edition).filter(code=code)


@dataclass(frozen=True)
class Pair:
    """A session in two proposals: where each puts it; None leaves it where it is."""

    session: Session
    first: Placement | None
    second: Placement | None

    @property
    def same(self) -> bool:
        """True when both put it to the same time and room."""
        ends = [(p.to_starts, p.to_venue_id) if p else None for p in (self.first, self.second)]
        return ends[0] == ends[1]


def compared(first: Proposal, second: Proposal, user: AnyUser) -> list[Pair]:
    """Every session that one of the two moves."""
    sides = [{one.session_id: one for one in placements_of(proposal, user)} for proposal in (first, second)]
    sessions = {pk: one.session for side in sides for pk, one in side.items()}
    pairs = [Pair(session, sides[0].get(pk), sides[1].get(pk)) for pk, session in sessions.items()]
    return sorted(pairs, key=lambda pair: (pair.same, pair.session.starts, pair.session.pk))


def by_day(placements: Sequence[Placement]) -> list[tuple[Any, list[Placement]]]:
    """Moves by the day they lead to."""
    found: dict[Any, list[Placement]] = {}
    for one in placements:
        found.setdefault(one.to_starts.date(), []).append(one)
    return list(found.items())


def accepted_count(proposals: Sequence[Proposal]) -> dict[int, int]:
    """How many moves of each proposal were taken."""
    rows = Placement.objects.filter(proposal__in=proposals).exclude(accepted_at=None)
    return dict(Counter(rows.values_list("proposal_id", flat=True)))
