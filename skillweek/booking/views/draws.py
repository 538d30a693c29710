"""Draws: the public page with entry and result, the file to check, the desk's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillweek.booking import actions, queries
from skillweek.booking.forms import DrawForm, WaitingForm
from skillweek.booking.models import Draw
from skillweek.booking.rules import BookingError, may_open
from skillweek.booking.views.guard import answered
from skillweek.common import clock
from skillweek.common.addresses import of_request


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Enter while entries are taken; afterwards the list, and after the draw the seed and the result."""
    session = get_object_or_404(queries.visitable(), code=code)
    draw = get_object_or_404(Draw, session=session)
    facts = queries.facts_of(session)
    form = WaitingForm(
        request.POST if request.method == "POST" else None, audiences=list(session.activity.audiences.all()),
        largest_party=max(facts.largest_party, 1), initial={"party": 1},
    )  # fmt: skip
    refused: BookingError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.admit(
                session=session,
                address=of_request(request),
                sent=request.POST,
                phone=form.cleaned_data["phone"],
            )
            entry = actions.enter(draw=draw, **form.cleaned_data)
            return redirect("booking:waiting", queries.waiting_token(entry))
        except BookingError as error:
            refused = error
            form.add_error(error.field or None, str(error))
    over = draw.closes_at <= clock.of_database()
    shown = {
        "asked": queries.asked_by(session),
        "session": session, "draw": draw, "form": form, "over": over, "entered": queries.entered(draw),
        "document": queries.draw_document(draw) if over else None, "closed": may_open(facts, clock.now()),
        "room": queries.rooms([session.pk]).get(session.pk),
    }  # fmt: skip
    return answered(request, "booking/draw.html", shown, refused)


@never_cache
@require_GET
def document(request: HttpRequest, code: str) -> HttpResponse:
    """Everything needed to check the draw, as a file; the list from its closing on, the seed after the draw."""
    session = get_object_or_404(queries.visitable(), code=code)
    draw = get_object_or_404(Draw, session=session, closes_at__lte=clock.of_database())
    return JsonResponse(queries.draw_document(draw), json_dumps_params={"indent": 1})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """Set a draw up, see who entered, draw."""
    session = get_object_or_404(queries.drawable_by(request.user), code=code)
    draw = queries.draw_of(session)
    form = DrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_up_draw(session=session, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
            messages.success(request, _("抽签已设好，种子的指纹已经公布"))
            return redirect("booking:desk_draw", code)
        except BookingError as error:
            form.add_error(error.field or None, str(error))
    shown = {
        "session": session, "draw": draw, "form": form, "entered": queries.entered(draw) if draw else None,
        "over": draw is not None and draw.closes_at <= clock.of_database(),
        "entries": queries.drawn_entries(draw) if draw and draw.drawn_at else [],
        "room": queries.rooms([session.pk]).get(session.pk),
    }  # fmt: skip
    return render(request, "booking/desk_draw.html", shown, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
def lots(request: HttpRequest, code: str) -> HttpResponse:
    """Draw; who presses a second time sees the result of the first."""
    session = get_object_or_404(queries.drawable_by(request.user), code=code)
    draw = get_object_or_404(Draw.objects.select_related("session__city"), session=session)
    draw.session = session
    try:
        actions.draw_lots(draw=draw, by=request.user)  # type: ignore[arg-type]  # signed in
    except BookingError as error:
        messages.error(request, str(error))
    return redirect("booking:desk_draw", code)
