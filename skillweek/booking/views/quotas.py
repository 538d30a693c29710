"""Several quotas of a session, at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from skillweek.accounts.views import StaffRequest
from skillweek.booking import actions, queries
from skillweek.booking.forms import QuotaForm
from skillweek.booking.models import Quota
from skillweek.booking.rules import BookingError
from skillweek.plan.models import Audience
from skillweek.plan.queries import closed
from skillweek.programme.models import Session

FIGURES = ("name", "places", "buffer", "smallest_party", "largest_party")


@never_cache
@login_required
@require_GET
def quotas(request: StaffRequest, code: str) -> HttpResponse:
    """Every quota that a booking of this session must fit."""
    session = get_object_or_404(queries.settable_by(request.user), code=code)
    mine = set(queries.quotas_at_desk(request.user).values_list("pk", flat=True))
    rows = [
        (one, [other for other in one.sessions.all() if other.pk != session.pk], one.pk in mine)
        for one in queries.quotas_of_session(session)
    ]
    page = {
        "session": session, "rows": rows, "left": queries.places_left([session.pk]).get(session.pk),
        "closed": closed(session.activity.edition, "set_places"),
    }  # fmt: skip
    return render(request, "booking/quotas.html", page)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, code: str) -> HttpResponse:
    """One more quota, of this session and of others that share it."""
    session = get_object_or_404(queries.settable_by(request.user), code=code)
    return _edit(request, session, None)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Change a quota."""
    session = get_object_or_404(queries.settable_by(request.user), code=code)
    quota = get_object_or_404(queries.quotas_at_desk(request.user).filter(sessions=session), pk=pk)
    return _edit(request, session, quota)


def _edit(request: StaffRequest, session: Session, quota: Quota | None) -> HttpResponse:
    edition = session.activity.edition
    form = QuotaForm(
        request.POST or None,
        audiences=Audience.objects.filter(edition=edition, activities=session.activity).distinct(),
        sessions=queries.sharing(request.user, session, quota),
        initial=_initial(session, quota),
    )
    if form.is_valid():
        try:
            actions.save_quota(
                by=request.user, quota=quota, wished=form.wished, audience=form.cleaned_data["audience"],
                sessions=list(form.cleaned_data["sessions"]),
            )  # fmt: skip
        except BookingError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("名额已保存"))
            return redirect("booking:quotas", session.code)
    page = {"session": session, "quota": quota, "form": form, "closed": closed(edition, "set_places")}
    return render(request, "booking/quota.html", page, status=422 if form.errors else 200)


def _initial(session: Session, quota: Quota | None) -> dict[str, object]:
    if quota is None:
        return {"sessions": [session.pk]}
    figures = {name: getattr(quota, name) for name in FIGURES}
    if quota.wished_places is not None:  # a crowd rule holds: what is wished comes back with it
        figures |= {"places": quota.wished_places, "buffer": quota.wished_buffer}
    return figures | {"audience": quota.audience_id, "sessions": [one.pk for one in quota.sessions.all()]}


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def drop(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Ask once, then take a quota away."""
    session = get_object_or_404(queries.settable_by(request.user), code=code)
    quota = get_object_or_404(queries.quotas_at_desk(request.user).filter(sessions=session), pk=pk)
    problem = None
    if request.method == "POST":
        try:
            actions.drop_quota(by=request.user, quota=quota)
        except BookingError as error:
            problem = str(error)
        else:
            messages.success(request, _("已去掉这份名额"))
            return redirect("booking:quotas", session.code)
    page = {"session": session, "quota": quota, "problem": problem}
    return render(request, "booking/quota_drop.html", page, status=409 if problem else 200)
