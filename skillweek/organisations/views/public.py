"""The page behind an invitation's link."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillweek.accounts.forms import SignInForm
from skillweek.accounts.models import User
from skillweek.organisations import actions, queries
from skillweek.organisations.models import Invitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a sign-in, or take the role with the one I am signed in with; a used link says so."""
    invitation = get_object_or_404(queries.invitation_by_token(token))
    if invitation.state != Invitation.State.OPEN or queries.expired(invitation):
        return _page(request, invitation, None, 410)
    if request.method == "POST" and "mine" in request.POST and isinstance(request.user, User):
        return _take(request, invitation, request.user)
    form = SignInForm(request.POST or None, person=invitation.name)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.accept_invitation(
                invitation=invitation, username=data["username"], password=data["password"]
            )
        except actions.OrganisationError as problem:
            form.add_error(problem.field, str(problem))
        except ValidationError as problem:
            form.add_error("password", problem)
        else:
            messages.success(request, _("登录已开通，请用刚才选的登录名和密码登录"))
            return redirect("account_login")
    return _page(request, invitation, form, 422 if form.is_bound else 200)


def _take(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    try:
        actions.accept_invitation_as(invitation=invitation, user=user)
    except actions.OrganisationError as problem:
        messages.error(request, str(problem))
        return _page(request, invitation, SignInForm(person=invitation.name), 422)
    messages.success(request, _("已接受邀请"))
    return redirect("desk:home")


def _page(request: HttpRequest, invitation: Invitation, form: SignInForm | None, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "invitation": invitation, "unit": invitation.organisation, "form": form,
        "expired": queries.expired(invitation),
    }  # fmt: skip
    return render(request, "organisations/accept.html", context, status=status)
