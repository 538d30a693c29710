"""Arrangements, links, weather, rehearsals, and the notice."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.ceremonies import actions, queries
from skillweek.ceremonies.forms import (
    ArrangementsForm,
    CopyForm,
    DecisionForm,
    LinksForm,
    NoticeForm,
    RehearsalForm,
    WeatherForm,
)
from skillweek.ceremonies.models import Ceremony, Check, Rehearsal
from skillweek.ceremonies.views.doors import done, editable, page, posted, saved, visible
from skillweek.plan.models import Notice
from skillweek.plan.queries import closed, groups


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def arrangements(request: StaffRequest, pk: int) -> HttpResponse:
    """Who takes part, arrival, parking, contact."""
    ceremony = editable(request, pk)
    form = ArrangementsForm(posted(request), instance=ceremony)
    if saved(request, form, lambda: actions.arrange(ceremony=ceremony, **form.cleaned_data)):
        return redirect("ceremonies:home", pk)
    return page(request, "arrangements", ceremony, "home", status=_status(form), form=form)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Take over what was prepared for another ceremony of the unit."""
    ceremony = editable(request, pk)
    form = CopyForm(posted(request), ceremony=ceremony)
    lacks: list[str] = []

    def step() -> None:
        lacks.extend(actions.copy_ceremony(ceremony=ceremony, **form.cleaned_data))

    if saved(request, form, step, _("已经带过来，请逐项核对")):
        for lack in lacks:
            messages.warning(request, lack)
        return redirect("ceremonies:home", pk)
    return page(
        request,
        "copy",
        ceremony,
        "home",
        status=_status(form),
        form=form,
        any=queries.sources_of(ceremony).exists(),
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def links(request: StaffRequest, pk: int) -> HttpResponse:
    """Live and replay."""
    ceremony = editable(request, pk)
    form = LinksForm(posted(request), instance=ceremony)
    if saved(request, form, lambda: actions.set_links(ceremony=ceremony, **form.cleaned_data)):
        return redirect("ceremonies:home", pk)
    return page(request, "links", ceremony, "home", status=_status(form), form=form)


def _weather_page(request: StaffRequest, ceremony: Ceremony, decision: Any = None) -> HttpResponse:
    stage = queries.staging(ceremony)
    status = _status(decision) if decision else 200
    form = decision or _decision_form(ceremony, stage)
    return page(
        request, "weather", ceremony, "weather", status=status, stage=stage, form=form,
        decisions=ceremony.decisions.select_related("by", "venue"), planned=actions.planned_venue(stage),
    )  # fmt: skip


def _decision_form(ceremony: Ceremony, stage: queries.Staging, data: Any = None) -> DecisionForm:
    here = actions.planned_venue(stage)
    there = ceremony.other_venue.name if ceremony.other_venue else ""
    return DecisionForm(data, here=here.name if here else _("还没有定"), there=there)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def weather(request: StaffRequest, pk: int) -> HttpResponse:
    """The plan for bad weather."""
    ceremony = visible(request, pk)
    if request.method != "POST" and "edit" not in request.GET:
        return _weather_page(request, ceremony)
    ceremony = editable(request, pk)
    stage = queries.staging(ceremony)
    form = WeatherForm(posted(request), instance=ceremony, zone=stage.zone)
    if saved(request, form, lambda: actions.plan_weather(ceremony=ceremony, **form.cleaned_data)):
        return redirect("ceremonies:weather", pk)
    return page(request, "weather_plan", ceremony, "weather", status=_status(form), form=form)


@login_required
@require_POST
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Decide where it is held; guests hear of a change."""
    ceremony = editable(request, pk)
    form = _decision_form(ceremony, queries.staging(ceremony), request.POST)
    said = _("决定已记下；有变化的话，邀请过的来宾会收到邮件")
    if saved(
        request,
        form,
        lambda: actions.decide_weather(ceremony=ceremony, by=request.user, **form.cleaned_data),
        said,
    ):
        return redirect("ceremonies:weather", pk)
    return _weather_page(request, ceremony, form)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def rehearsals(request: StaffRequest, pk: int) -> HttpResponse:
    """The rehearsals with their checklists, and one more."""
    ceremony = editable(request, pk) if request.method == "POST" else visible(request, pk)
    stage = queries.staging(ceremony)
    form = RehearsalForm(
        posted(request), zone=stage.zone, initial={"place": stage.venue.name if stage.venue else ""}
    )
    if saved(request, form, lambda: actions.add_rehearsal(ceremony=ceremony, **form.facts())):
        return redirect("ceremonies:rehearsals", pk)
    found = ceremony.rehearsals.prefetch_related("checks__done_by")
    return page(
        request, "rehearsals", ceremony, "rehearsals", status=_status(form), form=form, rehearsals=found
    )


def _rehearsal(request: StaffRequest, pk: int, code: str) -> Rehearsal:
    return get_object_or_404(editable(request, pk).rehearsals.select_related("ceremony"), code=code)


@login_required
@require_POST
def cancel_rehearsal(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Call a rehearsal off."""
    found = _rehearsal(request, pk, code)

    def step() -> str:
        actions.cancel_rehearsal(rehearsal=found)
        return _("这次彩排已取消")

    done(request, step)
    return redirect("ceremonies:rehearsals", pk)


@login_required
@require_POST
def tick(request: StaffRequest, pk: int, code: str, check: int) -> HttpResponse:
    """Tick a thing of the checklist, or open it again."""
    found: Check = get_object_or_404(
        _rehearsal(request, pk, code).checks.select_related("rehearsal__ceremony"), pk=check
    )
    finished = request.POST.get("done") == "yes"

    def step() -> str:
        actions.tick_check(check=found, done=finished, by=request.user)
        return (
            _("已完成：%(what)s") % {"what": found.text}
            if finished
            else _("重新打开：%(what)s") % {"what": found.text}
        )

    done(request, step)
    return redirect("ceremonies:rehearsals", pk)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def notice(request: StaffRequest, pk: int) -> HttpResponse:
    """The second notice as it would be drafted, what is missing in it, and the button that drafts it."""
    ceremony = editable(request, pk)
    owner = ceremony.activity.owner
    form = NoticeForm(posted(request), groups=groups(owner))
    made = saved(
        request, form,
        lambda: actions.draft_notice(ceremony=ceremony, keys=form.cleaned_data["groups"], by=request.user),
        _("草稿已经写好，请在这里补充、核对，再发出"),
    )  # fmt: skip
    if isinstance(made, Notice):
        return redirect("plan:edit_notice", made.code)
    return page(
        request, "notice", ceremony, "notice", status=_status(form), form=form,
        written=queries.second_notice(queries.staging(ceremony)),
        closed=closed(ceremony.activity.edition, "write_notices"), may_issue=queries.may_issue(request.user, owner),
    )  # fmt: skip
