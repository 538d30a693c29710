"""At the desk: the stations of an activity, and who begins where."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions, queries
from skillweek.booking.forms import StationForm
from skillweek.booking.models import Station
from skillweek.booking.rules import BookingError
from skillweek.programme.models import Activity


@never_cache
@login_required
@require_GET
def stations(request: StaffRequest, pk: int) -> HttpResponse:
    """The way through a visit, and how many people each session leads along it."""
    activity = get_object_or_404(queries.terms_at_desk(request.user), pk=pk)
    page = {
        "activity": activity,
        "stations": list(queries.stations_at_desk(request.user).filter(activity=activity)),
        "routes": queries.routes_of(request.user, activity),
    }
    return render(request, "booking/stations.html", page)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """One more station."""
    activity = get_object_or_404(queries.terms_at_desk(request.user), pk=pk)
    return _write(request, activity, None)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Another name, size or time for a station."""
    station = get_object_or_404(queries.stations_at_desk(request.user), pk=pk)
    return _write(request, station.activity, station)


def _write(request: StaffRequest, activity: Activity, station: Station | None) -> HttpResponse:
    form = StationForm(request.POST or None, instance=station)
    if form.is_valid():
        try:
            actions.save_station(activity=activity, by=request.user, facts=form.cleaned_data, station=station)
        except BookingError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("站点已保存"))
            return redirect("booking:stations", activity.pk)
    page = {"activity": activity, "station": station, "form": form}
    return render(request, "booking/station.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def switch(request: StaffRequest, pk: int) -> HttpResponse:
    """Lead people to a station again, or no longer."""
    station = get_object_or_404(queries.stations_at_desk(request.user), pk=pk)
    try:
        actions.switch_station(station=station, by=request.user, active="on" in request.POST)
    except BookingError as error:
        messages.error(request, str(error))
    return redirect("booking:stations", station.activity_id)


@login_required
@require_POST
def earlier(request: StaffRequest, pk: int) -> HttpResponse:
    """Go to a station one place earlier."""
    station = get_object_or_404(queries.stations_at_desk(request.user), pk=pk)
    try:
        actions.raise_station(station=station, by=request.user)
    except BookingError as error:
        messages.error(request, str(error))
    return redirect("booking:stations", station.activity_id)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def route(request: StaffRequest, code: str) -> HttpResponse:
    """Who is where in each round of a session; spread them, or those who came since."""
    session = get_object_or_404(queries.at_desk(request.user), code=code)
    may_set = queries.settable_by(request.user).filter(pk=session.pk).exists()
    problem = ""
    if request.method == "POST":
        try:
            done = actions.arrange(session=session, by=request.user)
        except BookingError as error:
            problem = str(error)
        else:
            messages.success(request, _("已安排 %(people)s 人") % {"people": done.people})
            return redirect("booking:route", session.code)
    found = queries.stations_of(session.activity_id)
    page = {
        "session": session, "stations": found, "route": queries.route(session, found), "problem": problem,
        "lines": queries.plan_of(session, found), "left": queries.without_turns(session), "may_set": may_set,
    }  # fmt: skip
    return render(request, "booking/route.html", page, status=409 if problem else 200)
