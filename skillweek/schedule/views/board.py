"""The week board, and one session on it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.common.wording import moment
from skillweek.organisations.queries import venues
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed, manageable
from skillweek.programme.models import Session
from skillweek.schedule import actions, queries
from skillweek.schedule.forms import BoardForm, MoveForm
from skillweek.schedule.models import Move
from skillweek.schedule.rules import LANES, ScheduleError, stands_at


def _edition(request: StaffRequest) -> Edition:
    mine = queries.board_editions(request.user)
    edition = mine.first()
    return get_object_or_404(mine, pk=edition.pk if edition else None)


def _back(query: str) -> str:
    """The board with the filters of ``query``, whatever was posted as such."""
    kept = QueryDict(mutable=True)
    given = QueryDict(query)
    kept.update({name: given.get(name, "") for name in BoardForm.base_fields if name in given})
    home = reverse("schedule:board")
    return f"{home}?{kept.urlencode()}" if kept else home


def _sift(form: BoardForm) -> queries.Sift:
    """What of the filters can be understood."""
    form.is_valid()
    data = form.cleaned_data if form.is_bound else {}
    place, kind = data.get("place"), data.get("kind")
    return queries.Sift(
        data.get("lane") or LANES[0],
        place.code if place else "",
        kind.code if kind else "",
        data.get("q") or "",
    )


@never_cache
@login_required
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """All sessions by day, to be moved about."""
    edition = _edition(request)
    form = BoardForm(edition, request.GET, initial={"lane": LANES[0]})
    sift = _sift(form)
    context = {
        "edition": edition, "form": form, "sift": sift, "board": queries.board(request.user, edition, sift),
        "moves": queries.moves_by(request.user, edition), "closed": closed(edition, "arrange"),
        "may_release": manageable(request.user).filter(pk=edition.pk).exists(),
        "back": request.GET.urlencode(), "filtered": bool(sift.place or sift.kind or sift.words),
    }  # fmt: skip
    return render(request, "schedule/board.html", context)


def _session(request: StaffRequest, code: str) -> tuple[Edition, Session]:
    edition = _edition(request)
    return edition, get_object_or_404(queries.movable_by(request.user, edition), code=code)


def _stand(session: Session) -> tuple[datetime, datetime, Any, Move | None]:
    """Where the board has the session."""
    move = queries.move_of(session)
    if move is None:
        return session.starts, session.ends, session.venue, None
    return move.to_starts, move.to_ends, move.to_venue, move


def _wish(form: MoveForm, session: Session, zone: ZoneInfo) -> tuple[datetime, datetime, Any]:
    """Where the form would have it: what is left empty stays as the board has it."""
    starts, ends, venue, _move = _stand(session)
    day = datetime.fromisoformat(form.cleaned_data["day"]).date()
    clock = form.cleaned_data["starts"] or starts.astimezone(zone).time()
    begin = datetime.combine(day, clock, tzinfo=zone)
    return begin, begin + (ends - starts), form.cleaned_data["venue"] or venue


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def move(request: StaffRequest, code: str) -> HttpResponse:
    """Another day, hour or venue for one session; public with the next version."""
    edition, session = _session(request, code)
    zone = ZoneInfo(edition.time_zone)
    starts, ends, venue, kept = _stand(session)
    initial = {
        "day": starts.astimezone(zone).date().isoformat(), "starts": starts.astimezone(zone).time(), "venue": venue,
        "seen": stands_at(session), "back": request.GET.urlencode(),
    }  # fmt: skip
    form = MoveForm(edition, venues(edition.city), request.POST or None, initial=initial)
    if form.is_valid():
        begin, until, where = _wish(form, session, zone)
        try:
            placed = actions.place_move(
                session=session,
                starts=begin,
                ends=until,
                venue=where,
                by=request.user,
                seen=form.cleaned_data["seen"],
            )
        except ScheduleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _moved(session, begin, where, placed))
            return redirect(_back(form.cleaned_data["back"]))
    context = {
        "form": form, "session": session, "kept": kept, "edition": edition,
        "marks": queries.clashes_there(edition, session, starts, ends, venue),
        "board_url": _back(request.GET.urlencode()),
    }  # fmt: skip
    return render(request, "schedule/move.html", context, status=422 if form.is_bound else 200)


def _moved(session: Session, begin: datetime, where: Any, placed: Move | None) -> str:
    if placed is None:
        return _("“%(title)s”回到原来的时间和场地") % {"title": session.activity}
    words = {"title": session.activity, "when": moment(begin), "where": where or _("线上")}
    return _("“%(title)s”移到 %(when)s，%(where)s；发布新版日程后公众才看到") % words


@never_cache
@login_required
@require_safe
def clashes(request: StaffRequest, code: str) -> HttpResponse:
    """What the time and venue on the form clash with."""
    edition, session = _session(request, code)
    form = MoveForm(edition, venues(edition.city), request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest()
    wish = _wish(form, session, ZoneInfo(edition.time_zone))
    return render(
        request, "schedule/_clashes.html", {"marks": queries.clashes_there(edition, session, *wish)}
    )


@never_cache
@login_required
@require_safe
def targets(request: StaffRequest, code: str) -> JsonResponse:
    """For a card that was picked up: what it would clash with in each cell."""
    edition, session = _session(request, code)
    found = queries.targets(edition, session, request.GET.getlist("lane"))
    cells = [
        {"day": one.day.isoformat(), "lane": one.lane, "tone": one.marks[0].tone if one.marks else "",
         "text": _("；").join(mark.text for mark in one.marks)}
        for one in found
    ]  # fmt: skip
    return JsonResponse({"cells": cells})


@login_required
@require_POST
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo a move."""
    found = get_object_or_404(queries.moves_by(request.user, _edition(request)), pk=pk)
    try:
        actions.drop_move(move=found, by=request.user)
        messages.success(request, _("“%(title)s”回到原来的时间和场地") % {"title": found.session.activity})
    except ScheduleError as error:
        messages.error(request, str(error))
    return redirect(_back(request.POST.get("back", "")))
