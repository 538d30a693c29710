"""Desk pages of collection: who is missing, a unit's folder, and deciding on one item."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.collection import actions, queries
from skillweek.collection.forms import DecisionForm, ItemForm, ReplaceForm
from skillweek.collection.models import Call, ItemRule
from skillweek.common import clock
from skillweek.library.actions import FileRefused
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import has_right, scope
from skillweek.organisations.rules import Right
from skillweek.plan.queries import calendar as plan_calendar
from skillweek.review import queries as reviews
from skillweek.review.actions import ReviewError

Problem = (actions.CollectionError, FileRefused, ReviewError)


@login_required
@require_safe
def calls(request: StaffRequest) -> HttpResponse:
    """The calls of my city, each with what my units owe; a single unit goes straight to its folder."""
    found = [
        (call, queries.table(call, list(queries.owing_visible_to(request.user, call.edition))))
        for call in queries.calls_visible_to(request.user)
    ]
    if len(found) == 1 and len(found[0][1]) == 1:
        call, rows = found[0]
        return redirect("collection:unit", call.pk, rows[0].organisation.code)
    return render(request, "collection/calls.html", {"calls": found, "today": clock.today()})


def _unit(request: StaffRequest, call_pk: int, code: str) -> tuple[Call, Organisation]:
    call = get_object_or_404(queries.calls_visible_to(request.user), pk=call_pk)
    return call, get_object_or_404(queries.owing_visible_to(request.user, call.edition), code=code)


def _editable_unit(request: StaffRequest, call_pk: int, code: str) -> tuple[Call, Organisation]:
    call, unit = _unit(request, call_pk, code)
    get_object_or_404(queries.with_edit(request.user), pk=unit.pk)
    return call, unit


def _folder(
    request: StaffRequest, call: Call, unit: Organisation, *, form: ItemForm | None = None, rule_pk: int | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    items = list(queries.items_of(call, unit))
    found = reviews.of_all(items)
    mine = scope(request.user, Right.REVIEW)
    calendar = plan_calendar(call.edition)
    late_to_decide, reason = calendar.closed("decide_materials"), calendar.closed("hand_in")
    for item in items:
        item.review = review = found.get(str(item.pk))  # type: ignore[attr-defined]  # for the template alone
        waits = item.state == item.State.SUBMITTED and review is not None and review.waiting_at_id in mine
        item.may_decide = waits and not late_to_decide  # type: ignore[attr-defined]  # same
    sections = [
        {
            "progress": one,
            "items": [item for item in items if item.rule_id == one.rule.pk],
            "form": form
            if form is not None and rule_pk == one.rule.pk
            else ItemForm(auto_id=f"r{one.rule.pk}_%s"),
        }
        for one in queries.progress(list(call.rules.select_related("kind")), items)
    ]
    waiting = [item.review for item in items if item.may_decide]  # type: ignore[attr-defined]  # set above
    context = {
        "call": call, "unit": unit, "sections": sections,
        "place": reviews.place(request.user, next(iter(waiting), None), request.GET.get("queue", "")),
        "drafts": sum(item.state == item.State.DRAFT for item in items),
        "editable": has_right(request.user, Right.EDIT, unit) and not reason, "closed": reason,
        "today": clock.today(call.edition.time_zone),
    }  # fmt: skip
    return render(request, "collection/unit.html", context, status=status)


@login_required
@require_safe
def unit(request: StaffRequest, call_pk: int, code: str) -> HttpResponse:
    """One unit's folder for one call."""
    return _folder(request, *_unit(request, call_pk, code))


@login_required
@require_POST
def add(request: StaffRequest, call_pk: int, code: str, rule_pk: int) -> HttpResponse:
    """Put a file into the folder."""
    call, owner = _editable_unit(request, call_pk, code)
    rule: ItemRule = get_object_or_404(call.rules.select_related("kind"), pk=rule_pk)
    form = ItemForm(request.POST, request.FILES, auto_id=f"r{rule.pk}_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_item(
                call=call, rule=rule, organisation=owner, stream=data["file"], name=data["file"].name,
                title=data["title"], caption=data["caption"], by=request.user,
            )  # fmt: skip
        except Problem as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("collection:unit", call.pk, owner.code)
    return _folder(request, call, owner, form=form, rule_pk=rule.pk, status=422)


@login_required
@require_POST
def hand_in(request: StaffRequest, call_pk: int, code: str) -> HttpResponse:
    """Send all drafts up to the unit above."""
    call, owner = _editable_unit(request, call_pk, code)
    try:
        actions.hand_in(call=call, organisation=owner, by=request.user)
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("collection:unit", call.pk, owner.code)


@login_required
@require_POST
def replace(request: StaffRequest, code: str) -> HttpResponse:
    """Give a returned item a new file."""
    item = get_object_or_404(queries.editable_by(request.user), code=code)
    form = ReplaceForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.replace_file(item=item, stream=upload, name=upload.name, by=request.user)
        except Problem as problem:
            messages.error(request, str(problem))
    else:
        messages.error(request, " ".join(str(text) for text in form.errors["file"]))
    return redirect(item.get_desk_url())


@login_required
@require_POST
def remove(request: StaffRequest, code: str) -> HttpResponse:
    """Take an item out of the folder."""
    item = get_object_or_404(queries.editable_by(request.user), code=code)
    try:
        actions.remove_item(item=item, by=request.user)
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect(item.get_desk_url())


@login_required
@require_POST
def decide(request: StaffRequest, code: str) -> HttpResponse:
    """Accept or return one item, and go on to the next that waits."""
    item = get_object_or_404(queries.visible_to(request.user), code=code)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return redirect(item.get_desk_url())
    before, data = reviews.of(item), form.cleaned_data
    try:
        decided = actions.decide_item(
            item=item, by=request.user, accept=data["verdict"] == "accept", reason=data["reason"],
            seen=request.POST.get("seen", ""),
        )  # fmt: skip
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect(item.get_desk_url())
    messages.success(request, f"{decided.title}：{decided.get_state_display()}")
    return redirect(reviews.next_address(request.user, before, request.POST.get("queue", "")))
