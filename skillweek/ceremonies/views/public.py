"""The page behind the link of an invitation; who has the link answers, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillweek.ceremonies import actions, queries
from skillweek.ceremonies.forms import ReplyForm
from skillweek.ceremonies.models import Guest
from skillweek.ceremonies.rules import CeremonyError, Reply, may_answer
from skillweek.ceremonies.views.doors import posted
from skillweek.common import clock


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """When, where, how to arrive; yes, no, or somebody else; the answer can be changed until the deadline."""
    guest = get_object_or_404(queries.by_token(token))
    form = ReplyForm(
        posted(request), initial=ReplyForm.initial_of(guest), party=guest.kind == Guest.Kind.PARTY
    )
    if form.is_bound and form.is_valid():
        try:
            actions.reply(guest=guest, reply=Reply(**form.cleaned_data))
        except CeremonyError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect("ceremonies:invitation", token)
    ceremony = guest.ceremony
    stage, zone = queries.staging(ceremony), ceremony.activity.edition.time_zone
    context = {
        "guest": guest, "ceremony": ceremony, "activity": ceremony.activity, "stage": stage, "form": form,
        "closed": may_answer(guest, ceremony.answer_by, stage.starts, clock.today(zone), clock.now()),
        "holders": queries.holders_of(ceremony.activity), "contact": queries.contact_line(ceremony),
        "answered": guest.answer != Guest.Answer.NONE,
    }  # fmt: skip
    return render(request, "ceremonies/invitation.html", context, status=422 if form.is_bound else 200)
