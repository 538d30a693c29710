"""What holds for bookings, at the desk: the city's policy, an activity's terms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions, queries
from skillweek.booking.forms import PolicyForm, TermsForm
from skillweek.booking.models import Terms
from skillweek.booking.rules import BookingError
from skillweek.plan.models import Audience
from skillweek.plan.queries import closed, manageable
from skillweek.programme.models import Activity

#: stands in addresses for everybody
ALL = "all"


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def policy(request: StaffRequest, slug: str) -> HttpResponse:
    """What holds for every booking of an edition."""
    edition = get_object_or_404(manageable(request.user), slug=slug)
    form = PolicyForm(request.POST or None, instance=queries.policy_of_edition(edition))
    if form.is_valid():
        try:
            actions.set_policy(edition=edition, by=request.user, facts=form.cleaned_data)
        except BookingError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("预约规则已保存，马上生效"))
            return redirect("plan:edition", slug)
    page = {"edition": edition, "form": form, "closed": closed(edition, "set_places")}
    return render(request, "booking/policy.html", page, status=422 if form.errors else 200)


@never_cache
@login_required
@require_GET
def terms(request: StaffRequest, pk: int) -> HttpResponse:
    """How an activity gives its places out: to everybody, to each audience, and what it asks."""
    activity = get_object_or_404(queries.terms_at_desk(request.user), pk=pk)
    found = {one.audience_id: one for one in activity.terms.all()}
    audiences = [(audience, found.get(audience.pk)) for audience in activity.audiences.all()]
    page = {
        "activity": activity, "general": found.get(None) or Terms(activity=activity),
        "questions": queries.questions_of(activity),
        "audiences": audiences if len(audiences) > 1 else [], "closed": closed(activity.edition, "set_places"),
    }  # fmt: skip
    return render(request, "booking/terms.html", page)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def terms_for(request: StaffRequest, pk: int, who: str) -> HttpResponse:
    """How places are given to everybody, or to one audience."""
    activity = get_object_or_404(queries.terms_at_desk(request.user), pk=pk)
    audience = _audience(activity, who)
    form = TermsForm(request.POST or None, instance=_current(activity, audience))
    if form.is_valid():
        try:
            actions.set_terms(activity=activity, audience=audience, by=request.user, facts=form.cleaned_data)
        except BookingError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("预约方式已保存，马上生效"))
            return redirect("booking:terms", pk)
    own = audience is not None and any(one.audience_id == audience.pk for one in activity.terms.all())
    page = {"activity": activity, "audience": audience, "form": form, "own": own,
            "closed": closed(activity.edition, "set_places")}  # fmt: skip
    return render(request, "booking/terms_for.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def drop_terms(request: StaffRequest, pk: int, who: str) -> HttpResponse:
    """Let what holds for everybody hold for an audience too."""
    activity = get_object_or_404(queries.terms_at_desk(request.user), pk=pk)
    audience = get_object_or_404(activity.audiences.all(), code=who)
    try:
        actions.drop_terms(activity=activity, audience=audience, by=request.user)
        messages.success(request, _("现在和其他人一样"))
    except BookingError as error:
        messages.error(request, str(error))
    return redirect("booking:terms", pk)


def _audience(activity: Activity, who: str) -> Audience | None:
    return None if who == ALL else get_object_or_404(activity.audiences.all(), code=who)


def _current(activity: Activity, audience: Audience | None) -> Terms:
    """The terms as they are; for an audience without its own, a copy of those for everybody."""
    found = {one.audience_id: one for one in activity.terms.all()}
    current = found.get(audience.pk if audience else None) or found.get(None) or Terms(activity=activity)
    if current.audience_id != (audience.pk if audience else None):
        current.pk, current.audience = None, audience
    return current
