"""Employers' desks: asking for one and what follows by link, and the list, the answers and the signs at the desk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions, queries
from skillweek.booking.forms import AnswerDeskForm, AskDeskForm, DesksForm, EmployerForm
from skillweek.booking.forms.employers import VACANCY
from skillweek.booking.models import EmployerDesk
from skillweek.booking.rules import BookingError, masked_name
from skillweek.booking.rules.employers import HOPEFUL, may_ask
from skillweek.common import clock, phones
from skillweek.library.sheets.tables import MEDIA_TYPE as XLSX
from skillweek.library.sheets.tables import Cell, sheet

State = EmployerDesk.State


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _refused(form: Any, error: BookingError) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error))


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """An employer asks for a desk at an activity."""
    activity = get_object_or_404(queries.with_desks(), code=code)
    form = AskDeskForm(_posted(request))
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        try:
            desk = actions.ask_desk(
                activity=activity, facts=form.facts, phone=found["phone"], consent=found["consent"],
                vacancies=form.vacancies,
            )  # fmt: skip
            return redirect("booking:employer", queries.desk_token(desk))
        except BookingError as error:
            _refused(form, error)
    offered = queries.offered(activity)
    page = {"activity": activity, "form": form, "offered": offered, "closed": may_ask(offered, clock.now())}
    return render(request, "booking/employer_ask.html", page, status=422 if form.is_bound else 200)


@never_cache
@require_GET
def employer(request: HttpRequest, token: str) -> HttpResponse:
    """How an employer's wish stands; only who has the link sees it."""
    desk = get_object_or_404(queries.by_desk_token(token))
    over = may_ask(queries.offered(desk.activity), clock.now()) is not None
    page = {
        "desk": desk, "token": token, "name": masked_name(desk.name), "hopeful": desk.state in HOPEFUL,
        "changeable": desk.state in HOPEFUL and not over,
    }  # fmt: skip
    return render(request, "booking/employer.html", page)


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Other words, other vacancies."""
    desk = get_object_or_404(queries.by_desk_token(token))
    initial = {name: getattr(desk, name) for name in ("company", "about", "people", "name")}
    for number, one in enumerate(desk.vacancies.all(), start=1):
        initial |= {f"{name}{number}": getattr(one, name) for name in VACANCY}
    form = EmployerForm(_posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.change_desk(desk=desk, facts=form.facts, vacancies=form.vacancies)
            return redirect("booking:employer", token)
        except BookingError as error:
            _refused(form, error)
    page = {"desk": desk, "token": token, "form": form}
    return render(request, "booking/employer_change.html", page, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then give the desk back."""
    desk = get_object_or_404(queries.by_desk_token(token))
    if desk.state not in HOPEFUL:
        return redirect("booking:employer", token)
    if request.method == "POST":
        actions.cancel_desk(desk=desk)
        return redirect("booking:employer", token)
    return render(request, "booking/employer_cancel.html", {"desk": desk, "token": token})


@never_cache
@login_required
@require_GET
def fairs(request: StaffRequest) -> HttpResponse:
    """Activities with desks for employers."""
    return render(request, "booking/fairs.html", {"rows": queries.fairs(request.user)})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def listed(request: StaffRequest, pk: int) -> HttpResponse:
    """How many desks an activity has, and who asked for one."""
    activity = get_object_or_404(queries.fairs_at_desk(request.user), pk=pk)
    offered = queries.offered(activity)
    form = DesksForm(_posted(request), initial={"desks": offered.desks})
    if form.is_bound and form.is_valid():
        try:
            actions.set_desks(activity=activity, by=request.user, **form.cleaned_data)
            messages.success(request, _("展位数已保存"))
            return redirect("booking:fair", pk)
        except BookingError as error:
            _refused(form, error)
    found = queries.employers_of(activity)
    page = {
        "activity": activity, "form": form, "offered": offered, "rows": found,
        "waiting": sum(one.state == State.ASKED for one in found),
    }  # fmt: skip
    return render(request, "booking/fair.html", page, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def one(request: StaffRequest, code: str) -> HttpResponse:
    """One employer: whom it looks for; a number, or the reason why not."""
    desk = get_object_or_404(queries.employers_at_desk(request.user), code=code)
    form = AnswerDeskForm(_posted(request), initial={"number": desk.number})
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        give = found["verdict"] == "give"
        try:
            actions.answer_desk(
                desk=desk, by=request.user, give=give, number=found["number"], reason=found["reason"]
            )
        except BookingError as error:
            _refused(form, error)
        else:
            messages.success(request, _("展位号已发给用人单位") if give else _("已告诉用人单位没有安排"))
            return redirect("booking:fair", desk.activity_id)
    page = {"desk": desk, "form": form, "name": masked_name(desk.name), "phone": phones.masked(desk.phone),
            "hopeful": desk.state in HOPEFUL, "offered": queries.offered(desk.activity)}  # fmt: skip
    return render(request, "booking/employer_answer.html", page, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_GET
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """Desks and vacancies as a table: one row per vacancy; names and numbers of persons are not in it."""
    activity = get_object_or_404(queries.fairs_at_desk(request.user), pk=pk)
    rows: list[list[Cell]] = [
        [desk.number, desk.company, desk.about, desk.people, desk.get_state_display(), one.title, one.number,
         one.majors, one.pay]
        for desk in queries.employers_of(activity)
        for one in desk.vacancies.all()
    ]  # fmt: skip
    head = [_("展位号"), _("用人单位"), _("一句话介绍"), _("来几个人"), _("状态"), _("岗位"), _("招几人"),
            _("要什么专业"), _("月薪")]  # fmt: skip
    content = sheet(name=_("用人单位"), head=head, rows=rows)
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": 'attachment; filename="employers.xlsx"'}
    )


@never_cache
@login_required
@require_GET
def signs(request: StaffRequest, pk: int) -> HttpResponse:
    """A sheet of paper for each desk: its number, the employer, whom it looks for."""
    activity = get_object_or_404(queries.fairs_at_desk(request.user), pk=pk)
    given = [one for one in queries.employers_of(activity) if one.state == State.GIVEN]
    return render(request, "booking/fair_signs.html", {"activity": activity, "rows": given})
