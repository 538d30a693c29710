"""The guest list."""

from io import BytesIO
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.ceremonies import actions, queries
from skillweek.ceremonies.forms import COLUMNS, GuestForm, GuestsForm, Read, ReplyForm, read_rows
from skillweek.ceremonies.models import Ceremony, Guest
from skillweek.ceremonies.rules import Reply
from skillweek.ceremonies.views.doors import done, editable, page, posted, saved
from skillweek.library.sheets import MEDIA_TYPE as XLSX
from skillweek.library.sheets import SheetRefused, write_sheet

PER_PAGE = 60


def guest_of(request: StaffRequest, pk: int, code: str) -> Guest:
    """A guest of a ceremony that the person prepares."""
    ceremony = editable(request, pk)
    found = queries.guests_of(ceremony).select_related("seat__zone", "standing__zone", "answered_by")
    guest = get_object_or_404(found, code=code)
    guest.ceremony = ceremony
    return guest


@never_cache
@login_required
@require_safe
def listed(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody who is invited, by precedence, with what they answered."""
    ceremony, query = editable(request, pk), request.GET
    facts = {"kind": query.get("kind", ""), "answer": query.get("answer", ""), "words": query.get("q", "")}
    found = Paginator(queries.sifted(queries.invited(ceremony), **facts), PER_PAGE).get_page(
        query.get("page")
    )
    return page(
        request, "guests", ceremony, "guests", page=found, counts=queries.counts(ceremony), query=query,
        kinds=Guest.Kind.choices, answers=Guest.Answer.choices, remindable=len(queries.remindable(ceremony)),
    )  # fmt: skip


def _form_page(
    request: StaffRequest, ceremony: Ceremony, form: Any, guest: Guest | None, **more: Any
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return page(request, "guest", ceremony, "guests", status=status, form=form, guest=guest, **more)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, pk: int) -> HttpResponse:
    """Put somebody on the list."""
    ceremony, form = editable(request, pk), GuestForm(posted(request))
    made = saved(request, form, lambda: actions.add_guest(ceremony=ceremony, **form.cleaned_data))
    return redirect("ceremonies:guests", pk) if made else _form_page(request, ceremony, form, None)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """One guest: who it is, what they answered, where they sit."""
    guest = guest_of(request, pk, code)
    form = GuestForm(posted(request), instance=guest)
    if saved(request, form, lambda: actions.edit_guest(guest=guest, **form.cleaned_data)):
        return redirect("ceremonies:guests", pk)
    link = queries.link(guest) if not guest.withdrawn_at else ""
    return _form_page(request, guest.ceremony, form, guest, link=link)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def answer(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Write down what a guest said by telephone."""
    guest = guest_of(request, pk, code)
    form = ReplyForm(
        posted(request), initial=ReplyForm.initial_of(guest), party=guest.kind == Guest.Kind.PARTY
    )
    said = _("已登记；记录里有您的姓名")
    if saved(
        request,
        form,
        lambda: actions.answer_for(guest=guest, reply=Reply(**form.cleaned_data), by=request.user),
        said,
    ):
        return redirect("ceremonies:guests", pk)
    return page(
        request,
        "answer",
        guest.ceremony,
        "guests",
        status=422 if form.is_bound else 200,
        form=form,
        guest=guest,
    )


@login_required
@require_POST
def withdraw(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Invite somebody no more."""
    guest = guest_of(request, pk, code)

    def step() -> str:
        actions.withdraw_guest(guest=guest)
        return _("已不再邀请 %(name)s，座位已空出") % {"name": guest.name}

    done(request, step)
    return redirect("ceremonies:guests", pk)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def bring(request: StaffRequest, pk: int) -> HttpResponse:
    """A whole list: first looked at, written when confirmed."""
    ceremony = editable(request, pk)
    form = GuestsForm(posted(request), request.FILES or None)
    read = _read(form) if form.is_bound and form.is_valid() else None
    if read is not None and form.cleaned_data["confirmed"] and not read.problems:
        told = saved(
            request, form, lambda: actions.add_guests(ceremony=ceremony, rows=read.rows), _("名单已写入")
        )
        if told:
            return redirect("ceremonies:guests", pk)
    status = 422 if form.errors or (read and read.problems) else 200
    return page(request, "bring", ceremony, "guests", status=status, form=form, read=read, columns=COLUMNS)


def _read(form: GuestsForm) -> Read | None:
    try:
        return read_rows(form.cleaned_data["table"], form.cleaned_data["file"])
    except SheetRefused as error:
        form.add_error("file", str(error))
        return None


@login_required
@require_safe
def sheet(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The list as a sheet with answers; the same columns come in again."""
    ceremony = editable(request, pk)
    rows = [
        {
            "name": one.name, "unit": one.unit, "post": one.post, "kind": one.get_kind_display(),
            "people": str(one.people), "rank": str(one.rank), "phone": one.phone, "email": one.email,
        }
        for one in queries.invited(ceremony)
    ]  # fmt: skip
    kinds = [str(label) for label in Guest.Kind.labels]
    data = write_sheet(_("来宾名单"), COLUMNS, rows, choices={"kind": kinds})
    name = ngettext("%(n)s 位来宾", "%(n)s 位来宾", len(rows)) % {"n": len(rows)}
    response = FileResponse(BytesIO(data), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    return response
