"""The matrix, the targets, and the planner's proposals."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.coverage import actions, queries
from skillweek.coverage.forms import TargetForm
from skillweek.coverage.rules import VIEWS, CoverageError
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed, manageable

SHOWN_GAPS = 8


def _readable(request: StaffRequest) -> Edition:
    edition = queries.readable_edition(request.user).first()
    return get_object_or_404(queries.readable_edition(request.user), pk=edition.pk if edition else None)


def _managed(request: StaffRequest) -> Edition:
    return get_object_or_404(manageable(request.user), pk=_readable(request).pk)


def _tabs(view: str) -> list[dict[str, Any]]:
    labels = {
        "place-day": _("各地 × 每天"),
        "place-audience": _("各地 × 对象"),
        "audience-day": _("对象 × 每天"),
    }
    home = reverse("coverage:matrix")
    return [{"label": labels[name], "url": f"{home}?view={name}", "current": name == view} for name in VIEWS]


@never_cache
@login_required
@require_safe
def matrix(request: StaffRequest) -> HttpResponse:
    """How many sessions where and when, what is missing, and the way to mend it."""
    edition = _readable(request)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "place-day"
    targets, counted = list(queries.targets(edition)), queries.counts(edition)
    gaps = queries.gaps(targets, counted)
    context = {
        "edition": edition, "view": view, "tabs": _tabs(view), "targets": len(targets), "gaps": gaps[:SHOWN_GAPS],
        "gap_count": len(gaps), "more": len(gaps) - SHOWN_GAPS, "total": counted.of(),
        "met": len(targets) - len(gaps), "matrix": queries.matrix(edition, view, targets, counted),
        "may_manage": queries.may_manage(request.user, edition), "closed": closed(edition, "arrange"),
        "last": queries.proposals_of(request.user).filter(edition=edition).first(),
    }  # fmt: skip
    return render(request, "coverage/matrix.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def targets(request: StaffRequest) -> HttpResponse:
    """All targets with where they stand, and one more."""
    edition = _managed(request)
    form = TargetForm(edition, request.POST or None)
    if form.is_valid():
        try:
            actions.set_target(edition=edition, **form.cleaned_data)
        except CoverageError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("目标已保存"))
            return redirect("coverage:targets")
    found, counted = list(queries.targets(edition)), queries.counts(edition)
    rows = [
        (
            target,
            counted.of(
                day=target.day, place=target.place_id, audience=target.audience_id, kind=target.kind_id
            ),
        )
        for target in found
    ]
    rows.sort(key=lambda row: row[1] >= row[0].minimum)  # what is missing comes first
    context = {"edition": edition, "form": form, "rows": rows, "closed": closed(edition, "arrange")}
    return render(request, "coverage/targets.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def default_targets(request: StaffRequest) -> HttpResponse:
    """Add the targets that every Week starts with."""
    try:
        made = actions.ensure_default_targets(edition=_managed(request))
    except CoverageError as problem:
        messages.error(request, str(problem))
        return redirect("coverage:targets")
    sentence = (
        ngettext("补上了 %(n)d 个目标", "补上了 %(n)d 个目标", made) if made else _("默认的目标都已经有了")
    )
    messages.success(request, sentence % {"n": made} if made else sentence)
    return redirect("coverage:targets")


@login_required
@require_POST
def propose(request: StaffRequest) -> HttpResponse:
    """Ask the planner."""
    try:
        made = actions.propose(edition=_managed(request), by=request.user)
    except CoverageError as problem:
        messages.error(request, str(problem))
        return redirect("coverage:matrix")
    return redirect("coverage:proposal", made.pk)


@never_cache
@login_required
@require_safe
def proposal(request: StaffRequest, pk: int) -> HttpResponse:
    """The moves that the planner proposes, and what it could not mend and why."""
    found = get_object_or_404(queries.proposals_of(request.user), pk=pk)
    placements = list(queries.placements_of(found))
    context = {
        "proposal": found, "placements": placements, "shortfalls": list(queries.shortfalls_of(found)),
        "waiting": sum(one.accepted_at is None for one in placements),
    }  # fmt: skip
    return render(request, "coverage/proposal.html", context)


@login_required
@require_POST
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Put one move into the programme."""
    found = get_object_or_404(queries.open_placements(request.user), pk=pk)
    try:
        actions.commit_placement(placement=found, by=request.user)
        messages.success(request, _("已采纳，日程已经调整"))
    except CoverageError as error:
        messages.error(request, str(error))
    return redirect("coverage:proposal", found.proposal_id)


@login_required
@require_POST
def accept_all(request: StaffRequest, pk: int) -> HttpResponse:
    """Put every move into the programme that still fits."""
    found = get_object_or_404(queries.proposals_of(request.user), pk=pk)
    done, refused = actions.commit_proposal(proposal=found, by=request.user)
    if done:
        words = ngettext("已采纳 %(n)d 项，日程已经调整", "已采纳 %(n)d 项，日程已经调整", done)
        messages.success(request, words % {"n": done})
    for sentence in refused:
        messages.error(request, sentence)
    return redirect("coverage:proposal", pk)
