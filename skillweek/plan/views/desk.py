"""Desk pages of the plan: the edition and its clauses."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.plan import queries


@login_required
@require_safe
def plan(request: StaffRequest) -> HttpResponse:
    """The edition's facts, its phases, and its clauses."""
    edition = queries.current_edition()
    context = {
        "edition": edition,
        "phases": list(edition.phases.all()) if edition else [],
        "phase": queries.phase(edition) if edition else "",
        "clauses": queries.outline(edition) if edition else [],
        "now": clock.now(),
        "bar": queries.clock_bar(edition, queries.calendar(edition)) if edition else None,
        "manages": queries.city_of(request.user) is not None,
    }
    return render(request, "plan/desk_plan.html", context)
