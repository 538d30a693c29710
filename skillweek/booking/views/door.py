"""The door at the desk: devices, contradictions, incidents, and who did not come."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillweek.booking import actions
from skillweek.booking.forms import DeviceForm, DoneForm, ExcuseForm, IncidentForm
from skillweek.booking.queries import gate as queries
from skillweek.booking.rules import BookingError, masked_name
from skillweek.common import clock, phones

PER_PAGE = 50


@never_cache
@login_required
@require_GET
def devices(request: HttpRequest) -> HttpResponse:
    """The gate devices of my units."""
    found = Paginator(queries.devices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    may_add = queries.device_units(request.user).exists()
    return render(request, "booking/gate_devices.html", {"page": found, "may_add": may_add})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def add_device(request: HttpRequest) -> HttpResponse:
    """Name a device; its token is shown on the answer to this, and never again."""
    units = queries.device_units(request.user)
    if not units.exists():
        raise Http404
    form = DeviceForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        made, token = actions.add_device(**form.cleaned_data, by=request.user)  # type: ignore[arg-type]  # signed in
        link = settings.SITE_URL + reverse("booking:gate_app") + f"#{token}"
        return render(
            request, "booking/gate_device_made.html", {"device": made, "token": token, "link": link}
        )
    return _form(request, "booking/gate_device_add.html", form)


@never_cache
@login_required
@require_POST
def revoke_device(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on the device opens nothing."""
    found = get_object_or_404(queries.devices_of(request.user), pk=pk)
    try:
        actions.revoke_device(device=found, by=request.user)  # type: ignore[arg-type]  # signed in
        messages.success(request, _("“%(name)s”已停用") % {"name": found})
    except BookingError as error:
        messages.error(request, str(error))
    return redirect("booking:gate_devices")


@never_cache
@login_required
@require_GET
def conflicts(request: HttpRequest) -> HttpResponse:
    """Check-ins that contradict another one."""
    found = Paginator(queries.conflicts(request.user), PER_PAGE).get_page(request.GET.get("page"))
    mine = set(
        queries.settleable(request.user).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True)
    )
    rows = [(one, masked_name(one.booking.name) if one.booking else "", one.pk in mine) for one in found]
    return render(request, "booking/gate_conflicts.html", {"page": found, "rows": rows})


@never_cache
@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has looked: other people, or the same ones scanned twice."""
    found = get_object_or_404(queries.settleable(request.user), pk=pk)
    try:
        actions.settle(checkin=found, by=request.user, counts=request.POST.get("counts") == "yes")  # type: ignore[arg-type]  # signed in
        messages.success(request, _("已处理"))
    except BookingError as error:
        messages.error(request, str(error))
    return redirect("booking:conflicts")


@never_cache
@login_required
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """What happened, the open ones first."""
    found = Paginator(queries.incidents(request.user), PER_PAGE).get_page(request.GET.get("page"))
    mine = set(
        queries.closable(request.user).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True)
    )
    page = {
        "page": found, "rows": [(one, one.pk in mine) for one in found],
        "may_report": queries.incident_sessions(request.user).exists(),
    }  # fmt: skip
    return render(request, "booking/gate_incidents.html", page)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def report_incident(request: HttpRequest) -> HttpResponse:
    """Write down what happened."""
    sessions = queries.incident_sessions(request.user)
    if not sessions.exists():
        raise Http404
    form = IncidentForm(request.POST or None, sessions=sessions, initial={"at": clock.now()})
    if request.method == "POST" and form.is_valid():
        actions.report_incident(**form.cleaned_data, by=request.user)  # type: ignore[arg-type]  # signed in
        messages.success(request, _("已记下"))
        return redirect("booking:incidents")
    return _form(request, "booking/gate_incident_report.html", form)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def close_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was done."""
    found = get_object_or_404(queries.closable(request.user), pk=pk)
    form = DoneForm(request.POST or None, initial={"done": found.done})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_incident(incident=found, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
            messages.success(request, _("已处理完"))
            return redirect("booking:incidents")
        except BookingError as error:
            form.add_error(error.field or None, str(error))
    return _form(request, "booking/gate_incident_close.html", form, incident=found)


@never_cache
@login_required
@require_GET
def absences(request: HttpRequest) -> HttpResponse:
    """Who booked and did not come; names and numbers masked."""
    found = Paginator(queries.missed(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, masked_name(one.name), phones.masked(one.phone)) for one in found]
    return render(request, "booking/gate_absences.html", {"page": found, "rows": rows})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def excuse(request: HttpRequest, pk: str) -> HttpResponse:
    """Excuse one of them: the number may book again at once."""
    found = get_object_or_404(queries.missed(request.user), pk=pk)
    form = ExcuseForm(request.POST or None, initial={"reason": found.excuse})
    if request.method == "POST" and form.is_valid():
        try:
            actions.excuse(booking=found, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
            messages.success(request, _("已免责，这个号码可以再约"))
            return redirect("booking:absences")
        except BookingError as error:
            form.add_error(error.field or None, str(error))
    return _form(request, "booking/gate_excuse.html", form, booking=found, name=masked_name(found.name))


def _form(request: HttpRequest, template: str, form: Form, **more: object) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=422 if form.is_bound else 200)
