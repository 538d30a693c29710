"""Asking the planner, and putting its moves into the programme."""

from dataclasses import asdict
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.coverage.actions.targets import check_phase
from skillweek.coverage.models import Placement, Proposal, Shortfall
from skillweek.coverage.queries import Situation, situation
from skillweek.coverage.rules import CoverageError, Stale, check_unchanged
from skillweek.coverage.solver import Answer, shortfall_today, solve
from skillweek.plan.models import Edition
from skillweek.programme.actions import move_session
from skillweek.programme.models import Session
from skillweek.programme.rules import ProgrammeError


@transaction.atomic
def propose(*, edition: Edition, by: User | None = None, seed: int = 0, seconds: float = 8) -> Proposal:
    """Let the planner look at the programme as it stands and keep what it proposes."""
    check_phase(edition)
    now = situation(edition)
    answer = solve(now.problem, seed=seed, seconds=seconds)
    proposal = Proposal.objects.create(
        edition=edition, created_by=by, created_at=clock.now(), status=answer.status,
        before=_rounded(shortfall_today(now.problem)), seconds=_rounded(answer.seconds),
        objective=None if answer.objective is None else _rounded(answer.objective),
        bound=None if answer.bound is None else _rounded(answer.bound), fingerprint=now.fingerprint,
    )  # fmt: skip
    _keep_moves(proposal, now, answer)
    _keep_shortfalls(proposal, now, answer)
    return proposal


def _rounded(number: float) -> Decimal:
    return Decimal(str(round(number, 3)))


def _keep_moves(proposal: Proposal, now: Situation, answer: Answer) -> None:
    by_code = {venue.code: venue for venue in now.venues.values()}
    for item in now.problem.items:
        option = answer.assignment.get(item.id)
        if option is None or option == item.current:
            continue
        session, (starts, ends) = now.sessions[item.id], now.times[item.id, option]
        Placement.objects.create(
            proposal=proposal, session=session,
            from_starts=session.starts, from_ends=session.ends, from_venue=session.venue,
            to_starts=starts, to_ends=ends, to_venue=by_code[option.venue] if option.venue else None,
        )  # fmt: skip


def _keep_shortfalls(proposal: Proposal, now: Situation, answer: Answer) -> None:
    for unmet in answer.unmet:
        numbers = asdict(unmet.reason)
        blockers = numbers.pop("blockers")
        shortfall = Shortfall.objects.create(
            proposal=proposal,
            target=now.targets[unmet.target],
            have=unmet.have,
            missing=unmet.missing,
            **numbers,
        )
        shortfall.blockers.set([now.sessions[code] for code in blockers])


@transaction.atomic
def commit_placement(*, placement: Placement, by: User) -> Placement:
    """Move the session as proposed; raises Stale when the programme has changed under the proposal."""
    current = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("to_venue", "proposal__edition")
        .get(pk=placement.pk)
    )
    check_phase(current.proposal.edition)
    if current.accepted_at is not None:
        raise CoverageError(_("这一项已经采纳过"))
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("activity").get(pk=current.session_id)
    )
    check_unchanged(current, session)
    try:
        move_session(session=session, starts=current.to_starts, ends=current.to_ends, venue=current.to_venue)
    except ProgrammeError as error:
        raise Stale(str(error)) from error
    current.accepted_at, current.accepted_by = clock.now(), by
    current.save(update_fields=["accepted_at", "accepted_by"])
    return current


@transaction.atomic
def commit_proposal(*, proposal: Proposal, by: User) -> tuple[int, list[str]]:
    """Accept every move that still fits: how many were made, and why the others were not.

    A move into a room that another one frees waits for that one.
    """
    waiting = list(proposal.placements.filter(accepted_at=None).select_related("session__activity"))
    done, refused = 0, {}
    while waiting:
        later = []
        for placement in waiting:
            try:
                commit_placement(placement=placement, by=by)
                done += 1
            except CoverageError as error:
                words = {"title": str(placement.session.activity), "why": str(error)}
                refused[placement.pk] = _("%(title)s：%(why)s") % words
                later.append(placement)
        if len(later) == len(waiting):
            return done, [refused[placement.pk] for placement in later]
        waiting = later
    return done, []
