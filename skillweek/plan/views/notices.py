"""Desk pages of notices: received, sent, written, signed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.organisations.queries import own, scope
from skillweek.organisations.rules import Right
from skillweek.plan import actions, queries
from skillweek.plan.forms import NoticeForm, RecipientsForm
from skillweek.plan.models import Notice

PER_PAGE = 30


@login_required
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Notices that came to my units, and those that my units wrote."""
    received = Paginator(queries.received_by(request.user).order_by("-notice__sent_at", "pk"), PER_PAGE)
    context = {
        "received": received.get_page(request.GET.get("page")),
        "sent": Paginator(queries.sent_by(request.user), PER_PAGE).get_page(request.GET.get("sent")),
        "may_write": own(request.user, Right.MANAGE).exists(),
    }
    return render(request, "plan/desk_notices.html", context)


@login_required
@require_safe
def notice(request: StaffRequest, code: str) -> HttpResponse:
    """One notice: opening it is noted for my units; officers see who signed."""
    found = get_object_or_404(queries.visible_to(request.user), code=code)
    mine = list(queries.received_by(request.user).filter(notice=found))
    mine = [actions.read_notice(recipient=one, by=request.user) for one in mine]
    sender = queries.sendable_by(request.user).filter(pk=found.pk).exists()
    receipts = queries.receipts(found, None if sender else scope(request.user, Right.SEE))
    context = {
        "notice": found,
        "mine": mine,
        "receipts": receipts if sender or receipts.total > len(mine) else None,
        "sender": sender,
        "only_missing": "missing" in request.GET,
    }
    return render(request, "plan/desk_notice.html", context)


@login_required
@require_POST
def sign(request: StaffRequest, code: str, unit: str) -> HttpResponse:
    """Sign in the name of one of my units."""
    recipient = get_object_or_404(
        queries.received_by(request.user), notice__code=code, organisation__code=unit
    )
    try:
        actions.acknowledge(recipient=recipient, by=request.user)
    except actions.NoticeError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已代表%(unit)s签收") % {"unit": recipient.organisation.short_name})
    return redirect("plan:desk_notice", code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: StaffRequest) -> HttpResponse:
    """Write a draft in the name of the unit I manage."""
    issuer, edition = own(request.user, Right.MANAGE).first(), queries.current_edition()
    if issuer is None or edition is None:
        raise Http404
    form = NoticeForm(request.POST or None, initial={"signed_on": clock.today(edition.time_zone)})
    if form.is_valid():
        made = actions.write_notice(edition=edition, issuer=issuer, by=request.user, facts=form.cleaned_data)
        return redirect("plan:send_notice", made.code)
    return _form(request, form, None)


def _form(request: StaffRequest, form: NoticeForm, notice: Notice | None) -> HttpResponse:
    context = {"form": form, "notice": notice}
    return render(request, "plan/desk_write.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, code: str) -> HttpResponse:
    """Change a draft."""
    draft = get_object_or_404(queries.drafts_of(request.user), code=code)
    form = NoticeForm(request.POST or None, instance=draft)
    if form.is_valid():
        try:
            actions.edit_notice(notice=draft, by=request.user, facts=form.cleaned_data)
        except actions.NoticeError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("plan:send_notice", code)
    return _form(request, form, draft)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: StaffRequest, code: str) -> HttpResponse:
    """Choose the units, see the whole list, send."""
    draft = get_object_or_404(queries.drafts_of(request.user), code=code)
    chosen = request.POST or request.GET or None
    form = RecipientsForm(chosen, issuer=draft.issuer)
    units = form.resolved() if form.is_valid() else []
    if request.method == "POST" and units:
        try:
            actions.send_notice(notice=draft, organisations=units, by=request.user)
        except actions.NoticeError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("通知已发出，各单位签收情况见下表"))
            return redirect("plan:desk_notice", code)
    context = {"notice": draft, "form": form, "units": units}
    return render(request, "plan/desk_send.html", context, status=422 if form.errors else 200)
