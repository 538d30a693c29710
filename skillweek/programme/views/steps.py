"""The author's way through the pages, and what every page of it does alike."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.accounts.views import StaffRequest
from skillweek.plan.queries import closed
from skillweek.programme import queries
from skillweek.programme.models import Activity
from skillweek.programme.rules import ProgrammeError, next_state, refusal


def steps_of(activity: Activity | None) -> list[tuple[str, str]]:
    """The four pages with their addresses; a new activity has none yet."""
    pages = (
        ("what", _("做什么")),
        ("when", _("何时何地")),
        ("safety", _("安全保障")),
        ("check", _("检查提交")),
    )
    return [
        (label, reverse(f"programme:desk_{name}", args=[activity.pk]) if activity else "")
        for name, label in pages
    ]


def editable(request: StaffRequest, pk: int) -> Activity:
    """An activity that the person may write, else 404."""
    return get_object_or_404(queries.editable_by(request.user), pk=pk)


def saved(request: StaffRequest, form: forms.BaseForm, save: Callable[[], Any]) -> Any:
    """What ``save`` gives; None, with the reason at its field, when the form or the action refuses."""
    if not form.is_valid():
        return None
    try:
        result = save()
    except ProgrammeError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    messages.success(request, _("已保存"))
    return result or True


def page(
    request: StaffRequest, name: str, form: forms.BaseForm, activity: Activity | None = None, **more: Any
) -> HttpResponse:
    """A step's page; a kept activity that may not be edited now sends its author to the desk page."""
    if activity is not None and not form.is_bound:
        if next_state(activity.state, "edit") is None:
            messages.info(request, refusal(activity.state, "edit"))
            return redirect(activity.get_desk_url())
        if closed(activity.edition, "write_activities"):
            return redirect(activity.get_desk_url())  # which says why
    context = {"form": form, "activity": activity, "steps": steps_of(activity)} | more
    return render(request, f"programme/{name}.html", context, status=422 if form.is_bound else 200)
