"""After a crowd rule was switched: who stays, moves or is released, looked at and then done in one act."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions
from skillweek.booking.forms import ThinForm
from skillweek.booking.queries import crowds as queries
from skillweek.booking.queries.calloffs import officer_of
from skillweek.booking.rules import BookingError
from skillweek.plan.queries import current_edition


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def over(request: StaffRequest) -> HttpResponse:
    """Every session over its limit with what is proposed; confirmed, it is done as it was looked at."""
    edition = current_edition()
    if edition is None or not officer_of(request.user, edition):
        raise Http404
    form = ThinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.thin_out(
                edition=edition,
                reason=form.cleaned_data["reason"],
                seen=request.POST.get("seen", ""),
                by=request.user,
            )
            messages.success(request, _("预约已按限流调整，短信正在发出"))
            return redirect("booking:call_off", made.pk)
        except BookingError as error:
            form.add_error(error.field or None, str(error))
    plan = queries.plan(edition, request.user)
    page = {
        "form": form, "plan": plan, "seen": queries.seen(plan),
        "people": sum(one.over for one in plan), "moved": sum(one.moved for one in plan),
        "released": sum(one.released for one in plan), "groups": sum(one.groups for one in plan),
    }  # fmt: skip
    return render(request, "booking/crowd_over.html", page, status=422 if form.errors else 200)
