"""Desk pages of duties: the board, one unit, one clause, one cell."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.library.sheets import MEDIA_TYPE, sheet
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import own, scope
from skillweek.organisations.rules import Right
from skillweek.plan import queries
from skillweek.plan.forms import BoardForm, WaiverForm
from skillweek.plan.models import Clause, Edition
from skillweek.plan.rules import STATE_WORDS

#: more units than these begin folded under their county
UNFOLDED = 60


@login_required
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """What my own units owe, and the board of all units I see."""
    edition = queries.current_edition()
    if edition is None:
        return render(request, "plan/desk_duties.html", {"edition": None})
    mine, counted = list(own(request.user, Right.EDIT)), queries.Counted(edition)
    context = {
        "edition": edition,
        "mine": queries.worst_first(queries.states_of(edition, mine, counted=counted)),
        "editable": {unit.pk for unit in mine},
        "may_lay": own(request.user, Right.MANAGE).exists(),
        "closed": queries.closed(edition, "give_duties"),
        "may_rule": edition.city_id in scope(request.user, Right.MANAGE),
        **_board(request, edition, {unit.pk for unit in mine}, counted),
    }
    return render(request, "plan/desk_duties.html", context)


@login_required
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """The board as it is filtered, one line a unit, as a sheet."""
    edition = _edition()
    found = _board(request, edition, set(), queries.Counted(edition))["board"]
    head = [
        _("县（市、区）"),
        _("单位"),
        *map(str, found.clauses),
        _("任务"),
        _("完成"),
        _("其中免除"),
        _("逾期"),
    ]
    rows = [
        [group.total.organisation.name, row.organisation.name, *map(_said, row.cells), *_sums(row)]
        for group in found.groups for row in group.rows
    ]  # fmt: skip
    answer = HttpResponse(sheet(name=_("方案任务"), head=head, rows=rows), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="duties-{edition.slug}.xlsx"'
    return answer


def _said(cell: queries.Cell) -> str:
    if not cell.total:
        return ""
    number = f" {cell.done}/{cell.total}" if cell.total > 1 else ""
    return f"{STATE_WORDS[cell.state]}{number}"


def _sums(row: queries.Row) -> list[int]:
    figures = row.figures
    return [figures.total, figures.done, figures.waived, figures.late]


def _board(
    request: StaffRequest, edition: Edition, mine: set[int], counted: queries.Counted
) -> dict[str, Any]:
    units = list(queries.board_units(request.user))
    if mine and {unit.pk for unit in units} <= mine:
        return {}
    form = BoardForm(request.GET, edition=edition, units=units)
    chosen = form.chosen()
    found = queries.board(
        edition, queries.narrowed(units, kind=chosen.get("kind", ""), place=chosen.get("place", "")),
        clause=chosen.get("clause", ""), state=chosen.get("state", ""), counted=counted,
    )  # fmt: skip
    return {"form": form, "chosen": chosen, "board": found, "unfolded": chosen or len(found.rows) <= UNFOLDED}


def _edition() -> Edition:
    edition = queries.current_edition()
    if edition is None:
        raise Http404
    return edition


def _clause(edition: Edition, path: str) -> Clause:
    """The clause with ``path``, which may hold any sign a browser sends."""
    found = next((one for one in queries.outline(edition) if one.path == path), None)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def unit(request: StaffRequest, unit: str) -> HttpResponse:
    """Everything one unit owes."""
    found, edition = get_object_or_404(queries.board_units(request.user), code=unit), _edition()
    states = queries.worst_first(queries.states_of(edition, [found]))
    context = {
        "unit": found,
        "states": states,
        "figures": queries.figures(states),
        "editable": {one.pk for one in own(request.user, Right.EDIT)},
        "may_remind": found.parent_id in scope(request.user, Right.MANAGE),
    }
    return render(request, "plan/duties_unit.html", context)


@login_required
@require_safe
def clause(request: StaffRequest, path: str) -> HttpResponse:
    """One clause: who owes what by it, and the activities that answer it."""
    edition = _edition()
    found = _clause(edition, path)
    units = list(queries.board_units(request.user))
    place = next((one for one in units if one.kind.is_place and one.code == request.GET.get("place")), None)
    shown = queries.narrowed(units, place=place.code) if place else units
    states = queries.worst_first(queries.states_of(edition, shown, found))
    context = {
        "clause": found,
        "place": place,
        "states": states,
        "figures": queries.figures(states),
        "batches": queries.batches(states, set(scope(request.user, Right.MANAGE))),
        "answers": queries.answering(found),
        "may_remind": own(request.user, Right.MANAGE).exists(),
    }
    return render(request, "plan/duties_clause.html", context)


@login_required
@require_safe
def cell(request: StaffRequest, unit: str, path: str) -> HttpResponse:
    """What one unit owes by one clause: one duty in full, the others a step away."""
    found, edition = get_object_or_404(queries.board_units(request.user), code=unit), _edition()
    return cell_page(request, found, _clause(edition, path), request.GET.get("duty", ""))


def cell_page(
    request: StaffRequest, unit: Organisation, clause: Clause, duty: str, form: WaiverForm | None = None
) -> HttpResponse:
    """The page of a cell with ``duty`` (its id) open; ``form`` is a waiver that was refused."""
    owed = queries.duties_visible_to(request.user).filter(organisation=unit, clause=clause)
    states = sorted(
        queries.worst_first(queries.states(clause.edition, owed)), key=lambda one: bool(one.duty.ended_at)
    )
    one = next((one for one in states if str(one.duty.pk) == duty), states[0] if states else None)
    context: dict[str, Any] = {"unit": unit, "clause": clause, "states": states, "one": one}
    if one is not None:
        may_change = queries.duties_managed_by(request.user).filter(pk=one.duty.pk).exists()
        may_waive = queries.duties_below(request.user).filter(pk=one.duty.pk).exists()
        reason = queries.closed(clause.edition, "give_duties")
        waivers = list(one.duty.waivers.select_related("by"))
        steps = [step for target in (one.duty, *waivers) for step in history(target)]
        context |= {
            "seen_by": queries.parameter_label(clause.edition, one.duty),
            "rows": one.rows,
            "waivers": waivers,
            "reminders": list(one.duty.reminders.select_related("by", "rule")),
            "history": sorted(steps, key=lambda step: step.at, reverse=True),
            "may_change": may_change and not reason,
            "may_waive": may_waive and not reason,
            "closed": reason if may_change or may_waive else None,
            "editable": {mine.pk for mine in own(request.user, Right.EDIT)},
            "form": form or WaiverForm(),
        }
    return render(request, "plan/duty_cell.html", context, status=422 if form else 200)
