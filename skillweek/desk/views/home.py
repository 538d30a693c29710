"""The inbox, and the rehearsal clock."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.desk import actions, queries
from skillweek.desk.forms import ClockForm
from skillweek.plan.queries import current_edition


@login_required
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Everything that waits for me, and four figures of my units."""
    roles = queries.memberships(request.user)
    if not roles:
        return render(request, "desk/no_role.html", status=403)
    edition, piles = current_edition(), queries.inbox(request.user)
    count = sum(len(pile.items) for pile in piles)
    context = {
        "roles": roles,
        "edition": edition,
        "piles": piles,
        "count": count,
        "late": sum(pile.late for pile in piles),
        "tiles": queries.tiles(request.user, edition) if edition and queries.sees_units(roles) else None,
        "desk_counts": {"desk:home": count},
    }
    return render(request, "desk/home.html", context)


@login_required
@require_POST
def move_clock(request: StaffRequest) -> HttpResponse:
    """Set the rehearsal clock to a station and come back to the page."""
    if not settings.REHEARSAL:
        raise Http404
    form = ClockForm(request.POST, stations=queries.clock_stations())
    if not form.is_valid():
        raise Http404
    try:
        actions.move_clock(moment=form.moments[form.cleaned_data["station"]], by=request.user)
    except actions.ClockError as problem:
        messages.error(request, str(problem))
    back = form.cleaned_data["next"]
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "desk:home")
