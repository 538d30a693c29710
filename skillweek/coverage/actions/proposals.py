"""Asking the planner; its answer is found by a background job."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.coverage.actions.targets import check_phase
from skillweek.coverage.highlights import Far, Near
from skillweek.coverage.models import Footing, HighlightPair, Placement, Proposal, Shortfall, Weight
from skillweek.coverage.models.planner import SPACING, TRAVEL
from skillweek.coverage.queries import Situation, gaps, may_manage, question_of, situation, standing, targets
from skillweek.coverage.rules import CoverageError
from skillweek.coverage.solver import Answer, shortfall_today, solve
from skillweek.organisations.queries import scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity

#: seconds that an officer may allow
SECONDS = (5, 10, 30, 60)
#: an answer that a person waits for goes before thousands of messages
PRIORITY = 20
Status = Proposal.Status


@transaction.atomic
def ask_planner(
    *, edition: Edition, by: User, seconds: int = 10, seed: int = 0, kept: Iterable[Activity] = (),
    weights: Mapping[int, int] | None = None,
    spacing: int = SPACING, travel: int = TRAVEL,
) -> Proposal:  # fmt: skip
    """Put a question to the planner; a job answers it. ``weights`` are by rule, those not named keep their own.

    ``spacing`` and ``travel`` say how heavy two highlights are that stand too near together, or too far to drive.
    """
    check_phase(edition)
    rules, given = list(targets(edition)), weights or {}
    if not rules:
        raise CoverageError(_("还没有目标，求解器不知道要补什么；请先定目标"))
    if not may_manage(by, edition) and not scope(by, Right.MANAGE):
        raise CoverageError(_("您不能请求解器提建议"))
    proposal = Proposal.objects.create(
        edition=edition,
        created_by=by,
        created_at=clock.now(),
        allowed=seconds,
        seed=seed,
        spacing=spacing,
        travel=travel,
    )
    proposal.kept.set(kept)
    Weight.objects.bulk_create(
        Weight(proposal=proposal, target=rule, weight=given.get(rule.pk, rule.weight), minimum=rule.minimum)
        for rule in rules
    )
    task = app.configure_task("skillweek.coverage.tasks.solve", priority=PRIORITY)
    task.defer(proposal_id=proposal.pk)
    return proposal


def solve_proposal(*, proposal_id: int) -> Proposal:
    """Answer a question that waits; what went wrong is kept in words. A question is answered once.

    The search runs outside of any transaction: nobody waits for its locks.
    """
    if not Proposal.objects.filter(pk=proposal_id, status=Status.QUEUED).update(
        status=Status.RUNNING, begun_at=clock.now()
    ):
        return Proposal.objects.get(pk=proposal_id)
    proposal = Proposal.objects.select_related("edition__city", "created_by").get(pk=proposal_id)
    try:
        now = situation(proposal.edition, question_of(proposal))
        answer = solve(now.problem, seed=proposal.seed, seconds=proposal.allowed)
        _keep(proposal, now, answer)
    except Exception:
        proposal.status, proposal.ended_at = Status.FAILED, clock.now()
        proposal.failure = _("计算时出了意外，日程没有改动。请再请求一次；还不行请联系维护人员")
        proposal.save(update_fields=["status", "ended_at", "failure"])
        raise
    return proposal


@transaction.atomic
def _keep(proposal: Proposal, now: Situation, answer: Answer) -> None:
    proposal.status, proposal.ended_at, proposal.fingerprint = answer.status, clock.now(), now.fingerprint
    proposal.before, proposal.seconds = _rounded(shortfall_today(now.problem)), _rounded(answer.seconds)
    proposal.objective = None if answer.objective is None else _rounded(answer.objective)
    proposal.bound = None if answer.bound is None else _rounded(answer.bound)
    proposal.wanted, proposal.failure = len(now.wants), answer.conflict[:200]
    proposal.unmet_before = len(gaps(standing(proposal.edition, now.wants)))
    proposal.save()
    Footing.objects.bulk_create(
        Footing(proposal=proposal, key=key, title=title, starts=where[0], ends=where[1], venue_key=where[2])
        for key, (title, where) in now.footing.items()
    )
    _keep_moves(proposal, now, answer)
    _keep_shortfalls(proposal, now, answer)
    _keep_pairs(proposal, now, answer)


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
            to_starts=starts, to_ends=ends,
            to_venue=by_code[option.venue.partition("~")[0]] if option.venue else None,
        )  # fmt: skip


def _keep_shortfalls(proposal: Proposal, now: Situation, answer: Answer) -> None:
    for unmet in answer.unmet:
        numbers: dict[str, Any] = {
            name: value for name, value in asdict(unmet.reason).items() if name in _COUNTS
        }
        want, goal = now.wants[unmet.target], now.problem.goals[unmet.target]
        shortfall = Shortfall.objects.create(
            proposal=proposal, **want.facts, highlight=want.highlight, minimum=want.minimum,
            weight=round(goal.weight), have=unmet.have, missing=unmet.missing, host_busy=unmet.reason.host, **numbers,
        )  # fmt: skip
        shortfall.blockers.set([now.sessions[code] for code in unmet.reason.blockers])


def _keep_pairs(proposal: Proposal, now: Situation, answer: Answer) -> None:
    """Highlights that stand in each other's way even so."""
    near, far = HighlightPair.Kind.NEAR, HighlightPair.Kind.FAR
    found: list[tuple[str, Near | Far, dict[str, Any]]]
    found = [(near, one, {"slot": one.slot, "km": one.km}) for one in answer.spacing or ()]
    found += [(far, two, {"slot": two.slots[0], "minutes": two.minutes}) for two in answer.travel or ()]
    HighlightPair.objects.bulk_create(
        HighlightPair(
            proposal=proposal, kind=kind, day=pair.day, first=now.sessions[pair.activities[0]],
            second=now.sessions[pair.activities[1]], **facts,
        )
        for kind, pair, facts in found
    )  # fmt: skip


_COUNTS = frozenset({"fixed", "closed", "venue", "needed", "apart", "open"})
