"""The desk's page for service points."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from skillweek.accounts.models import User
from skillweek.plan.queries import closed
from skillweek.volunteering import actions, queries
from skillweek.volunteering.forms import PointForm


@login_required
@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """Service activities of the person's units, with what is written of each point."""
    return render(
        request, "volunteering/desk_points.html", {"activities": list(queries.writable(request.user))}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the service point of one activity."""
    activity = get_object_or_404(queries.writable(request.user), pk=pk)
    current = queries.point_of(activity)
    form = PointForm(request.POST or None, instance=current, edition=activity.edition)
    assert isinstance(request.user, User)  # login_required
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_point(activity=activity, facts=form.cleaned_data, by=request.user)
        except actions.PointError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("服务点已保存"))
            return redirect("volunteering:desk_points")
    context = {"activity": activity, "form": form, "closed": closed(activity.edition, "write_points")}
    return render(request, "volunteering/desk_point.html", context, status=422 if form.is_bound else 200)
