"""Asking the planner, its proposals, locks, and putting moves into the programme."""

from collections import Counter
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.coverage import actions, queries
from skillweek.coverage.forms import LockForm, PlannerForm
from skillweek.coverage.models import Proposal
from skillweek.coverage.rules import CoverageError
from skillweek.coverage.views.common import picked, readable
from skillweek.plan.queries import closed

#: proposals listed beside the question
SHOWN_PROPOSALS = 12
#: pairs of highlights that are shown at once; the others unfold
SHOWN_PAIRS = 12
#: seconds after the allowed ones from which on an answer is not to be expected any more
PATIENCE = 90


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def plan(request: StaffRequest) -> HttpResponse:
    """What the planner is asked: how long, what weighs how much, what may move, what is locked."""
    edition = readable(request)
    before = None
    if request.GET.get("from", "").isdecimal():
        before = get_object_or_404(
            queries.proposals_of(request.user), pk=request.GET["from"], edition=edition
        )
    rules, sessions = list(queries.targets(edition)), queries.movable_by(request.user, edition)
    form = PlannerForm(edition, rules, sessions, before, request.POST or None)
    if form.is_valid():
        try:
            made = actions.ask_planner(
                edition=edition, by=request.user, seconds=form.cleaned_data["seconds"], kept=form.kept(),
                weights=form.weights(), spacing=form.cleaned_data["spacing"], travel=form.cleaned_data["travel"],
            )  # fmt: skip
        except CoverageError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("coverage:proposal", made.pk)
    proposals = list(queries.proposals_of(request.user).filter(edition=edition)[:SHOWN_PROPOSALS])
    accepted = queries.accepted_count(proposals)
    chosen = set(form["moves"].value() or [])
    first_sessions = {one.activity_id: one for one in sessions}.values()
    by_place = groupby(first_sessions, key=lambda one: one.place)
    context = {
        "edition": edition, "form": form, "closed": closed(edition, "arrange"), "before": before,
        "weights": [form[f"weight-{rule.pk}"] for rule in rules], "between": [form["spacing"], form["travel"]],
        "groups": [
            (place, [(one.activity, str(one.activity_id) in chosen) for one in rows]) for place, rows in by_place
        ],
        "movable": len(sessions), "locks": queries.locks_of(edition), "lock": LockForm(edition),
        "proposals": [(one, accepted.get(one.pk, 0)) for one in proposals],
        "may_manage": queries.may_manage(request.user, edition),
    }  # fmt: skip
    return render(request, "coverage/plan.html", context, status=422 if form.is_bound else 200)


def _progress(proposal: Proposal) -> dict[str, Any]:
    begun = proposal.begun_at or proposal.created_at
    waited = max(0, int((clock.now() - begun).total_seconds()))
    return {"waited": min(waited, proposal.allowed), "stalled": waited > proposal.allowed + PATIENCE}


@never_cache
@login_required
@require_safe
def proposal(request: StaffRequest, pk: int) -> HttpResponse:
    """The moves that the planner proposes, and what it could not mend and why; while it works, how far it is."""
    found = get_object_or_404(queries.proposals_of(request.user), pk=pk)
    if found.working:
        template = "coverage/_progress.html" if _is_poll(request) else "coverage/working.html"
        return render(request, template, {"proposal": found, "polled": _is_poll(request)} | _progress(found))
    if _is_poll(request):
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    placements = list(queries.placements_of(found, request.user))
    waiting = [one for one in placements if one.accepted_at is None]
    others = queries.proposals_of(request.user).filter(edition=found.edition).exclude(pk=pk)
    context = {
        "proposal": found, "days": queries.by_day(placements), "moves": len(placements), "waiting": len(waiting),
        "shortfalls": list(queries.shortfalls_of(found)), "pairs": queries.pairs_of(found), "shown": SHOWN_PAIRS,
        "hidden": found.placements.count() - len(placements), "closed": closed(found.edition, "arrange"),
        "changed": queries.changed_since(found) if waiting else [], "locks": queries.locks_of(found.edition),
        "locked": {lock.session_id for lock in queries.locks_of(found.edition)},
        "others": [one for one in others[:SHOWN_PROPOSALS] if one.solved],
        "weights": queries.weights_of(found),
    }  # fmt: skip
    return render(request, "coverage/proposal.html", context)


def _is_poll(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


@login_required
@require_POST
def commit(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the chosen moves into the programme, or all of them."""
    found = get_object_or_404(queries.proposals_of(request.user), pk=pk)
    chosen = None if request.POST.get("all") else picked(request, "pick")
    try:
        done = actions.commit_moves(proposal=found, by=request.user, chosen=chosen)
        words = ngettext("已采纳 %(n)d 项，日程已经调整", "已采纳 %(n)d 项，日程已经调整", done)
        messages.success(request, words % {"n": done})
    except CoverageError as problem:
        messages.error(request, str(problem))
    return redirect("coverage:proposal", pk)


@never_cache
@login_required
@require_safe
def compare(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Two proposals side by side."""
    known = queries.proposals_of(request.user)
    first, second = get_object_or_404(known, pk=pk), get_object_or_404(known, pk=other)
    weights = [{one.target_id: one for one in queries.weights_of(side)} for side in (first, second)]
    between = [Counter(one.kind for one in queries.pairs_of(side)) for side in (first, second)]
    every = {**weights[1], **weights[0]}
    pairs = queries.compared(first, second, request.user)
    context = {
        "first": first, "second": second, "pairs": pairs, "same": sum(pair.same for pair in pairs),
        "shortfalls": [(one, list(queries.shortfalls_of(one))) for one in (first, second)],
        "near": [count["near"] for count in between], "far": [count["far"] for count in between],
        "weights": [
            (one.target, mine, other)
            for key, one in every.items()
            for mine, other in [(weights[0].get(key), weights[1].get(key))]
            if mine is None or other is None or mine.weight != other.weight
        ],
    }  # fmt: skip
    return render(request, "coverage/compare.html", context)


@login_required
@require_POST
def lock_session(request: StaffRequest, code: str) -> HttpResponse:
    """Leave one session where it is."""
    edition = readable(request)
    session = get_object_or_404(queries.public_session(edition, code))
    try:
        actions.lock_session(edition=edition, session=session, by=request.user)
        messages.success(request, _("已锁定，下一次求解不会移动它"))
    except CoverageError as problem:
        messages.error(request, str(problem))
    return redirect("coverage:plan")


@login_required
@require_POST
def lock_cell(request: StaffRequest) -> HttpResponse:
    """Leave a day, a place, or a place on a day as it is."""
    edition = readable(request)
    form = LockForm(edition, request.POST)
    try:
        if not form.is_valid():
            raise CoverageError(_("请选择要锁定的日期或县市区"))
        chosen = {day.isoformat(): day for day in edition.days}.get(form.cleaned_data["day"])
        actions.lock_cell(edition=edition, by=request.user, day=chosen, place=form.cleaned_data["place"])
        messages.success(request, _("已锁定，这里的场次不移走，也不移进别的场次"))
    except CoverageError as problem:
        messages.error(request, str(problem))
    return redirect("coverage:plan")


@login_required
@require_POST
def unlock(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the planner move it again."""
    lock = get_object_or_404(queries.lock_by_pk(readable(request), pk))
    try:
        actions.unlock(lock=lock, by=request.user)
        messages.success(request, _("已解除锁定"))
    except CoverageError as problem:
        messages.error(request, str(problem))
    return redirect("coverage:plan")
