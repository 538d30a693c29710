"""Desk pages of sheets: download, upload, look, confirm."""

from io import BytesIO
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.library.sheets import MEDIA_TYPE as XLSX
from skillweek.organisations import actions, queries
from skillweek.organisations.forms import ReasonForm, SheetForm
from skillweek.organisations.models import SheetImport
from skillweek.organisations.queries import sheets
from skillweek.organisations.rules import Right
from skillweek.organisations.rules.columns import COLUMNS
from skillweek.organisations.views.units import PER_PAGE, form_page

Kind = SheetImport.Kind


def _check_officer(request: StaffRequest, kind: str = "") -> None:
    if not queries.own(request.user, Right.MANAGE).exists() or (kind and kind not in Kind.values):
        raise Http404


def _file(data: bytes, name: str) -> FileResponse:
    response = FileResponse(BytesIO(data), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The three sheets, and what was taken in and out with them."""
    _check_officer(request)
    return _index(request)


def _index(request: StaffRequest, form: Any = None, kind: str = "", status: int = 200) -> HttpResponse:
    context = {
        "kinds": [
            {
                "kind": one,
                "form": form if one == kind and isinstance(form, SheetForm) else SheetForm(auto_id=f"{one}_%s"),
                "reason": form
                if one == kind and isinstance(form, ReasonForm)
                else ReasonForm(auto_id=f"{one}_why_%s"),
            }
            for one in Kind
        ],
        "waiting": sheets.imports_of(request.user), "past": sheets.past_imports(request.user)[:10],
        "disclosures": sheets.disclosures(request.user)[:10],
    }  # fmt: skip
    return render(request, "organisations/sheets.html", context, status=status)


@login_required
@require_safe
def template(request: StaffRequest, kind: str) -> HttpResponseBase:
    """An empty sheet to fill in."""
    _check_officer(request, kind)
    label = Kind(kind).label
    return _file(actions.template_sheet(kind=kind), _("%(what)s模板") % {"what": label})


@login_required
@require_POST
def export(request: StaffRequest, kind: str) -> HttpResponseBase:
    """What I manage as a sheet; telephone numbers only with a reason."""
    _check_officer(request, kind)
    form = ReasonForm(request.POST, auto_id=f"{kind}_%s")
    try:
        data = actions.export_sheet(kind=kind, by=request.user, reason=request.POST.get("reason", "")[:100])
    except actions.OrganisationError as problem:
        form.is_valid()
        if "reason" not in form.errors:
            form.add_error("reason", str(problem))
        return _index(request, form, kind, 422)
    return _file(data, f"{Kind(kind).label}-{clock.today():%Y%m%d}")


@login_required
@require_POST
def upload(request: StaffRequest, kind: str) -> HttpResponse:
    """Take in an edited sheet; nothing is written yet."""
    _check_officer(request, kind)
    form = SheetForm(request.POST, request.FILES, auto_id=f"{kind}_%s")
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = actions.take_sheet(
                kind=kind, stream=cast(BinaryIO, file), name=file.name, by=request.user
            )
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            return redirect("organisations:import", taken.code)
    return _index(request, form, kind, 422)


@login_required
@form_page
def preview(request: StaffRequest, code: str) -> HttpResponse:
    """What an uploaded sheet would do, line by line; confirming writes it."""
    taken = get_object_or_404(sheets.imports_of(request.user), code=code)
    if request.method == "POST":
        try:
            done = actions.write_taken_sheet(taken=taken, by=request.user, seen=request.POST.get("seen", ""))
        except actions.OrganisationError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("已写入 %(n)s 行") % {"n": done.written})
            return redirect("organisations:sheets")
    plan = sheets.plan_sheet(request.user, taken.kind, actions.rows_of(taken))
    only = request.GET.get("only", "")
    lines = [line for line in plan.lines if not only or line.fate == only]
    fates = [("", _("全部"), len(plan.lines)), *((key, label, plan.counts[key]) for key, label in _fates())]
    context = {
        "taken": taken, "plan": plan, "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "columns": COLUMNS[taken.kind], "titles": {column.key: column.title for column in COLUMNS[taken.kind]},
        "chips": [
            {"label": label, "url": f"?only={key}", "current": key == only, "count": count}
            for key, label, count in fates
        ],
    }  # fmt: skip
    return render(
        request, "organisations/import.html", context, status=422 if request.method == "POST" else 200
    )


def _fates() -> list[tuple[str, str]]:
    return [("new", _("新增")), ("changed", _("修改")), ("same", _("没有变化")), ("wrong", _("有错"))]


@login_required
@require_safe
def remarked(request: StaffRequest, code: str) -> HttpResponseBase:
    """The uploaded sheet with what was found about every line."""
    taken = get_object_or_404(sheets.imports_of(request.user), code=code)
    return _file(actions.remarked_sheet(taken=taken, by=request.user), _("核对结果"))


@login_required
@require_POST
def drop(request: StaffRequest, code: str) -> HttpResponse:
    """Forget an uploaded sheet."""
    taken = get_object_or_404(sheets.imports_of(request.user), code=code)
    try:
        actions.drop_sheet(taken=taken, by=request.user)
    except actions.OrganisationError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已放弃，什么也没有写入"))
    return redirect("organisations:sheets")
