"""All ceremonies at a glance, and one with what is still to do."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.ceremonies import actions, queries
from skillweek.ceremonies.rules import percent
from skillweek.ceremonies.views.doors import done, page
from skillweek.plan.queries import current_edition


@never_cache
@login_required
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """Every unit that owes or prepares a ceremony: state, how far it is, whether it was held."""
    edition = current_edition()
    found = queries.lines(request.user, edition) if edition else []
    context = {
        "lines": found, "held": sum(one.held for one in found), "none": sum(one.activity is None for one in found),
        "public": sum(one.activity is not None and one.activity.state == "published" for one in found),
    }  # fmt: skip
    return render(request, "ceremonies/overview.html", context)


@never_cache
@login_required
@require_safe
def home(request: StaffRequest, pk: int) -> HttpResponse:
    """What is settled and what is missing; before it is begun, the button that begins it."""
    activity = get_object_or_404(queries.launches_visible_to(request.user), pk=pk)
    ceremony = queries.visible_to(request.user).filter(activity=activity).first()
    if ceremony is None:
        may_write = queries.launches_editable_by(request.user).filter(pk=pk).exists()
        return render(request, "ceremonies/begin.html", {"activity": activity, "may_write": may_write})
    stage = queries.staging(ceremony)
    steps, counts = queries.steps_of(stage), queries.counts(ceremony)
    return page(
        request, "home", ceremony, "home", stage=stage, steps=steps, ready=percent(steps), counts=counts,
        part=queries.public_part(activity), holders=queries.holders_of(activity), history=history(ceremony),
        sources=queries.sources_of(ceremony).exists(),
    )  # fmt: skip


@login_required
@require_POST
def begin(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin to prepare an activity as a ceremony."""
    activity = get_object_or_404(queries.launches_editable_by(request.user), pk=pk)

    def step() -> str:
        actions.begin_ceremony(activity=activity)
        return _("可以开始筹备了")

    done(request, step)
    return redirect("ceremonies:home", pk)
