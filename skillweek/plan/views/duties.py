"""Desk pages of duties: the board, one unit, one clause, one cell."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.organisations.queries import own
from skillweek.organisations.rules import Right
from skillweek.plan import queries
from skillweek.plan.forms import BoardForm
from skillweek.plan.models import Edition

#: more units than these begin folded under their county
UNFOLDED = 60


@login_required
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """What my own units owe, and the board of all units I see."""
    edition = queries.current_edition()
    if edition is None:
        return render(request, "plan/desk_duties.html", {"edition": None})
    mine = list(own(request.user, Right.EDIT))
    context = {
        "edition": edition,
        "mine": queries.worst_first(queries.states_of(edition, mine)),
        "editable": {unit.pk for unit in mine},
        "may_lay": own(request.user, Right.MANAGE).exists(),
        **_board(request, edition, {unit.pk for unit in mine}),
    }
    return render(request, "plan/desk_duties.html", context)


def _board(request: StaffRequest, edition: Edition, mine: set[int]) -> dict[str, Any]:
    units = list(queries.board_units(request.user))
    if {unit.pk for unit in units} <= mine:
        return {}
    form = BoardForm(request.GET, edition=edition, units=units)
    chosen = form.chosen()
    found = queries.board(
        edition, queries.narrowed(units, kind=chosen.get("kind", ""), place=chosen.get("place", "")),
        clause=chosen.get("clause", ""), state=chosen.get("state", ""),
    )  # fmt: skip
    return {"form": form, "chosen": chosen, "board": found, "unfolded": chosen or len(found.rows) <= UNFOLDED}


@login_required
@require_safe
def unit(request: StaffRequest, unit: str) -> HttpResponse:
    """Everything one unit owes."""
    found = get_object_or_404(queries.board_units(request.user), code=unit)
    edition = queries.current_edition()
    states = queries.worst_first(queries.states_of(edition, [found])) if edition else []
    context = {
        "unit": found,
        "states": states,
        "figures": queries.figures(states),
        "editable": {one.pk for one in own(request.user, Right.EDIT)},
    }
    return render(request, "plan/duties_unit.html", context)
