"""The inbox, and the rehearsal clock."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.desk import actions, queries
from skillweek.desk.forms import ClockForm, InboxForm
from skillweek.plan.queries import current_edition

PER_PAGE = 30


@never_cache
@login_required
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Where the year stands, everything that waits for me, and four figures of my units."""
    roles = queries.memberships(request.user)
    if not roles:
        return render(request, "desk/no_role.html", status=403)
    edition, sees = current_edition(), queries.sees_units(roles)
    behind = queries.behind(request.user, edition) if edition and sees else []
    late = queries.totals(behind)["duties"]
    context = {
        "roles": roles,
        "edition": edition,
        "phases": queries.phase_clock(edition) if edition else None,
        "tiles": queries.tiles(request.user, edition, late) if edition and sees else None,
        "behind": behind,
    }
    return render(request, "desk/home.html", context | _inbox(request))


def _inbox(request: StaffRequest) -> dict[str, Any]:
    form = InboxForm(request.GET)
    asked = queries.Asked(**form.cleaned_data) if form.is_valid() else queries.Asked()
    found = queries.inbox(request.user, asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    count = queries.waiting_count(request.user) if asked.words else len(found.everything)
    return {
        "inbox": found,
        "asked": asked,
        "page": page,
        "pickable": any(entry.item.pick for entry in page.object_list),
        "count": count,
        "desk_counts": {"desk:home": count},
    }


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
