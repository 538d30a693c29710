"""Desk pages of tables: upload, look, choose, confirm; and the way out."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.library.sheets import MEDIA_TYPE
from skillweek.plan.queries import current_edition
from skillweek.programme import actions, queries
from skillweek.programme.forms import AnswersForm, TableForm
from skillweek.programme.models import ProgrammeImport
from skillweek.programme.queries.exporting import programme_sheet
from skillweek.programme.queries.import_plan import Plan
from skillweek.programme.queries.template import empty_table
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.sheets.opening import MOST_BYTES
from skillweek.programme.sheets.remarks import with_remarks
from skillweek.programme.sheets.rows import Table
from skillweek.programme.sheets.vocabulary import REMARKS

PER_PAGE = 50
FATES = ("new", "changed", "same", "wrong")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    """Ask for a table; read it, and go on to look at it."""
    edition = current_edition()
    if edition is None or not queries.editing_units(request.user).exists():
        raise Http404
    form = TableForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data = file.read(MOST_BYTES + 1)
            taken = actions.take_table(edition=edition, data=data, name=file.name, by=request.user)
            return redirect("programme:import_check", taken.code)
        except ProgrammeError as error:
            form.add_error("file", str(error))
    context = {"form": form, "earlier": queries.imports_of(request.user)[:5]}
    return render(request, "programme/import.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def template(request: StaffRequest) -> FileResponse:
    """An empty table to fill in, with the names of this city."""
    edition = current_edition()
    if edition is None or not queries.editing_units(request.user).exists():
        raise Http404
    name = _("空白活动安排表")
    return _file(empty_table(request.user, edition), f"{edition.name} {name}")


def _taken(request: StaffRequest, code: str) -> ProgrammeImport:
    return get_object_or_404(queries.imports_of(request.user), code=code)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def check(request: StaffRequest, code: str) -> HttpResponse:
    """Row by row what would be written; choose what unknown words mean."""
    taken = _taken(request, code)
    if taken.state != ProgrammeImport.State.WAITING:
        return render(request, "programme/import_over.html", {"taken": taken})
    table = queries.table_of(taken)
    plan = queries.plan_of(taken, table.rows, request.user)
    form = AnswersForm(plan.known, plan.asks.most_common(), request.POST or None)
    if form.is_bound and form.is_valid():
        actions.answer_import(taken=taken, answers=form.answers())
        return redirect("programme:import_check", code)
    return _page(request, taken, table, plan, form, status=422 if form.is_bound else 200)


def _page(
    request: StaffRequest, taken: ProgrammeImport, table: Table, plan: Plan, form: AnswersForm, status: int
) -> HttpResponse:
    fate = request.GET.get("fate", "") if request.GET.get("fate") in FATES else ""
    lines = [line for line in plan.lines if fate in ("", line.fate)]
    context = {
        "taken": taken, "plan": plan, "homeless": plan.homeless, "form": form, "ignored": table.ignored,
        "chips": _chips(plan, fate),
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "programme/import_check.html", context, status=status)


def _chips(plan: Plan, fate: str) -> list[dict[str, Any]]:
    labels = {"new": _("新增"), "changed": _("修改"), "same": _("没有变化"), "wrong": _("不写入")}
    every: list[dict[str, Any]] = [
        {"label": _("全部"), "url": "?", "current": not fate, "count": len(plan.lines)}
    ]
    return every + [
        {"label": labels[name], "url": f"?fate={name}", "current": fate == name, "count": count}
        for name, count in plan.counts.items() if count
    ]  # fmt: skip


@login_required
@require_POST
def commit(request: StaffRequest, code: str) -> HttpResponse:
    """Write what can be written."""
    taken = _taken(request, code)
    try:
        done = actions.commit_import(taken=taken, by=request.user)
    except ProgrammeError as error:
        messages.error(request, str(error))
        return redirect("programme:import_check", code)
    count = {"activities": done.activities, "sessions": done.sessions}
    sentence = ngettext(
        "已写入 %(activities)d 项活动、%(sessions)d 场，都是草稿，检查后提交审核",
        "已写入 %(activities)d 项活动、%(sessions)d 场，都是草稿，检查后提交审核", done.activities,
    )  # fmt: skip
    if done.left_out:
        return redirect("programme:import_check", code)
    messages.success(request, sentence % count)
    return redirect("programme:desk_list")


@login_required
@require_POST
def drop(request: StaffRequest, code: str) -> HttpResponse:
    """Let the table go."""
    taken = _taken(request, code)
    try:
        actions.drop_import(taken=taken)
        messages.success(request, _("已放弃这张表，什么也没有写入"))
    except ProgrammeError as error:
        messages.error(request, str(error))
    return redirect("programme:import")


@login_required
@require_safe
def remarks(request: StaffRequest, code: str) -> FileResponse:
    """The same table with a column that says what is wrong; also afterwards, when rows were left out."""
    taken = _taken(request, code)
    if not taken.content:
        raise Http404
    table = queries.table_of(taken)
    plan = queries.plan_of(taken, table.rows, request.user)
    said = {(line.row.sheet, line.row.row): _("；").join([*line.wrong, *line.said]) for line in plan.lines}
    said |= {(one.sheet, one.row): REMARKS for one in table.ignored if one.why == "header"}
    data = with_remarks(queries.grids_of(taken), said)
    name = _("核对结果")
    return _file(data, f"{name}-{taken.name.rpartition('.')[0] or taken.name}")


@login_required
@require_safe
def export(request: StaffRequest) -> FileResponse:
    """The activities of the list, with the same filters, as a table that can be taken in again."""
    edition = current_edition()
    if edition is None:
        raise Http404
    query, unit = request.GET, None
    if query.get("unit"):
        unit = get_object_or_404(queries.visible_units(request.user), code=query["unit"])
    if not queries.visible_units(request.user).exists():
        raise Http404
    found = queries.of_desk(
        request.user,
        state=query.get("state", ""),
        kind=query.get("kind", ""),
        unit=unit,
        words=query.get("q", ""),
    )
    name = _("活动安排表")
    return _file(programme_sheet(found, edition), f"{edition.name} {name}")


def _file(data: bytes, name: str) -> FileResponse:
    response = FileResponse(
        BytesIO(data), as_attachment=True, filename=f"{name}.xlsx", content_type=MEDIA_TYPE
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
