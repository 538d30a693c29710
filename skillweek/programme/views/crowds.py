"""How full rooms may be: the rules, a look at what a rule would do, and switching it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.programme import actions
from skillweek.programme.forms import CrowdRuleForm
from skillweek.programme.models import CrowdRule
from skillweek.programme.queries import crowds as queries
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.views.overviews import officers_edition

#: most sessions shown of those that are over
SHOWN = 200


@never_cache
@login_required
@require_safe
def crowds(request: StaffRequest) -> HttpResponse:
    """The rules in force, and the sessions that are over now."""
    edition = officers_edition(request)
    rules = list(queries.rules_of(edition))
    over = queries.preview(edition) if rules else []
    context = {
        "edition": edition, "rules": rules, "over": over[:SHOWN], "total": len(over), "part": "crowds",
        "may_end": set(queries.rules_endable_by(request.user, edition).values_list("pk", flat=True)),
        "may_set": queries.ruling_units(request.user, edition).exists(),
    }  # fmt: skip
    return render(request, "programme/crowds.html", context)


def _drafted(request: StaffRequest, form: CrowdRuleForm) -> CrowdRule | None:
    """The rule that the form speaks of; None with the reason at its field."""
    if not form.is_valid():
        return None
    try:
        return actions.draft_crowd_rule(
            edition=form.edition, issuer=form.issuer, by=request.user, **form.facts()
        )
    except ProgrammeError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None


def _switched(request: StaffRequest, form: CrowdRuleForm, rule: CrowdRule) -> bool:
    try:
        actions.set_crowd_rule(rule=rule)
    except ProgrammeError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("规则已生效，各场次的上限已经跟着变"))
    return True


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Write a rule, look at what it would do, then switch."""
    edition = officers_edition(request)
    issuer = queries.ruling_units(request.user, edition).first()
    if issuer is None:
        raise Http404
    form = CrowdRuleForm(edition, issuer, request.POST or None)
    rule = _drafted(request, form)
    if rule is not None and "switch" in request.POST and _switched(request, form, rule):
        return redirect("programme:crowds")
    if rule is None or form.errors or "back" in request.POST:
        status = 422 if form.errors else 200
        return render(request, "programme/crowd_rule.html", {"form": form, "edition": edition}, status=status)
    over = queries.preview(edition, with_rule=rule)
    context = {"form": form, "rule": rule, "over": over[:SHOWN], "total": len(over), "edition": edition}
    return render(request, "programme/crowd_preview.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Look at what would be over without a rule, then take it back."""
    edition = officers_edition(request)
    rule = get_object_or_404(queries.rules_endable_by(request.user, edition), pk=pk)
    if request.method == "POST":
        try:
            actions.end_crowd_rule(rule=rule, by=request.user)
            messages.success(request, _("规则已收回"))
        except ProgrammeError as error:
            messages.error(request, str(error))
        return redirect("programme:crowds")
    over = queries.preview(edition, without=rule)
    context = {"rule": rule, "over": over[:SHOWN], "total": len(over), "edition": edition}
    return render(request, "programme/crowd_end.html", context)
