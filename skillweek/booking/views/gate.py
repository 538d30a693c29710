"""The page of whoever stands at the gate with a phone in one hand."""

from dataclasses import dataclass, field

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from skillweek.accounts.models import User
from skillweek.booking import actions, queries
from skillweek.booking.forms import ScanForm
from skillweek.booking.models import Booking
from skillweek.booking.rules import BookingError, masked_name
from skillweek.common import clock
from skillweek.common.codes import new_code
from skillweek.programme.models import Session


@dataclass(frozen=True)
class Result:
    """What the gate shows in large: ``in``, ``no``, ``warn`` (may be let in anyway) or ``choose``."""

    kind: str
    title: str
    text: str = ""
    booking: Booking | None = None
    choices: list[tuple[str, str]] = field(default_factory=list)


@never_cache
@login_required
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Today's sessions of my units."""
    sessions = list(queries.at_gate(request.user))
    tallies = queries.tallies([session.pk for session in sessions])
    page = {
        "rows": [(session, tallies[session.pk]) for session in sessions], "today": clock.today(),
        "has_desk": queries.at_desk(request.user).exists(),
    }  # fmt: skip
    return render(request, "booking/gate.html", page)


@never_cache
@csp_update({"script-src": ["'wasm-unsafe-eval'"]})  # type: ignore[arg-type]  # views take more; QR reader is wasm
@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Scan or type; the answer stands on the same page, and sending it again changes nothing."""
    session = get_object_or_404(queries.at_gate(request.user), code=code)
    form = ScanForm(request.POST or None)
    result = None
    if request.method == "POST" and form.is_valid():
        result = _result(request.user, session, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
    page = {
        "session": session, "form": form, "result": result, "typed": ScanForm()["code"],
        "nonce": new_code(20), "scanned": form.is_bound and "typed" not in request.POST,
        "tally": queries.tallies([session.pk])[session.pk],
    }  # fmt: skip
    good = result.kind in ("in", "choose") if result else not form.is_bound
    return render(request, "booking/gate_session.html", page, status=200 if good else 422)


def _result(user: User, session: Session, code: str, nonce: str, anyway: bool) -> Result:
    found = queries.found_at_gate(user, session, code)
    if not found:
        return Result("no", _("没有找到"), _("没有“%(code)s”的预约，请核对后再试") % {"code": code})
    if len(found) > 1:
        labels = [(one.code, f"{masked_name(one.name)} · {one.party}") for one in found]
        return Result("choose", _("有几个预约，是哪一位？"), choices=labels)
    booking = found[0]
    people = _("%(name)s，%(party)s 人") % {"name": masked_name(booking.name), "party": booking.party}
    try:
        actions.check_in(booking=booking, by=user, nonce=nonce, at_session=session, anyway=anyway)
    except actions.ElsewhereError as error:
        return Result("warn", _("请看一下"), _said(error, people), booking)
    except BookingError as error:
        return Result("no", _("不能入场"), _said(error, people), booking)
    return Result("in", _("请进"), people, booking)


def _said(error: BookingError, people: str) -> str:
    return _("%(reason)s（%(people)s）") % {"reason": error, "people": people}
