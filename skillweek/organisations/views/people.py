"""Desk pages of people and their roles: invitations, ending a role, handing over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.audit.queries import history
from skillweek.organisations import actions, queries
from skillweek.organisations.forms import InviteForm, SuccessorForm
from skillweek.organisations.models import Handover
from skillweek.organisations.rules import Right
from skillweek.organisations.views.units import form_page


@login_required
@form_page
def invite(request: StaffRequest, code: str) -> HttpResponse:
    """Invite somebody to a unit that I manage; the link is shown afterwards."""
    unit = get_object_or_404(queries.with_right(request.user, Right.MANAGE).filter(active=True), code=code)
    roles = queries.roles_to_give(request.user, unit)
    if not roles:
        raise Http404
    form = InviteForm(request.POST or None, roles=roles)
    if form.is_valid():
        try:
            made = actions.invite(organisation=unit, by=request.user, **form.cleaned_data)
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("邀请已建立"))
            return redirect("organisations:invitation", made.code)
    context = {"form": form, "unit": unit}
    return render(request, "organisations/invite.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def invitation(request: StaffRequest, code: str) -> HttpResponse:
    """One invitation: its link to copy and to scan, and what became of it."""
    found = get_object_or_404(queries.invitations_managed_by(request.user), code=code)
    context = {
        "invitation": found, "unit": found.organisation, "expired": queries.expired(found),
        "link": queries.invitation_link(found) if found.state == found.State.OPEN else "",
        "may": found.role in queries.roles_to_give(request.user, found.organisation),
        "history": history(found),
    }  # fmt: skip
    return render(request, "organisations/invitation.html", context)


@login_required
@require_POST
def resend(request: StaffRequest, code: str) -> HttpResponse:
    """Send an invitation again, valid from now on."""
    found = get_object_or_404(queries.invitations_managed_by(request.user), code=code)
    try:
        sent = actions.resend_invitation(invitation=found, by=request.user)
    except actions.OrganisationError as problem:
        messages.error(request, str(problem))
    else:
        mailed = (
            _("已重新发送，有效期重新计算")
            if sent.email or sent.phone
            else _("有效期已重新计算，请把链接发给对方")
        )
        messages.success(request, mailed)
    return redirect("organisations:invitation", code)


@login_required
@require_POST
def withdraw(request: StaffRequest, code: str) -> HttpResponse:
    """Make an invitation's link worthless."""
    found = get_object_or_404(queries.invitations_managed_by(request.user), code=code)
    try:
        actions.withdraw_invitation(invitation=found, by=request.user)
    except actions.OrganisationError as problem:
        messages.error(request, str(problem))
        return redirect("organisations:invitation", code)
    messages.success(request, _("邀请已撤回，链接不再有效"))
    return redirect("organisations:unit", found.organisation.code)


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


@login_required
@form_page
def hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything that goes from a leaver to a successor, and one button."""
    membership = get_object_or_404(queries.memberships_managed_by(request.user).select_related("user"), pk=pk)
    unit, leaver = membership.organisation, membership.user
    if leaver == request.user:
        raise Http404
    moving = queries.belongings(leaver, request.user)
    form = SuccessorForm(
        request.POST or None, people=queries.successors(unit, leaver), may_invite=bool(moving.roles)
    )
    if form.is_valid():
        data = form.cleaned_data
        person = form.person()
        successor = actions.Successor(person, data["name"], data["email"], data["phone"])
        try:
            done = actions.hand_over(organisation=unit, leaver=leaver, successor=successor, by=request.user)
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        else:
            return _handed_over(request, done)
    context = {"form": form, "unit": unit, "leaver": leaver, "moving": moving}
    return render(request, "organisations/handover.html", context, status=422 if form.is_bound else 200)


def _handed_over(request: StaffRequest, done: Handover) -> HttpResponse:
    words = {"leaver": done.leaver.name, "name": done.successor_name}
    messages.success(request, _("%(leaver)s的工作已移交给%(name)s") % words)
    invited = done.invitations.order_by("pk").first()
    if invited:
        return redirect("organisations:invitation", invited.code)
    return redirect("organisations:unit", done.organisation.code)
