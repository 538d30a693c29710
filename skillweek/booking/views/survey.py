"""After a visit: the page a visitor answers on, the questions at the city's desk, and what was said."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions, queries
from skillweek.booking.forms import SurveyForm, SurveyQuestionForm
from skillweek.booking.models import SurveyQuestion
from skillweek.booking.rules import BookingError
from skillweek.booking.rules.survey import ENOUGH, MOST_QUESTIONS
from skillweek.library.sheets import MEDIA_TYPE as XLSX
from skillweek.library.sheets.tables import Cell, sheet
from skillweek.organisations.queries import scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition, manageable


@never_cache
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """A few questions on one page; who has answered, or comes too late, is thanked."""
    booking = get_object_or_404(queries.by_survey_token(token))
    done = queries.replied(booking)
    over = not done and queries.survey_over(booking)
    questions = queries.survey_questions(booking.session.activity.edition)
    form = SurveyForm(request.POST if request.method == "POST" else None, questions=questions)
    if request.method == "POST" and not done and form.is_valid():
        try:
            actions.reply_survey(booking=booking, given=form.given)
            return redirect("booking:survey", token)
        except BookingError as error:
            form.add_error(None, str(error))
    page = {
        "booking": booking, "token": token, "form": form, "done": done, "over": over or not questions,
        "stopped": queries.stopped(booking), "booking_token": queries.token(booking),
        "has_card": queries.card_opens(booking),
    }  # fmt: skip
    return render(request, "booking/survey.html", page, status=422 if form.is_bound and not done else 200)


@never_cache
@require_POST
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more questions to this number."""
    booking = get_object_or_404(queries.by_survey_token(token))
    actions.stop_asking(booking=booking)
    return redirect("booking:survey", token)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def questions(request: StaffRequest, slug: str) -> HttpResponse:
    """What an edition asks; a press of the button gives it the usual questions."""
    edition = get_object_or_404(manageable(request.user), slug=slug)
    if request.method == "POST":
        try:
            actions.preset_questions(edition=edition, by=request.user)
            messages.success(request, _("常用的问题已放好，可以再改"))
        except BookingError as error:
            messages.error(request, str(error))
        return redirect("booking:survey_questions", slug)
    rows = queries.questions_at(edition)
    page = {
        "edition": edition, "questions": rows, "most": MOST_QUESTIONS,
        "room": sum(one.active for one in rows) < MOST_QUESTIONS, "policy": queries.policy_of_edition(edition),
    }  # fmt: skip
    return render(request, "booking/survey_questions.html", page)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new_question(request: StaffRequest, slug: str) -> HttpResponse:
    """Write a question."""
    return _write(request, get_object_or_404(manageable(request.user), slug=slug), None)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit_question(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Word a question anew."""
    edition = get_object_or_404(manageable(request.user), slug=slug)
    return _write(request, edition, get_object_or_404(SurveyQuestion, edition=edition, pk=pk))


def _write(request: StaffRequest, edition: Edition, question: SurveyQuestion | None) -> HttpResponse:
    form = SurveyQuestionForm(request.POST or None, instance=question)
    if form.is_valid():
        try:
            actions.save_survey_question(
                edition=edition, by=request.user, facts=form.cleaned_data, question=question
            )
        except BookingError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("问题已保存"))
            return redirect("booking:survey_questions", edition.slug)
    page = {"edition": edition, "question": question, "form": form}
    return render(request, "booking/survey_question.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def switch_question(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Ask a question again, or no longer."""
    edition = get_object_or_404(manageable(request.user), slug=slug)
    question = get_object_or_404(SurveyQuestion, edition=edition, pk=pk)
    try:
        actions.switch_survey_question(question=question, by=request.user, active="on" in request.POST)
    except BookingError as error:
        messages.error(request, str(error))
    return redirect("booking:survey_questions", slug)


def _edition(request: StaffRequest) -> Edition:
    edition = current_edition()
    if edition is None or not scope(request.user, Right.SEE):
        raise Http404
    return edition


@never_cache
@login_required
@require_GET
def results(request: StaffRequest) -> HttpResponse:
    """What was said at all activities one may see, and the way to each of them."""
    edition = _edition(request)
    page = {
        "edition": edition, "rows": queries.survey_activities(request.user, edition), "enough": ENOUGH,
        "outcome": queries.outcome(edition, queries.surveyed(request.user, edition)), "activity": None,
        "may_ask": manageable(request.user).filter(pk=edition.pk).exists(),
    }  # fmt: skip
    return render(request, "booking/survey_results.html", page)


@never_cache
@login_required
@require_GET
def activity_results(request: StaffRequest, pk: int) -> HttpResponse:
    """What was said at one activity."""
    edition = _edition(request)
    found = queries.surveyed(request.user, edition)
    activity = get_object_or_404(found, pk=pk)
    page = {"edition": edition, "activity": activity, "enough": ENOUGH,
            "outcome": queries.outcome(edition, found.filter(pk=pk))}  # fmt: skip
    return render(request, "booking/survey_results.html", page)


@never_cache
@login_required
@require_GET
def export(request: StaffRequest) -> HttpResponse:
    """The figures as a table: one row per activity and question; no breakdown of few replies, no texts."""
    edition = _edition(request)
    found = queries.surveyed(request.user, edition)
    rows: list[list[Cell]] = []
    for activity, visits, replies in queries.survey_activities(request.user, edition):
        said = queries.outcome(edition, found.filter(pk=activity.pk)).questions if replies >= ENOUGH else []
        head: list[Cell] = [str(activity), str(activity.owner), visits, replies]
        rows += [
            [*head, str(one.question), one.count, Decimal(f"{one.mean:.2f}"), *(bar.count for bar in one.bars)]
            for one in said if one.bars
        ] or [head]  # fmt: skip
    columns = [_("活动"), _("单位"), _("到场的预约"), _("答卷"), _("问题"), _("回答"), _("平均分"),
               *(_("%(mark)s 分") % {"mark": mark} for mark in (5, 4, 3, 2, 1))]  # fmt: skip
    content = sheet(name=_("满意度"), head=columns, rows=rows)
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": 'attachment; filename="survey.xlsx"'}
    )
