"""Pages that save themselves while one types."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.common.wording import clock_time, local_date
from skillweek.common.wording import moment as full_moment
from skillweek.programme import actions, queries
from skillweek.programme.forms.typed import fingerprint, put_back
from skillweek.programme.models import Activity
from skillweek.programme.rules import ProgrammeError


def _own(request: StaffRequest, pk: int | None) -> Activity | None:
    """The activity; None on the page of a new one, for people who may write one."""
    if pk is not None:
        return get_object_or_404(queries.editable_by(request.user), pk=pk)
    if not queries.editing_units(request.user).exists():
        raise Http404
    return None


@never_cache
@login_required
@require_POST
def autosave(request: StaffRequest, page: str, pk: int | None = None) -> HttpResponse:
    """Keep what was typed; the answer is a sentence for the page."""
    activity = _own(request, pk)
    fields = {
        name: values for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "base")
    }
    try:
        at = actions.autosave(
            user=request.user, activity=activity, page=page, fields=fields, base=request.POST.get("base", "")
        )
    except ProgrammeError as error:
        return JsonResponse({"said": str(error)}, status=422)
    return JsonResponse({"said": _("已自动保存 %(at)s") % {"at": clock_time(at)}})


@login_required
@require_POST
def give_up(request: StaffRequest, page: str, pk: int | None = None) -> HttpResponse:
    """Let go what was typed, and open the page as it is saved."""
    activity = _own(request, pk)
    actions.forget_autosave(user=request.user, activity=activity, page=page)
    asked = request.GET.urlencode()  # what a new activity is wanted for
    return redirect(f"{_page_address(activity, page)}{'?' if asked else ''}{asked}")


def _page_address(activity: Activity | None, page: str) -> str:
    if activity is None:
        return reverse("programme:desk_new")
    if page.startswith("session-"):
        return reverse("programme:desk_session", args=[activity.pk, page.removeprefix("session-")])
    if page in ("what", "when", "safety", "care", "partners"):
        return reverse(f"programme:desk_{page}", args=[activity.pk])
    return activity.get_desk_url()


def autosaving(
    request: StaffRequest, form: forms.BaseForm, activity: Activity | None, page: str
) -> dict[str, Any]:
    """What a page needs to save itself, and what was left on it: put back, or asked about when out of date."""
    args = [activity.pk, page] if activity else [page]
    asked = request.GET.copy()
    asked.pop("mine", None)
    again = f"?{asked.urlencode()}" if asked else ""
    asked["mine"] = "1"
    context: dict[str, Any] = {
        "autosave_url": reverse("programme:autosave" if activity else "programme:autosave_new", args=args),
        "give_up_url": reverse("programme:give_up" if activity else "programme:give_up_new", args=args)
        + again,
        "mine_url": f"?{asked.urlencode()}",
        "base": fingerprint(form),
    }
    kept = None if form.is_bound else queries.autosaved(request.user, activity, page)
    if kept is None:
        return context
    fields, base = queries.typed(kept)
    before = dict(form.initial)
    put_back(form, fields)
    if fingerprint(form) == context["base"]:  # nothing but what is saved
        form.initial = before
        return context
    today = local_date(kept.saved_at) == local_date(clock.now())
    context["left_at"] = clock_time(kept.saved_at) if today else full_moment(kept.saved_at)
    if base == context["base"] or "mine" in request.GET:
        return context | {"restored": True, "over": base != context["base"]}
    form.initial = before
    return context | {"outdated": True}
