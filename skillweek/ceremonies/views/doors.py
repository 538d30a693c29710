"""What every page of a ceremony begins with: the ceremony, its tabs, and saving a form by one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.accounts.views import StaffRequest
from skillweek.ceremonies import queries
from skillweek.ceremonies.models import Ceremony
from skillweek.ceremonies.rules import CeremonyError


def posted(request: HttpRequest) -> Any:
    """What was posted, also when that is nothing; None on other requests."""
    return request.POST if request.method == "POST" else None


def editable(request: StaffRequest, pk: int) -> Ceremony:
    """The ceremony of the activity ``pk``, for those who prepare it."""
    return get_object_or_404(queries.editable_by(request.user), activity=pk)


def visible(request: StaffRequest, pk: int) -> Ceremony:
    """The ceremony of the activity ``pk``, for those who may look at it."""
    return get_object_or_404(queries.visible_to(request.user), activity=pk)


def writes(request: StaffRequest, ceremony: Ceremony) -> bool:
    """True for those who prepare ``ceremony``."""
    return queries.editable_by(request.user).filter(pk=ceremony.pk).exists()


def _tabs(ceremony: Ceremony, current: str, may_write: bool) -> list[dict[str, Any]]:
    pages = [("home", _("概况"), True), ("show", _("流程"), True), ("guests", _("来宾"), False),
             ("seats", _("座位与展位"), True), ("badges", _("证件与桌牌"), False), ("rehearsals", _("彩排"), True),
             ("weather", _("天气"), True), ("notice", _("通知"), False)]  # fmt: skip
    return [
        {"label": label, "url": reverse(f"ceremonies:{name}", args=[ceremony.activity_id]), "current": name == current}
        for name, label, everybody in pages if everybody or may_write
    ]  # fmt: skip


def page(
    request: StaffRequest, template: str, ceremony: Ceremony, tab: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page of ``ceremony`` with its tabs."""
    may_write = writes(request, ceremony)
    context = {
        "ceremony": ceremony, "activity": ceremony.activity, "tabs": _tabs(ceremony, tab, may_write),
        "may_write": may_write,
    }  # fmt: skip
    response = render(request, f"ceremonies/{template}.html", context | more, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def saved(request: StaffRequest, form: forms.BaseForm, save: Callable[[], Any], said: str = "") -> Any:
    """What ``save`` gives; None, with the reason at its field, when the form or the action refuses."""
    if not form.is_valid():
        return None
    try:
        result = save()
    except CeremonyError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    messages.success(request, said or _("已保存"))
    return result or True


def done(request: StaffRequest, step: Callable[[], str]) -> None:
    """Do ``step``, which gives the sentence of success, or say why not."""
    try:
        messages.success(request, step())
    except CeremonyError as error:
        messages.error(request, str(error))
