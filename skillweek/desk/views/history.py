"""Who did what: the history of one thing, and the journal of all that is in a person's scope."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import Sifted, cursor, kind_of
from skillweek.desk import queries, sheets
from skillweek.desk.forms import JournalForm

PER_PAGE = 30
#: most steps that one export holds
EXPORTED = 5000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request: StaffRequest) -> tuple[JournalForm, Sifted, dict[str, Any]]:
    form = JournalForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    sifted = Sifted(
        asked.get("who") or "", asked.get("first"), asked.get("last"), cursor(request.GET.get("before", ""))
    )
    return form, sifted, asked


@never_cache
@login_required
@require_safe
def history(request: StaffRequest, label: str, pk: str) -> HttpResponse:
    """What was done to one thing and to its parts."""
    target = queries.object_of(request.user, label, pk)
    if target is None:
        raise Http404
    form, sifted, _rest = _asked(request)
    context = {
        "target": target, "target_model": target._meta.label_lower,
        "kind": kind_of(type(target)), "form": form, "rehearsed": settings.REHEARSAL,
        "page": queries.history_of(target, sifted, PER_PAGE), "sifted": sifted,
        "back": getattr(target, "get_desk_url", lambda: "")(),
    }  # fmt: skip
    return render(request, "desk/history.html", context, status=200 if form.is_valid() else 422)


@never_cache
@login_required
@require_safe
def journal(request: StaffRequest) -> HttpResponse:
    """Who did what in my units and below, by day, person and kind."""
    units = queries.journal_units(request.user)
    if not units:
        raise Http404
    form, sifted, asked = _asked(request)
    context = {
        "form": form, "kinds": queries.kinds(), "sifted": sifted, "asked": asked, "most": EXPORTED,
        "page": queries.journal(units, sifted, asked.get("kind") or "", PER_PAGE), "rehearsed": settings.REHEARSAL,
    }  # fmt: skip
    return render(request, "desk/journal.html", context, status=200 if form.is_valid() else 422)


@never_cache
@login_required
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """The journal, as far as it was asked for, as a spreadsheet."""
    units = queries.journal_units(request.user)
    if not units:
        raise Http404
    _form, sifted, asked = _asked(request)
    lines = queries.journal(units, sifted, asked.get("kind") or "", EXPORTED).lines
    answer = HttpResponse(sheets.journal(lines), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="journal.xlsx"'
    return answer
