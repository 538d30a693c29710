"""At the desk: what an activity asks, and one booking with its answers and the organiser's word."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions, queries
from skillweek.booking.forms import DecisionForm, QuestionForm
from skillweek.booking.models import Question
from skillweek.booking.rules import BookingError, masked_name
from skillweek.booking.rules.groups import listed
from skillweek.programme.models import Activity


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a question."""
    activity = get_object_or_404(queries.terms_at_desk(request.user), pk=pk)
    return _write(request, activity, None)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Word a question anew."""
    question = get_object_or_404(queries.questions_at_desk(request.user), pk=pk)
    return _write(request, question.activity, question)


def _write(request: StaffRequest, activity: Activity, question: Question | None) -> HttpResponse:
    form = QuestionForm(request.POST or None, instance=question, activity=activity)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        choices = facts.pop("choices")
        try:
            actions.save_question(
                activity=activity, by=request.user, facts=facts, choices=choices, question=question
            )
        except BookingError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("问题已保存，下一个预约的人就会看到"))
            return redirect("booking:terms", activity.pk)
    page = {"activity": activity, "question": question, "form": form}
    return render(request, "booking/question.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def switch(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask a question again, or no longer."""
    question = get_object_or_404(queries.questions_at_desk(request.user), pk=pk)
    try:
        actions.switch_question(question=question, by=request.user, active="on" in request.POST)
    except BookingError as error:
        messages.error(request, str(error))
    return redirect("booking:terms", question.activity_id)


@login_required
@require_POST
def earlier(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask a question one place earlier."""
    question = get_object_or_404(queries.questions_at_desk(request.user), pk=pk)
    try:
        actions.raise_question(question=question, by=request.user)
    except BookingError as error:
        messages.error(request, str(error))
    return redirect("booking:terms", question.activity_id)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def visit(request: StaffRequest, code: str) -> HttpResponse:
    """One booking: who comes, what they answered; yes, or no with a reason, where it waits for that."""
    booking = get_object_or_404(queries.visits_at_desk(request.user), code=code)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        found = form.cleaned_data
        try:
            approve = found["verdict"] == "approve"
            actions.decide_booking(booking=booking, by=request.user, approve=approve, reason=found["reason"])
        except BookingError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("已确认，短信告诉对方") if approve else _("已谢绝，短信告诉对方"))
            return redirect("booking:desk_session", booking.session.code)
    group = getattr(booking, "group", None)
    page = {
        "booking": booking, "form": form, "group": group,
        "listed": len(listed(group.names)) if group else 0, "name": masked_name(booking.name),
        "companions": [(masked_name(one.name), one.age) for one in booking.companions.all()],
        "replies": queries.replies_of(booking),
        "may_decide": booking.state == "held" and queries.awaiting(request.user).filter(pk=booking.pk).exists(),
    }  # fmt: skip
    return render(request, "booking/visit.html", page, status=422 if form.errors else 200)
