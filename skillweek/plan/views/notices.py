"""Desk pages of notices: received, sent, one notice with its receipts, signing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.organisations.queries import own, scope
from skillweek.organisations.rules import Right
from skillweek.plan import actions, queries
from skillweek.plan.forms import InTrayForm, ReceiptsForm
from skillweek.plan.models import Notice, Recipient

PER_PAGE = 30


@login_required
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Notices that came to my units; to sign first. Who only sends goes to what was sent."""
    received = queries.received_by(request.user)
    may_write = queries.issuing_units(request.user).exists()
    if may_write and not received.exists():
        return redirect("plan:sent_notices")
    units = list(own(request.user, Right.EDIT, Right.REVIEW))
    form = InTrayForm(request.GET, units=units, years=queries.years(received, "notice__"))
    if code := form.value("unit"):
        received = received.filter(organisation__code=code)
    if year := form.value("year"):
        received = received.filter(notice__edition__year=year)
    waiting = queries.to_sign(request.user).filter(pk__in=received.values("pk"))
    signed = received.filter(state=Recipient.State.ACKNOWLEDGED)
    boxes = {"open": waiting, "signed": signed, "all": received}
    show = form.value("show", "open")
    rows = boxes[show].order_by("-notice__sent_at", "pk")
    context = {
        "form": form, "show": show, "may_write": may_write, "today": clock.today(),
        "closed": queries.closed_now("write_notices") if may_write else None,
        "boxes": [(key, label, boxes[key].count(), key == show) for key, label in InTrayForm.SHOW],
        "received": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "plan/desk_notices.html", context)


@login_required
@require_safe
def sent(request: StaffRequest) -> HttpResponse:
    """What my units wrote: drafts, and notices with how many signed."""
    get_object_or_404(queries.issuing_units(request.user)[:1])
    found = queries.sent_by(request.user)
    form = InTrayForm(request.GET, units=(), years=queries.years(found))
    year = form.value("year")
    context = {
        "form": form, "year": year, "may_write": True, "closed": queries.closed_now("write_notices"),
        "received_any": queries.received_by(request.user).exists(),
        "sent": Paginator(found.filter(edition__year=year) if year else found, PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }  # fmt: skip
    return render(request, "plan/desk_sent.html", context)


@login_required
@require_safe
def notice(request: StaffRequest, code: str) -> HttpResponse:
    """One notice: opening it is noted for my units; officers see who signed. With htmx only how far telling is."""
    found = get_object_or_404(queries.visible_to(request.user), code=code)
    if found.state == Notice.State.DRAFT:
        return redirect("plan:edit_notice", code)
    sender = queries.sendable_by(request.user).filter(pk=found.pk).exists()
    only = None if sender else scope(request.user, Right.SEE)
    if request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        context = {"notice": found, "receipts": queries.receipts(found, only), "polled": True}
        return render(request, "plan/_progress.html", context)
    mine = list(queries.received_by(request.user).filter(notice=found))
    mine = [actions.read_notice(recipient=one, by=request.user) for one in mine]
    return render(request, "plan/desk_notice.html", _page(request, found, mine, sender=sender, only=only))


def _page(
    request: StaffRequest, found: Notice, mine: list[Recipient], *, sender: bool, only: list[int] | None
) -> dict[str, Any]:
    counted = queries.receipts(found, only)
    show = ReceiptsForm(request.GET).value()
    rows = queries.with_urges(queries.receipt_rows(found, only, show))
    newest = queries.latest(found)
    return {
        "notice": found, "mine": mine, "sender": sender, "show": show, "today": clock.today(),
        "receipts": counted if sender or counted.total > len(mine) else None,
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "roll_up": queries.roll_up(found) if sender else None,
        "newest": newest if newest.pk != found.pk else None,
        "forwardings": [
            (one.organisation, queries.forwarding_of(found, one.organisation),
             queries.outdated_forwarding(found, one.organisation))
            for one in queries.forwardable_by(request.user).filter(notice=found)
        ],
        "filters": [
            ("", _("全部"), counted.total), ("missing", _("未签收"), counted.missing),
            ("unread", _("未读"), counted.unread), ("read", _("已读未签"), counted.read),
            ("signed", _("已签收"), counted.acknowledged),
        ],
    }  # fmt: skip


@login_required
@require_safe
def versions(request: StaffRequest, code: str) -> HttpResponse:
    """Every version of a notice and what each changed."""
    found = get_object_or_404(queries.visible_to(request.user).exclude(state=Notice.State.DRAFT), code=code)
    seen = set(queries.visible_to(request.user).values_list("pk", flat=True))
    history = [one for one in queries.versions(found) if one.notice.pk in seen]
    context = {"notice": found, "versions": history}
    return render(request, "plan/desk_versions.html", context)


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
