"""The matrix, a cell of it, and what can be done about a gap."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.coverage import actions, queries
from skillweek.coverage.actions.asking import asked_of, due_day
from skillweek.coverage.forms import NoteForm, ViewForm
from skillweek.coverage.models.targets import said
from skillweek.coverage.rules import CoverageError, Gap, Matrix, View, urgent_first
from skillweek.coverage.sheets import matrix_sheet
from skillweek.coverage.views.common import readable
from skillweek.library.sheets.tables import MEDIA_TYPE
from skillweek.organisations.queries import has_right
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed

#: gaps of one rule, and rules, that the matrix page names
SHOWN_GAPS, SHOWN_RULES = 6, 4
#: sessions that the page of a cell lists
SHOWN_SESSIONS = 200


def address(name: str, facts: Mapping[str, Any], highlight: bool = False, **more: str) -> str:
    """The address of a page about ``facts``."""
    asked = {**more, **{one: queries.code_of(one, fact) for one, fact in facts.items()}}
    if highlight:
        asked["highlight"] = "on"
    return f"{reverse(name)}?{urlencode(asked)}" if asked else reverse(name)


def _tabs(view: View) -> list[dict[str, Any]]:
    labels = {
        ("place", "day"): _("各地 × 每天"),
        ("place", "audience"): _("各地 × 对象"),
        ("audience", "day"): _("对象 × 每天"),
        ("host", "day"): _("院校 × 每天"),
    }
    return [
        {
            "label": label, "url": address("coverage:matrix", {}, rows=rows, columns=columns),
            "current": (view.rows, view.columns) == (rows, columns) and not view.filters and not view.highlight,
        }
        for (rows, columns), label in labels.items()
    ]  # fmt: skip


def _drawn(edition: Edition, known: queries.Facts, view: View) -> tuple[Matrix, list[Gap]]:
    every = queries.wants(queries.targets(edition), known)

    def link(facts: Mapping[str, Any]) -> str:
        return address("coverage:cell", facts, view.highlight)

    return queries.matrix(edition, view, every, known, link), queries.standing(edition, every)


@never_cache
@login_required
@require_safe
def matrix(request: StaffRequest) -> HttpResponse:
    """How many sessions where and when, what is missing, and the way to mend it."""
    edition = readable(request)
    known = queries.Facts(edition)
    form = ViewForm(known, request.GET)
    view = form.view()
    drawn, standing = _drawn(edition, known, view)
    gaps = queries.gaps(standing)
    groups = urgent_first(gaps)
    context = {
        "edition": edition, "view": view, "form": form, "tabs": _tabs(view), "targets": len(standing), "gaps": gaps,
        "groups": [(group, [(gap, address("coverage:cell", gap.want.facts, gap.want.highlight))
                            for gap in group.gaps[:SHOWN_GAPS]], len(group.gaps) - SHOWN_GAPS)
                   for group in groups[:SHOWN_RULES]],
        "more_rules": len(groups) - SHOWN_RULES, "gap_count": len(gaps), "met": len(standing) - len(gaps),
        "matrix": drawn, "said": said(view.filters, view.highlight) if view.filters or view.highlight else "",
        "may_manage": queries.may_manage(request.user, edition), "closed": closed(edition, "arrange"),
        "last": queries.proposals_of(request.user).filter(edition=edition).first(),
        "export": f"{reverse('coverage:export')}?{request.GET.urlencode()}",
    }  # fmt: skip
    return render(request, "coverage/matrix.html", context, status=200 if form.is_valid() else 422)


@never_cache
@login_required
@require_safe
def gaps(request: StaffRequest) -> HttpResponse:
    """Every gap in words, by rule, the most urgent first."""
    edition = readable(request)
    known = queries.Facts(edition)
    found = queries.gaps(queries.standing(edition, queries.wants(queries.targets(edition), known)))
    groups = [
        (group, [(gap, address("coverage:cell", gap.want.facts, gap.want.highlight)) for gap in group.gaps])
        for group in urgent_first(found)
    ]
    return render(request, "coverage/gaps.html", {"edition": edition, "groups": groups, "count": len(found)})


@never_cache
@login_required
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """The matrix as a table to calculate with."""
    edition = readable(request)
    known = queries.Facts(edition)
    view = ViewForm(known, request.GET).view()
    drawn, _standing = _drawn(edition, known, view)
    answer = HttpResponse(matrix_sheet(drawn), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="coverage-{view.rows}-{view.columns}.xlsx"'
    return answer


def _asked(request: StaffRequest, edition: Edition) -> tuple[dict[str, Any], bool, Gap | None]:
    """The facts of the address, whether highlights alone count, and how the target of exactly this mix stands."""
    known = queries.Facts(edition)
    form = ViewForm(known, request.GET)
    form.is_valid()
    facts, highlight = form.facts(), bool(form.cleaned_data.get("highlight"))
    if any(request.GET.get(name) and name not in facts for name in form.fields if name not in _NOT_FACTS):
        raise Http404
    here = [
        want for want in queries.wants(queries.targets(edition), known)
        if want.facts == facts and want.highlight == highlight
    ]  # fmt: skip
    return facts, highlight, queries.standing(edition, here)[0] if here else None


_NOT_FACTS = frozenset({"rows", "columns", "highlight"})


@never_cache
@login_required
@require_safe
def cell(request: StaffRequest) -> HttpResponse:
    """The sessions of a cell; where some are missing, what can be done about it."""
    edition = readable(request)
    facts, highlight, gap = _asked(request, edition)
    return _cell_page(request, edition, facts, highlight, gap)


def _cell_page(
    request: StaffRequest, edition: Edition, facts: dict[str, Any], highlight: bool, gap: Gap | None,
    form: NoteForm | None = None,
) -> HttpResponse:  # fmt: skip
    found = queries.matching(edition, facts, highlight)
    asked = asked_of(edition, facts)
    lockable = "day" in facts or "place" in facts
    context = {
        "edition": edition, "label": said(facts, highlight), "gap": gap, "total": found.count(), "asked": asked,
        "sessions": found[:SHOWN_SESSIONS], "form": form or NoteForm(), "due": due_day(edition),
        "may_ask": has_right(request.user, Right.EDIT, asked), "closed": closed(edition, "arrange"),
        "ask_url": address("coverage:ask", facts, highlight), "may_lock": lockable,
        "new_url": address("programme:desk_new", facts, highlight),
        "lock_day": facts["day"].isoformat() if "day" in facts else "",
        "lock_place": facts["place"].code if "place" in facts else "",
    }  # fmt: skip
    return render(request, "coverage/cell.html", context, status=422 if form else 200)


@login_required
@require_POST
def ask(request: StaffRequest) -> HttpResponse:
    """Ask the unit that can fill the gap."""
    edition = readable(request)
    facts, highlight, gap = _asked(request, edition)
    if gap is None or gap.missing <= 0 or not has_right(request.user, Right.EDIT, asked_of(edition, facts)):
        raise Http404
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            task = actions.ask_unit(
                edition=edition, facts=facts, highlight=highlight, missing=gap.missing, by=request.user,
                note=form.cleaned_data["note"],
            )  # fmt: skip
        except CoverageError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, _("已交给%(unit)s，列入对方的待办") % {"unit": task.organisation.called}
            )
            return redirect(address("coverage:cell", facts, highlight))
    return _cell_page(request, edition, facts, highlight, gap, form)
