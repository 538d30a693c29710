"""The run of show: the list, one item, who answers for what, and the stage manager's phone."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.ceremonies import actions, queries
from skillweek.ceremonies.forms import BeginForm, ItemForm, MoveForm
from skillweek.ceremonies.models import Ceremony, RunItem
from skillweek.ceremonies.printing.sheet import problem
from skillweek.ceremonies.rules import now_and_next, overrun
from skillweek.ceremonies.views.doors import done, editable, page, posted, saved, visible
from skillweek.common import clock


def _page(
    request: StaffRequest, ceremony: Ceremony, form: BeginForm | None = None, status: int = 200
) -> HttpResponse:
    stage = queries.staging(ceremony)
    found = queries.show_of(stage)
    rows = [(one, problem(one)) for one in found]
    begin = form or BeginForm(initial={"run_starts": ceremony.run_starts})
    return page(
        request, "show", ceremony, "show", status=status, stage=stage, rows=rows, over=overrun(found), form=begin,
        told=queries.is_told(ceremony) and any(one.item.public_title for one in found),
        wrong=sum(one.wrong for one in found), minutes=sum(one.item.minutes for one in found),
        ownerless=sum(not one.item.owner for one in found), waiting=ceremony.items.count() if not found else 0,
    )  # fmt: skip


@never_cache
@login_required
@require_safe
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """Every item with its times, and what does not fit."""
    return _page(request, visible(request, pk))


@login_required
@require_POST
def begin_at(request: StaffRequest, pk: int) -> HttpResponse:
    """When the first item begins."""
    ceremony, form = editable(request, pk), BeginForm(request.POST)
    if saved(request, form, lambda: actions.set_begin(ceremony=ceremony, **form.cleaned_data)):
        return redirect("ceremonies:show", pk)
    return _page(request, ceremony, form, 422)


def _item(request: StaffRequest, pk: int, item: int) -> RunItem:
    return get_object_or_404(queries.items_of(editable(request, pk)).select_related("ceremony"), pk=item)


def _form_page(
    request: StaffRequest, ceremony: Ceremony, form: ItemForm, item: RunItem | None
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return page(request, "item", ceremony, "show", status=status, form=form, item=item)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def create(request: StaffRequest, pk: int) -> HttpResponse:
    """Insert an item; ``?after=`` says behind which."""
    ceremony = editable(request, pk)
    form = ItemForm(
        posted(request), ceremony=ceremony, initial={"after": request.GET.get("after"), "minutes": 5}
    )
    made = saved(request, form, lambda: actions.add_item(ceremony=ceremony, **form.facts()))
    return redirect(_at(pk, made.pk)) if made else _form_page(request, ceremony, form, None)


def _at(pk: int, item: Any) -> str:
    return f"{reverse('ceremonies:show', args=[pk])}#item-{item}"


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int, item: int) -> HttpResponse:
    """Change an item."""
    found = _item(request, pk, item)
    ceremony = editable(request, pk)
    form = ItemForm(posted(request), ceremony=ceremony, instance=found)
    kept = saved(request, form, lambda: actions.edit_item(item=found, **form.facts()))
    return redirect(_at(pk, item)) if kept else _form_page(request, ceremony, form, found)


@login_required
@require_POST
def move(request: StaffRequest, pk: int, item: int) -> HttpResponse:
    """Move an item up or down."""
    found, form = _item(request, pk, item), MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, editable(request, pk), status=422)

    def step() -> str:
        actions.move_item(item=found, by=form.cleaned_data["by"])
        return _("“%(title)s”已移动，时间重新算过") % {"title": found.title}

    done(request, step)
    return redirect(_at(pk, item))


@login_required
@require_POST
def remove(request: StaffRequest, pk: int, item: int) -> HttpResponse:
    """Take an item out."""
    found = _item(request, pk, item)

    def step() -> str:
        actions.remove_item(item=found)
        return _("“%(title)s”已删去，时间重新算过") % {"title": found.title}

    done(request, step)
    return redirect("ceremonies:show", pk)


@never_cache
@login_required
@require_safe
def people(request: StaffRequest, pk: int) -> HttpResponse:
    """Who answers for what, person by person."""
    ceremony = visible(request, pk)
    found = queries.by_person(queries.show_of(queries.staging(ceremony)))
    return page(request, "people", ceremony, "show", people=found)


@never_cache
@login_required
@require_safe
def stage(request: StaffRequest, pk: int) -> HttpResponse:
    """Now and next by the clock, large enough for the side of the stage."""
    ceremony = visible(request, pk)
    where = queries.staging(ceremony)
    found, now = queries.show_of(where), clock.now().astimezone(where.zone)
    current, following = now_and_next(found, now)
    after = [one for one in found if following and one.starts > following.starts]
    return page(
        request, "stage", ceremony, "show", stage=where, now=now, current=current, following=following, after=after,
        over=bool(found) and now >= max(one.ends for one in found),
    )  # fmt: skip
