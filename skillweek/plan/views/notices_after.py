"""Desk pages of a notice that is out: urging, revising, passing on, printing, exporting."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.library.render import docx, pdf
from skillweek.library.rules import EXTENSIONS, clean_name
from skillweek.library.sheets import MEDIA_TYPE as XLSX
from skillweek.organisations.queries import scope
from skillweek.organisations.rules import Right
from skillweek.plan import actions, exports, official, queries
from skillweek.plan.models import Notice

#: what a notice is printed as: media type and how
PRINTED = {suffix.lstrip("."): media for media, suffix in EXTENSIONS.items() if suffix in {".docx", ".pdf"}}
RENDERERS = {"docx": docx.render, "pdf": pdf.render}


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    """``data`` as a download that no browser keeps."""
    disposition = content_disposition_header(as_attachment=True, filename=clean_name(name)) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=media_type, headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def urge(request: StaffRequest, code: str) -> HttpResponse:
    """Who would be urged, and with which words; a POST urges them."""
    found = get_object_or_404(queries.sendable_by(request.user).filter(state=Notice.State.SENT), code=code)
    problem = ""
    if request.method == "POST":
        try:
            done = actions.urge(notice=found, by=request.user)
        except actions.NoticeError as error:
            problem = str(error)
        else:
            text = ngettext("正在催办 %(n)s 个单位", "正在催办 %(n)s 个单位", done.units) % {"n": done.units}
            messages.success(request, text)
            return redirect("plan:desk_notice", code)
    who = queries.urgeable(found, clock.today(found.edition.time_zone))
    first = who.now[0].organisation if who.now else found.issuer
    subject, body = actions.text_of(found, first, "urge")
    context = {"notice": found, "who": who, "subject": subject, "body": body, "problem": problem}
    return render(request, "plan/desk_urge.html", context, status=422 if problem else 200)


@login_required
@require_POST
def revise(request: StaffRequest, code: str) -> HttpResponse:
    """Begin the next version, or go on with it."""
    found = get_object_or_404(queries.sendable_by(request.user).exclude(state=Notice.State.DRAFT), code=code)
    try:
        revision = actions.revise_notice(notice=found, by=request.user)
    except actions.NoticeError as problem:
        messages.error(request, str(problem))
        return redirect("plan:desk_notice", code)
    return redirect("plan:edit_notice", revision.code)


@login_required
@require_POST
def forward(request: StaffRequest, code: str, unit: str) -> HttpResponse:
    """Pass a received notice on in the name of one of my units, or go on with that."""
    recipient = get_object_or_404(
        queries.forwardable_by(request.user), notice__code=code, organisation__code=unit
    )
    try:
        passed_on = actions.forward_notice(recipient=recipient, by=request.user)
    except actions.NoticeError as problem:
        messages.error(request, str(problem))
        return redirect("plan:desk_notice", code)
    return redirect("plan:desk_notice", passed_on.code)


@login_required
@require_safe
def printed(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    """The notice as Word or PDF; ``?plain`` leaves the red head to the paper it is printed on."""
    found = get_object_or_404(queries.visible_to(request.user), code=code)
    if kind not in RENDERERS:
        raise Http404
    paper = official.document(found, letterhead="plain" not in request.GET)
    return _file(RENDERERS[kind](paper), PRINTED[kind], f"{found.title}.{kind}")


@login_required
@require_safe
def export_receipts(request: StaffRequest, code: str) -> HttpResponse:
    """The receipts that I see, as a spreadsheet."""
    found = get_object_or_404(queries.visible_to(request.user), code=code)
    sender = queries.sendable_by(request.user).filter(pk=found.pk).exists()
    rows = queries.receipt_rows(found, None if sender else scope(request.user, Right.SEE))
    rows = queries.with_urges(rows).order_by("organisation__position", "organisation__code")
    data = exports.receipts_sheet(found, rows)
    return _file(data, XLSX, _("%(title)s签收情况.xlsx") % {"title": found.title})


@login_required
@require_safe
def export_sent(request: StaffRequest) -> HttpResponse:
    """The list of what my units sent, as a spreadsheet."""
    get_object_or_404(queries.issuing_units(request.user)[:1])
    found = queries.sent_by(request.user).exclude(state=Notice.State.DRAFT)
    return _file(exports.notices_sheet(found), XLSX, _("发文目录.xlsx"))
