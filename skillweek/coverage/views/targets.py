"""What the Week should reach: rules, changed and taken away many at once."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.coverage import actions, queries
from skillweek.coverage.forms import TargetForm, TargetsForm
from skillweek.coverage.rules import CoverageError
from skillweek.coverage.views.common import managed, picked
from skillweek.plan.models import Edition
from skillweek.plan.queries import closed


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def targets(request: StaffRequest) -> HttpResponse:
    """All rules with where they stand, and one more."""
    edition = managed(request)
    form = TargetForm(edition, request.POST or None)
    if form.is_valid():
        try:
            _write(edition, form)
        except CoverageError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, _("目标已保存"))
            return redirect("coverage:targets")
    return _page(request, edition, form, None)


def _write(edition: Edition, form: TargetForm) -> None:
    got = form.cleaned_data
    write = actions.spell_out_target if got["spell_out"] and form.each() else actions.set_target
    write(
        edition=edition, minimum=got["minimum"], weight=got["weight"], each=form.each(), highlight=got["highlight"],
        **form.facts(),
    )  # fmt: skip


def _page(
    request: StaffRequest, edition: Edition, form: TargetForm, table: TargetsForm | None
) -> HttpResponse:
    rules = list(queries.targets(edition))
    standing = queries.standing(edition, queries.wants(rules, queries.Facts(edition)))
    every = Counter(gap.want.target.pk for gap in standing)
    met = Counter(gap.want.target.pk for gap in standing if gap.missing <= 0)
    shown = table or TargetsForm(rules)
    rows: list[dict[str, Any]] = [
        {"rule": rule, "all": every[rule.pk], "met": met[rule.pk], "gaps": every[rule.pk] - met[rule.pk],
         "fields": [shown[f"min-{rule.pk}"], shown[f"weight-{rule.pk}"]]}
        for rule in rules
    ]  # fmt: skip
    rows.sort(
        key=lambda row: (not row["gaps"], -row["gaps"] * row["rule"].weight)
    )  # what is missing comes first
    undo = [one for one in request.GET.get("undo", "").split("-") if one.isdecimal()]
    context = {
        "edition": edition, "form": form, "rows": rows, "closed": closed(edition, "arrange"), "table": shown,
        "undo": undo, "removed": queries.removed_targets(edition),
    }  # fmt: skip
    wrong = (form.is_bound and form.errors) or (table is not None and table.errors)
    return render(request, "coverage/targets.html", context, status=422 if wrong else 200)


@login_required
@require_POST
def default_targets(request: StaffRequest) -> HttpResponse:
    """Add the rules that every Week starts with."""
    try:
        made = actions.ensure_default_targets(edition=managed(request))
    except CoverageError as problem:
        messages.error(request, str(problem))
        return redirect("coverage:targets")
    sentence = (
        ngettext("补上了 %(n)d 个目标", "补上了 %(n)d 个目标", made) if made else _("默认的目标都已经有了")
    )
    messages.success(request, sentence % {"n": made} if made else sentence)
    return redirect("coverage:targets")


@never_cache
@login_required
@require_POST
def save_targets(request: StaffRequest) -> HttpResponse:
    """Set minimum and weight of all rules at once."""
    edition = managed(request)
    table = TargetsForm(list(queries.targets(edition)), request.POST)
    if not table.is_valid():
        return _page(request, edition, TargetForm(edition), table)
    try:
        changed = actions.change_targets(edition=edition, numbers=table.numbers())
    except CoverageError as problem:
        messages.error(request, str(problem))
    else:
        said = ngettext("改了 %(n)d 个目标", "改了 %(n)d 个目标", changed) % {"n": changed}
        messages.success(request, said if changed else _("没有改动"))
    return redirect("coverage:targets")


@login_required
@require_POST
def remove_targets(request: StaffRequest) -> HttpResponse:
    """Take the ticked rules away; the page that follows offers to put them back."""
    try:
        gone = actions.remove_targets(edition=managed(request), ids=picked(request, "pick"))
    except CoverageError as problem:
        messages.error(request, str(problem))
        return redirect("coverage:targets")
    return redirect(f"{reverse('coverage:targets')}?undo={'-'.join(map(str, gone))}")


@login_required
@require_POST
def restore_targets(request: StaffRequest) -> HttpResponse:
    """Put rules back that were taken away."""
    try:
        back = actions.restore_targets(edition=managed(request), ids=picked(request, "pick"))
        messages.success(request, ngettext("恢复了 %(n)d 个目标", "恢复了 %(n)d 个目标", back) % {"n": back})
    except CoverageError as problem:
        messages.error(request, str(problem))
    return redirect("coverage:targets")
