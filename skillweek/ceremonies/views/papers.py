"""Everything that is printed."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.ceremonies import printing, queries
from skillweek.ceremonies.models import Ceremony, Guest
from skillweek.ceremonies.views.doors import editable, page, visible
from skillweek.library.rules import clean_name

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@login_required
@require_safe
def badges(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose for whom badges and name plates are printed."""
    ceremony = editable(request, pk)
    found = queries.coming(ceremony)
    kinds = [(kind, label, found.filter(kind=kind).count()) for kind, label in Guest.Kind.choices]
    return page(request, "badges", ceremony, "badges", kinds=[one for one in kinds if one[2]])


def _guests(request: StaffRequest, ceremony: Ceremony) -> list[Guest]:
    """Those who are expected, of the chosen kinds or one alone; at least one."""
    found = queries.coming(
        ceremony, [kind for kind in request.GET.getlist("kind") if kind in Guest.Kind.values]
    )
    if request.GET.get("guest"):
        found = found.filter(code=request.GET["guest"])
    guests = list(found)
    if not guests:
        raise Http404
    return guests


def _show(request: StaffRequest, pk: int) -> tuple[Ceremony, bytes]:
    ceremony = visible(request, pk)
    stage = queries.staging(ceremony)
    return ceremony, printing.run_sheet(stage, queries.show_of(stage))


def _word(request: StaffRequest, pk: int) -> tuple[Ceremony, bytes]:
    ceremony = visible(request, pk)
    stage = queries.staging(ceremony)
    return ceremony, printing.run_word(stage, queries.show_of(stage))


def _plan(request: StaffRequest, pk: int) -> tuple[Ceremony, bytes]:
    ceremony = editable(request, pk)
    return ceremony, printing.plan(queries.staging(ceremony), queries.plan_of(ceremony))


def _letters(request: StaffRequest, pk: int) -> tuple[Ceremony, bytes]:
    ceremony = editable(request, pk)
    guests = _guests(request, ceremony)
    if "paper" in request.GET:
        guests = [one for one in guests if not one.email] or guests
    return ceremony, printing.letters(queries.staging(ceremony), guests)


def _badges(request: StaffRequest, pk: int) -> tuple[Ceremony, bytes]:
    ceremony = editable(request, pk)
    return ceremony, printing.badges(queries.staging(ceremony), _guests(request, ceremony))


def _plates(request: StaffRequest, pk: int) -> tuple[Ceremony, bytes]:
    ceremony = editable(request, pk)
    size = "a5" if request.GET.get("size") == "a5" else "a4"
    return ceremony, printing.plates(queries.staging(ceremony), _guests(request, ceremony), size)


Paper = Callable[[StaffRequest, int], tuple[Ceremony, bytes]]
PAPERS: dict[str, tuple[Paper, Any, str, str]] = {
    "show": (_show, _("流程单"), PDF, "pdf"), "show-word": (_word, _("流程单"), WORD, "docx"),
    "plan": (_plan, _("座位与展位图"), PDF, "pdf"), "letters": (_letters, _("邀请函"), PDF, "pdf"),
    "badges": (_badges, _("证件"), PDF, "pdf"), "plates": (_plates, _("桌牌"), PDF, "pdf"),
}  # fmt: skip


@login_required
@require_safe
def printed(request: StaffRequest, pk: int, paper: str) -> HttpResponse:
    """One of the papers as a download that no browser keeps."""
    if paper not in PAPERS:
        raise Http404
    render, label, media_type, ending = PAPERS[paper]
    ceremony, data = render(request, pk)
    name = clean_name(f"{ceremony.activity.title}-{label}.{ending}")
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=media_type, headers=headers)
