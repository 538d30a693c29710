"""Bookings and places at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from skillweek.booking import actions, queries
from skillweek.booking.forms import PlacesForm
from skillweek.booking.models import Quota
from skillweek.booking.queries.calloffs import callable_by
from skillweek.booking.queries.groups import groups_of
from skillweek.booking.rules import BookingError, masked_name
from skillweek.common import phones
from skillweek.organisations.queries import scope
from skillweek.organisations.rules import Right
from skillweek.plan.queries import closed
from skillweek.programme.models import Session

PER_PAGE = 50


@never_cache
@login_required
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Sessions with places, how full they are and who has come."""
    found = Paginator(queries.at_desk(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rooms = queries.rooms([one.pk for one in found])
    tallies = queries.tallies([one.pk for one in found])
    rows = [(one, rooms[one.pk], tallies[one.pk]) for one in found]
    return render(
        request,
        "booking/desk_sessions.html",
        {"rows": rows, "page": found, "may_review": bool(scope(request.user, Right.REVIEW))},
    )


@never_cache
@login_required
@require_GET
def session(request: HttpRequest, code: str) -> HttpResponse:
    """Bookings of one session and who waits for a place, names and numbers masked."""
    found = get_object_or_404(queries.at_desk(request.user), code=code)
    rows = [
        (booking, masked_name(booking.name), phones.masked(booking.phone), booking.checkins.all())
        for booking in queries.of_session(found)
    ]
    page = {
        "session": found, "rows": rows, "groups": groups_of(found), "room": queries.rooms([found.pk])[found.pk],
        "tally": queries.tallies([found.pk])[found.pk],
        "may_call_off": callable_by(request.user).filter(pk=found.pk).exists(),
        "may_set": queries.settable_by(request.user).filter(pk=found.pk).exists(),
        "hoping": [
            (one, masked_name(one.name), phones.masked(one.phone), offer)
            for one, offer in queries.hoping(found)
        ],
    }  # fmt: skip
    return render(request, "booking/desk_session.html", page)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """One small form per session of an activity: how many places it has."""
    found = list(queries.settable_by(request.user).filter(activity_id=pk))
    if not found:
        raise Http404
    posted = None
    if request.method == "POST":
        chosen = next((one for one in found if one.code == request.POST.get("row")), None)
        if chosen is None:
            raise Http404
        posted = PlacesForm(request.POST, prefix=chosen.code)
        if posted.is_valid() and _saved(request, chosen, posted):
            return redirect("booking:desk_places", pk)
    activity = found[0].activity
    page = {
        "activity": activity,
        "rows": _rows(found, posted),
        "closed": closed(activity.edition, "set_places"),
    }
    return render(request, "booking/desk_places.html", page, status=422 if posted else 200)


def _saved(request: HttpRequest, chosen: Session, posted: PlacesForm) -> bool:
    """Set the places; False with the reason at its field."""
    try:
        actions.set_places(session=chosen, by=request.user, **posted.cleaned_data)  # type: ignore[arg-type]  # signed in
    except BookingError as error:
        posted.add_error(error.field or None, str(error))
        return False
    messages.success(request, _("名额已保存"))
    return True


def _rows(found: list[Session], posted: PlacesForm | None) -> list[tuple[Session, Quota | None, PlacesForm]]:
    """Each session with its quota and form; the posted form keeps what was typed and says what was wrong."""
    quotas = queries.whole_quotas([one.pk for one in found])
    rows = []
    for one in found:
        quota = quotas.get(one.pk)
        initial = (
            {"places": quota.places, "largest_party": quota.largest_party} if quota else {"largest_party": 6}
        )
        mine = (
            posted if posted and posted.prefix == one.code else PlacesForm(initial=initial, prefix=one.code)
        )
        rows.append((one, quota, mine))
    return rows
