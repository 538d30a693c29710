"""Desk pages of reminders: the rules, and reminding by hand."""

from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.common import clock
from skillweek.organisations.queries import own, scope
from skillweek.organisations.rules import Right
from skillweek.plan import actions, queries
from skillweek.plan.forms import BoardForm, RuleForm
from skillweek.plan.models import Edition, ReminderRule
from skillweek.plan.rules import GRACE


class Ruled(NamedTuple):
    """A rule with the days on which it fires."""

    rule: ReminderRule
    firings: list[queries.Firing]


def _edition_of(request: StaffRequest) -> Edition:
    """The edition, for those who manage its city."""
    edition = queries.current_edition()
    if edition is None or edition.city_id not in scope(request.user, Right.MANAGE):
        raise Http404
    return edition


def _days(edition: Edition) -> dict[str, date]:
    today = clock.today(edition.time_zone)
    return {"today": today, "too_late": today - GRACE}


@login_required
@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    """The rules, each with the days on which it fires and how many have not done it."""
    edition = _edition_of(request)
    found = queries.missing(edition)
    ruled = [Ruled(rule, queries.firings(rule, found)) for rule in queries.rules_of(edition)]
    return render(request, "plan/reminder_rules.html", {"edition": edition, "ruled": ruled, **_days(edition)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """When to remind; on which days that is and of what; then keep the rule."""
    edition = _edition_of(request)
    form = RuleForm(request.POST or request.GET or None, edition=edition)
    firings: list[queries.Firing] = []
    if form.is_valid():
        facts = form.facts()
        if request.method == "POST":
            try:
                actions.add_rule(edition=edition, by=request.user, **facts)
            except actions.DutyError as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _("提醒规则已启用，到日子会自动发给还没完成的单位"))
                return redirect("plan:reminder_rules")
        firings = queries.firings(ReminderRule(edition=edition, **facts), queries.missing(edition))
    context = {
        "edition": edition,
        "form": form,
        "firings": firings,
        "units": _units(firings),
        **_days(edition),
    }
    return render(request, "plan/reminder_add.html", context, status=422 if form.errors else 200)


def _units(firings: list[queries.Firing]) -> int:
    return len({unit.pk for firing in firings for unit in firing.units})


@login_required
@require_POST
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Have a rule fire no more."""
    rule = get_object_or_404(queries.rules_managed_by(request.user), pk=pk)
    try:
        actions.stop_rule(rule=rule, by=request.user)
    except actions.DutyError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("提醒规则已停用"))
    return redirect("plan:reminder_rules")


def _selected(
    request: StaffRequest, edition: Edition, data: QueryDict
) -> tuple[list[queries.DutyState], Any]:
    """What is missing of the units below, narrowed as the board was, and by one unit or duty."""
    units = list(queries.board_units(request.user))
    chosen = BoardForm(data, edition=edition, units=units).chosen()
    kept = {
        one.pk for one in queries.narrowed(units, kind=chosen.get("kind", ""), place=chosen.get("place", ""))
    }
    found = [
        one for one in queries.missing_below(request.user, edition)
        if one.duty.organisation_id in kept
        and chosen.get("clause", one.duty.clause.path) == one.duty.clause.path
        and chosen.get("state", one.state) == one.state
        and data.get("unit", one.duty.organisation.code) == one.duty.organisation.code
    ]  # fmt: skip
    left_out = set(data.getlist("leave_out"))
    return [one for one in found if one.duty.organisation.code not in left_out], chosen


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: StaffRequest) -> HttpResponse:
    """Who gets which text, of what is still missing in the selection; then remind them."""
    edition = queries.current_edition()
    if edition is None or not own(request.user, Right.MANAGE).exists():
        raise Http404
    found, chosen = _selected(request, edition, request.POST or request.GET)
    problem = ""
    if request.method == "POST":
        try:
            sent = actions.remind_now(edition=edition, duties=[one.duty for one in found], by=request.user)
        except actions.DutyError as error:
            problem = str(error)
        else:
            said = _("已催办 %(duties)d 项任务，发给 %(people)d 人")
            messages.success(request, said % {"duties": len(sent.told), "people": len(sent.letters)})
            return redirect("plan:desk_duties")
    going = queries.outgoing(edition, found, by_hand=True)
    context = {
        "edition": edition, "going": going, "chosen": chosen, "problem": problem,
        "spent": queries.by_unit(going.spent), "today": queries.by_unit(going.today),
        "nobody": queries.by_unit(going.nobody),
        "unit": (request.POST or request.GET).get("unit", ""),
        "text": queries.letter_text(edition, going.letters[0]) if going.letters else None,
    }  # fmt: skip
    return render(request, "plan/remind.html", context, status=422 if problem else 200)
