"""The page of whoever stands at the gate with a phone in one hand."""

from dataclasses import dataclass, field

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillweek.accounts.models import User
from skillweek.booking import actions, queries
from skillweek.booking.forms import ScanForm, WalkForm
from skillweek.booking.models import Booking
from skillweek.booking.queries.gate import insides, may_overrule
from skillweek.booking.queries.groups import groups_of
from skillweek.booking.rules import BookingError, masked_name
from skillweek.common import clock
from skillweek.common.codes import new_code
from skillweek.programme.models import Session


@dataclass(frozen=True)
class Result:
    """What the gate shows in large: ``in``, ``no``, ``warn`` (may be let in anyway), ``full`` or ``choose``."""

    kind: str
    title: str
    text: str = ""
    booking: Booking | None = None
    choices: list[tuple[str, str]] = field(default_factory=list)
    people: int = 1


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
        way = request.POST.get("way", "in")
        result = _result(request.user, session, way, request.POST.get("reason", ""), **form.cleaned_data)  # type: ignore[arg-type]  # signed in
    return _shown(request, session, form, result)


@never_cache
@csp_update({"script-src": ["'wasm-unsafe-eval'"]})  # type: ignore[arg-type]  # as above
@login_required
@require_POST
def walk(request: HttpRequest, code: str) -> HttpResponse:
    """People without a booking come or go; at the limit an officer may overrule, with a reason."""
    session = get_object_or_404(queries.at_gate(request.user), code=code)
    form = WalkForm(request.POST)
    if not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _shown(request, session, ScanForm(), Result("no", _("没有登记"), said))
    people, nonce = form.cleaned_data["people"], form.cleaned_data["nonce"]
    said = _("%(party)s 人") % {"party": people}
    going = request.POST.get("way") == "out"
    try:
        if reason := request.POST.get("reason", ""):
            actions.overrule(session=session, people=people, by=request.user, nonce=nonce, reason=reason)  # type: ignore[arg-type]  # signed in
        else:
            actions.walk_through(
                session=session,
                people=people,
                by=request.user,  # type: ignore[arg-type]  # same
                nonce=nonce,
                direction="out" if going else "in",
            )
        result = Result("in", _("已离场") if going else _("请进"), said)
    except actions.Crowded as error:
        result = Result("full", _("已满"), str(error), people=people)
    except BookingError as error:
        result = Result("no", _("不能入场"), str(error))
    return _shown(request, session, ScanForm(), result)


def _shown(request: HttpRequest, session: Session, form: ScanForm, result: Result | None) -> HttpResponse:
    """The page with its one large answer."""
    page = {
        "session": session, "form": form, "result": result, "typed": ScanForm()["code"],
        "nonce": new_code(20), "scanned": form.is_bound and "typed" not in request.POST,
        "groups": [(one, came, masked_name(one.booking.name)) for one, came in groups_of(session)],
        "said": queries.replies_of(result.booking) if result and result.booking else [],
        "full": insides([session.pk])[session.pk], "may_overrule": may_overrule(request.user, session),
    }  # fmt: skip
    good = result.kind in ("in", "choose") if result else not form.is_bound
    return render(request, "booking/gate_session.html", page, status=200 if good else 422)


def _result(
    user: User, session: Session, way: str, reason: str, code: str, nonce: str, anyway: bool
) -> Result:
    found = queries.found_at_gate(user, session, code)
    if not found:
        return Result("no", _("没有找到"), _("没有“%(code)s”的预约，请核对后再试") % {"code": code})
    if len(found) > 1:
        labels = [(one.code, f"{masked_name(one.name)} · {one.party}") for one in found]
        return Result("choose", _("有几个预约，是哪一位？"), choices=labels)
    booking = found[0]
    people = _people(booking)
    try:
        if way == "out":
            actions.check_out(booking=booking, by=user, nonce=nonce, at_session=session)
            return Result("in", _("已离场"), people, booking)
        if reason:
            actions.overrule(
                session=session, people=booking.party, by=user, nonce=nonce, reason=reason, code=booking.code
            )
        else:
            actions.check_in(booking=booking, by=user, nonce=nonce, at_session=session, anyway=anyway)
    except actions.Crowded as error:
        return Result("full", _("已满"), _said(error, people), booking)
    except actions.ElsewhereError as error:
        return Result("warn", _("请看一下"), _said(error, people), booking)
    except BookingError as error:
        return Result("no", _("不能入场"), _said(error, people), booking)
    return Result("in", _("请进"), people, booking)


def _people(booking: Booking) -> str:
    """Who stands there: a name and how many, of a group what it is, and where they begin."""
    people = _("%(name)s，%(party)s 人") % {"name": masked_name(booking.name), "party": booking.party}
    if hasattr(booking, "group"):
        group = booking.group
        unit = " ".join(word for word in (group.unit, group.grade) if word)
        words = {"kind": group.get_kind_display(), "unit": unit, "people": people}
        people = _("%(kind)s：%(unit)s · %(people)s") % words
    if first := queries.first_stop(booking):
        words = {
            "at": f"{timezone.localtime(first.starts):%H:%M}",
            "station": str(first.station),
            "people": people,
        }
        people = _("%(people)s；%(at)s 从“%(station)s”开始") % words
    return people


def _said(error: BookingError, people: str) -> str:
    return _("%(reason)s（%(people)s）") % {"reason": error, "people": people}
