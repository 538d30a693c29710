"""Desk pages of people and their roles."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skillweek.accounts.views import StaffRequest
from skillweek.organisations import actions, queries
from skillweek.organisations.forms import InviteForm
from skillweek.organisations.rules import Right


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: StaffRequest, code: str) -> HttpResponse:
    """Make a sign-in for somebody of a unit that I manage."""
    unit = get_object_or_404(queries.with_right(request.user, Right.MANAGE), code=code)
    roles = queries.roles_to_give(request.user, unit)
    if not roles:
        raise Http404
    form = InviteForm(request.POST or None, roles=roles)
    if form.is_valid():
        try:
            actions.invite(organisation=unit, by=request.user, **form.cleaned_data)
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            said = _("已为%(name)s开通登录名 %(username)s") % form.cleaned_data
            messages.success(request, said)
            return redirect("organisations:unit", unit.code)
    context = {"form": form, "unit": unit}
    return render(request, "organisations/invite.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def end_role(request: StaffRequest, pk: int) -> HttpResponse:
    """End somebody's role on a unit that I manage."""
    membership = get_object_or_404(queries.memberships_managed_by(request.user), pk=pk)
    try:
        actions.end_role(membership=membership, by=request.user)
    except actions.OrganisationError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("角色已结束"))
    return redirect("organisations:unit", membership.organisation.code)
