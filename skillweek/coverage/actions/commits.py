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
from skillweek.programme.actions import move_session
from skillweek.programme.models import Session
from skillweek.programme.rules import ProgrammeError

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
    """Move them in an order in which rooms get free; a move into a room that another one frees waits for that one."""
    held = locks(edition)
    for one in placements:
        if any(lock.holds(one.session, one.session.day, one.session.place_id) for lock in held):
            words = {"title": str(one.session.activity)}
            raise Stale(_("“%(title)s”已被锁定，所以没有采纳；解除锁定，或不选这一项") % words)
    waiting, done = placements, 0
    while waiting:
        later, why = [], ""
        for one in waiting:
            try:
                _move(one, by)
                done += 1
            except ProgrammeError as error:
                words = {"title": str(one.session.activity), "why": str(error)}
                why = why or _("%(title)s：%(why)s") % words
                later.append(one)
        if len(later) == len(waiting):
            raise Stale(why)
        waiting = later
    return done


@transaction.atomic
def _move(placement: Placement, by: User) -> None:
    rows = Session.objects.select_for_update(of=("self",)).select_related("activity")
    session = rows.get(pk=placement.session_id)
    check_unchanged(placement, session)
    move_session(
        session=session, starts=placement.to_starts, ends=placement.to_ends, venue=placement.to_venue
    )
    placement.accepted_at, placement.accepted_by = clock.now(), by
    placement.save(update_fields=["accepted_at", "accepted_by"])
