"""Desk pages of a draft: what it says, what goes with it, to whom it goes, a last look, sending."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.library.actions import FileRefused
from skillweek.plan import actions, queries
from skillweek.plan.forms import AttachmentForm, MoveForm, NoticeForm, RecipientsForm, SendForm
from skillweek.plan.models import Attachment, Notice


def _draft(request: StaffRequest, code: str) -> Notice:
    return get_object_or_404(queries.drafts_of(request.user), code=code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: StaffRequest) -> HttpResponse:
    """Write a draft in the name of the unit I manage."""
    issuer, edition = queries.issuing_units(request.user).first(), queries.current_edition()
    if issuer is None or edition is None:
        raise Http404
    form = NoticeForm(request.POST or None, initial={"signed_on": clock.today(edition.time_zone)})
    if form.is_valid():
        try:
            made = actions.write_notice(
                edition=edition, issuer=issuer, by=request.user, facts=form.cleaned_data
            )
        except actions.NoticeError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("plan:notice_attachments", made.code)
    return _form(request, form, None)


def _form(request: StaffRequest, form: NoticeForm, notice: Notice | None) -> HttpResponse:
    step = "write_notices"
    closed = queries.closed(notice.edition, step) if notice else queries.closed_now(step)
    context = {"form": form, "notice": notice, "step": 1, "closed": closed}
    return render(request, "plan/desk_write.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, code: str) -> HttpResponse:
    """Change a draft."""
    draft = _draft(request, code)
    form = NoticeForm(request.POST or None, instance=draft)
    if form.is_valid():
        try:
            actions.edit_notice(notice=draft, by=request.user, facts=form.cleaned_data)
        except actions.NoticeError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("plan:notice_attachments", code)
    return _form(request, form, draft)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: StaffRequest, code: str) -> HttpResponse:
    """The files that go with a draft; a POST adds one."""
    draft = _draft(request, code)
    sent = request.method == "POST"
    form = AttachmentForm(request.POST, request.FILES) if sent else AttachmentForm()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.attach(
                notice=draft, stream=file, name=file.name, title=form.cleaned_data["title"], by=request.user
            )
        except (actions.NoticeError, FileRefused) as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("plan:notice_attachments", code)
    context = {"notice": draft, "form": form, "files": draft.attachments.select_related("file"), "step": 2}
    return render(request, "plan/desk_attachments.html", context, status=422 if form.is_bound else 200)


def _attachment(request: StaffRequest, code: str, pk: int) -> Attachment:
    return get_object_or_404(_draft(request, code).attachments.select_related("notice"), pk=pk)


@login_required
@require_POST
def detach(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Take a file out of a draft."""
    attachment = _attachment(request, code, pk)
    try:
        actions.detach(attachment=attachment, by=request.user)
    except actions.NoticeError as problem:
        messages.error(request, str(problem))
    return redirect("plan:notice_attachments", code)


@login_required
@require_POST
def move(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Move a file of a draft up or down."""
    attachment, form = _attachment(request, code, pk), MoveForm(request.POST)
    form.is_valid()  # a box that is not ticked means down
    try:
        actions.move_attachment(attachment=attachment, up=form.cleaned_data["up"], by=request.user)
    except actions.NoticeError as problem:
        messages.error(request, str(problem))
    return redirect("plan:notice_attachments", code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recipients(request: StaffRequest, code: str) -> HttpResponse:
    """To whom a draft goes, by rule."""
    draft = _draft(request, code)
    rows = list(draft.addressing.select_related("organisation"))
    initial = {
        "groups": [row.group for row in rows if row.group],
        "units": [row.organisation for row in rows if row.organisation],
    }
    form = RecipientsForm(
        request.POST if request.method == "POST" else None, issuer=draft.issuer, initial=initial
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.address_notice(
                notice=draft, keys=data["groups"], organisations=data["units"], by=request.user
            )
        except actions.NoticeError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("plan:send_notice", code)
    context = {"notice": draft, "form": form, "named": bool(initial["units"]), "step": 3}
    return render(request, "plan/desk_recipients.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: StaffRequest, code: str) -> HttpResponse:
    """The whole list and the notice as it will look; a POST with the number seen sends it."""
    draft = _draft(request, code)
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.send_notice(notice=draft, seen=form.cleaned_data["seen"], by=request.user)
        except actions.NoticeError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("通知已发出，各单位签收情况见下表"))
            return redirect("plan:desk_notice", code)
    found = queries.resolved(draft)
    if not found.units and not form.is_bound:
        return redirect("plan:notice_recipients", code)
    context = {"notice": draft, "form": form, "resolved": found, "step": 4}
    return render(request, "plan/desk_send.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def further(request: StaffRequest, code: str) -> HttpResponse:
    """Units that a notice which is out has not gone to: choose, look, send."""
    found = get_object_or_404(queries.sendable_by(request.user).filter(state=Notice.State.SENT), code=code)
    have = list(found.recipients.values_list("organisation", flat=True))
    form = RecipientsForm(request.POST or request.GET or None, issuer=found.issuer, without=have)
    sending = SendForm(request.POST if request.method == "POST" else None)
    chosen = form.resolved() if form.is_valid() else None
    if chosen is not None and sending.is_valid():
        if problem := _send_further(request, found, chosen.units, sending.cleaned_data["seen"]):
            sending.add_error(None, problem)
        else:
            return redirect("plan:desk_notice", code)
    context = {"notice": found, "choice": form, "form": sending, "resolved": chosen}
    wrong = sending.is_bound or bool(form.errors)
    return render(request, "plan/desk_further.html", context, status=422 if wrong else 200)


def _send_further(request: StaffRequest, found: Notice, units: list[Any], seen: int) -> str:
    """What went wrong, or nothing."""
    try:
        number = actions.send_further(notice=found, organisations=units, seen=seen, by=request.user)
    except actions.NoticeError as problem:
        return str(problem)
    messages.success(request, _("已发给另外 %(n)s 个单位") % {"n": number})
    return ""
