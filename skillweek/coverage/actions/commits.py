"""Putting the planner's moves into the programme: all that were chosen, or none."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.coverage.actions.targets import check_phase
from skillweek.coverage.models import Placement, Proposal
from skillweek.coverage.queries import changed_since, locks, placements_of
from skillweek.coverage.rules import CoverageError, Stale, check_unchanged
from skillweek.plan.models import Edition
from skillweek.programme.actions import move_sessions
from skillweek.programme.actions.moves import Placing
from skillweek.programme.models import Session

#: changes named in the sentence of refusal
NAMED = 3


@transaction.atomic
def commit_moves(*, proposal: Proposal, by: User, chosen: Collection[int] | None = None) -> int:
    """Make the moves of ``chosen`` (ids; None: all that ``by`` may make); how many. All of them, or none.

    Stale names what changed since the planner looked. Of two commits at once the second sees the first.
    """
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.edition_id)
    check_phase(edition)
    held = (
        Proposal.objects.select_for_update(of=("self",)).select_related("edition__city").get(pk=proposal.pk)
    )
    if not held.solved:
        raise CoverageError(_("这份建议没有可以采纳的调整"))
    mine = placements_of(held, by)
    waiting = list(mine if chosen is None else mine.filter(pk__in=chosen))
    if not waiting:
        raise CoverageError(_("请先选中要采纳的调整"))
    if all(one.accepted_at for one in waiting):
        raise CoverageError(_("这些调整已经采纳过"))
    if changes := changed_since(held):
        raise Stale(stale_sentence(changes))
    return _make([one for one in waiting if one.accepted_at is None], edition, by)


def stale_sentence(changes: list[str]) -> str:
    """What changed since, and what to do."""
    named = _("；").join(changes[:NAMED])
    words = {"named": named, "n": len(changes)}
    if len(changes) > NAMED:
        return _("提出建议以后，%(named)s等 %(n)d 处有变动，所以没有采纳。请再请求解器算一次") % words
    return _("提出建议以后，%(named)s，所以没有采纳。请再请求解器算一次") % words


def _make(placements: list[Placement], edition: Edition, by: User) -> int:
    """Move them all at once, so that one may take the room that another leaves; none when one cannot go."""
    held, now = locks(edition), clock.now()
    rows = Session.objects.select_for_update(of=("self",)).select_related("activity").order_by("pk")
    sessions = {one.pk: one for one in rows.filter(pk__in=[one.session_id for one in placements])}
    for one in placements:
        session = sessions[one.session_id]
        check_unchanged(one, session)
        if any(lock.holds(session, session.day, session.place_id) for lock in held):
            words = {"title": str(session.activity)}
            raise Stale(_("“%(title)s”已被锁定，所以没有采纳；解除锁定，或不选这一项") % words)
    done = move_sessions(
        placings=[
            Placing(sessions[one.session_id], one.to_starts, one.to_ends, one.to_venue) for one in placements
        ]
    )
    if done.refused:
        first = done.refused[0]
        words = {"title": str(first.placing.session.activity), "why": str(first.error)}
        raise Stale(_("%(title)s：%(why)s") % words)
    for one in placements:
        one.accepted_at, one.accepted_by = now, by
        one.save(update_fields=["accepted_at", "accepted_by"])
    return len(placements)
