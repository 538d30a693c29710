"""Desk pages of notices that are read: the upload, and what was found for an officer to confirm."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.plan import actions, queries
from skillweek.plan.forms import ConfirmForm, ReadForm
from skillweek.plan.models import Reading
from skillweek.plan.queries.readings import Matcher, draft_of

#: fields that a question about one of them is settled by
SETTLED = {
    "starts": ("starts", "ends"),
    "ends": ("starts", "ends"),
    "deadline": ("starts", "ends", "deadline"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: StaffRequest) -> HttpResponse:
    """Upload a notice; it is read at once."""
    city = queries.city_of(request.user)
    if city is None:
        raise Http404
    form = ReadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            found = actions.read_plan(city=city, by=request.user, data=upload.read(), name=upload.name)
        except actions.ReadingError as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("plan:reading", found.code)
    return render(request, "plan/read.html", {"form": form}, status=422 if form.errors else 200)


def _reading(request: StaffRequest, code: str) -> Reading:
    return get_object_or_404(queries.readings_of(request.user), code=code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: StaffRequest, code: str) -> HttpResponse:
    """Everything found, with its source words; confirmed, the edition stands."""
    reading = _reading(request, code)
    if reading.edition is not None:
        messages.info(request, _("已经按这份通知建了这一届"))
        return redirect("plan:edition", reading.edition.slug)
    keys = [group.key for group in queries.groups(reading.city)]
    draft = draft_of(reading, Matcher(reading.city, keys))
    form = ConfirmForm(request.POST or None, draft=draft, city=reading.city)
    if form.is_valid():
        try:
            made = actions.confirm_reading(reading=reading, by=request.user, **form.facts())
        except actions.EditionError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("这一届建好了。通知是草稿，看一遍再发给各单位"))
            return redirect("plan:edition", made.slug)
    context = {"reading": reading, "form": form, "draft": draft} | _rows(form)
    return render(request, "plan/reading.html", context, status=422 if form.errors else 200)


def _rows(form: ConfirmForm) -> dict[str, Any]:
    """The fields of the form beside what was found for each."""
    draft = form.draft
    asked: set[str] = set()
    questions = []
    for place, one in enumerate(draft.questions):
        names = [
            name for name in SETTLED.get(one.field, (one.field,)) if name in form.fields and name not in asked
        ]
        asked.update(names)
        questions.append((one, [form[name] for name in names], form[f"question-{place}"]))
    return {
        "questions": questions,
        "head": _pairs(form, asked, "name", "theme", "starts", "ends", "deadline", "mailbox"),
        "letter": _pairs(form, asked, "title", "number", "signatory", "signed_on", "contact_phone"),
        "to": _pairs(form, asked, "addressees"),
        "clauses": [
            (one, form[f"clause-{one.path}"], form[f"clause-{one.path}-heading"], form[f"clause-{one.path}-text"])
            for one in draft.clauses
        ],
        "duties": [(one, _parts(form, f"duty-{one.key}")) for one in draft.duties],
    }  # fmt: skip


def _pairs(form: ConfirmForm, asked: set[str], *names: str) -> list[tuple[Any, Any]]:
    return [(form[name], form.draft.sources[name]) for name in names if name not in asked]


def _parts(form: ConfirmForm, name: str) -> dict[str, Any]:
    parts = ("title", "clause", "groups", "units", "evidence", "minimum", "due")
    return {"take": form[name], "said": form.summary(name)} | {part: form[f"{name}-{part}"] for part in parts}


@login_required
@require_POST
def discard(request: StaffRequest, code: str) -> HttpResponse:
    """Put a notice aside that nothing came of."""
    reading = _reading(request, code)
    try:
        actions.discard_reading(reading=reading, by=request.user)
    except actions.ReadingError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已放弃“%(file)s”") % {"file": reading.file.name})
    return redirect("plan:editions")
