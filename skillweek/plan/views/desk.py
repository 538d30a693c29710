"""Desk pages of the plan: the edition and its clauses, and who owes what."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.organisations.queries import own
from skillweek.organisations.rules import Right
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
    }
    return render(request, "plan/desk_plan.html", context)


@login_required
@require_safe
def duties(request: StaffRequest) -> HttpResponse:
    """The board: all units I see by clause; and the duties of my own, or of ``?unit=``, as a list."""
    edition = queries.current_edition()
    if edition is None:
        return render(request, "plan/desk_duties.html", {"edition": None})
    mine = list(own(request.user, Right.EDIT))
    board = queries.board(edition, queries.board_units(request.user))
    only_mine = {row.organisation.pk for row in board.rows} <= {unit.pk for unit in mine}
    one = next(
        (row.organisation for row in board.rows if row.organisation.code == request.GET.get("unit")), None
    )
    context = {
        "edition": edition,
        "unit": one,
        "mine": queries.own_first(board, [one] if one else mine),
        "editable": {unit.pk for unit in mine},
        "board": None if only_mine else board,
        "only_late": "late" in request.GET,
        "today": clock.today(edition.time_zone),
    }
    return render(request, "plan/desk_duties.html", context)
