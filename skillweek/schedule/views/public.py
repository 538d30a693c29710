"""What changed, for everybody; and being told by mail."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillweek.common.views.cache import CacheClass, page
from skillweek.common.wording import local_date
from skillweek.plan.models import Edition
from skillweek.plan.queries import current_edition
from skillweek.programme.queries import published, shown
from skillweek.schedule import actions, queries
from skillweek.schedule.forms import FollowForm, LogFilter
from skillweek.schedule.models import Change, Release
from skillweek.schedule.rules import ScheduleError

#: lines on one page of the log
PAGE = 60


def _edition() -> Edition:
    edition = current_edition()
    if edition is None:
        raise Http404
    return edition


@dataclass
class Day:
    """The versions made on one day, each with its lines."""

    date: date
    versions: list[tuple[Release, list[Change]]] = field(default_factory=list)


def by_day(lines: Iterable[Change]) -> list[Day]:
    """``lines``, the latest version first, by the day and the version that made them."""
    days: list[Day] = []
    for line in lines:
        on = local_date(line.release.at)
        if not days or days[-1].date != on:
            days.append(Day(on))
        versions = days[-1].versions
        if not versions or versions[-1][0].pk != line.release_id:
            versions.append((line.release, []))
        versions[-1][1].append(line)
    return days


@page(CacheClass.PUBLIC)
def changes(request: HttpRequest) -> HttpResponse:
    """The log: by day and version, the latest first; of a day, a place or one activity."""
    edition = _edition()
    form = LogFilter(request.GET, edition=edition)
    code = request.GET.get("activity", "")
    activity = shown(edition).filter(code=code).first() if code else None
    found = queries.changes(edition, activity=activity, **form.narrowed())
    listed = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "edition": edition, "form": form, "activity": activity, "page": listed, "days": by_day(listed),
        "version": queries.latest(edition), "first": queries.first(edition),
        "narrowed": bool(activity or any(form.narrowed().values())),
    }  # fmt: skip
    return render(request, "schedule/changes.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the address to write to; what happens to it is the same whoever it belongs to."""
    activity = get_object_or_404(published(_edition()), code=code)
    form = FollowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            language = get_language() or "zh-hans"
            actions.ask_to_follow(activity=activity, email=form.cleaned_data["email"], language=language)
            return redirect("schedule:asked")
        except ScheduleError as error:
            form.add_error(error.field or None, str(error))
    context = {"activity": activity, "edition": activity.edition, "form": form}
    return render(request, "schedule/follow.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """A mail is on its way."""
    return render(request, "schedule/asked.html", {"edition": _edition()})


@never_cache
@require_http_methods(["GET", "POST"])
def following(request: HttpRequest, token: str) -> HttpResponse:
    """What an address follows; the first time, the question whether it was meant so."""
    follower = get_object_or_404(queries.by_token(token))
    problem = ""
    if request.method == "POST":
        try:
            actions.confirm(follower=follower)
            return redirect("schedule:following", token)
        except ScheduleError as error:
            problem = str(error)
    context: dict[str, Any] = {
        "follower": follower, "problem": problem, "followed": list(queries.followed_by(follower)),
        "asks": follower.confirmed_at is None and follower.ended_at is None,
    }  # fmt: skip
    return render(request, "schedule/following.html", context, status=409 if problem else 200)


@require_POST
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more about one activity."""
    follower = get_object_or_404(queries.by_token(token))
    actions.stop(follower=follower)
    return redirect("schedule:following", token)


@csrf_exempt  # mail programs post here for their reader (RFC 8058); the link itself is the secret
@never_cache
@require_http_methods(["GET", "POST"])
def stop_all(request: HttpRequest, token: str) -> HttpResponse:
    """No more about anything: asked once when opened, done at once when a mail program posts."""
    follower = get_object_or_404(queries.by_token(token))
    if request.method == "POST":
        actions.stop_all(follower=follower)
        return redirect("schedule:following", token)
    context = {"follower": follower, "followed": list(queries.followed_by(follower))}
    return render(request, "schedule/stop.html", context)
