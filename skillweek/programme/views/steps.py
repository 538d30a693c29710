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
from skillweek.programme import actions, queries
from skillweek.programme.models import Activity
from skillweek.programme.rules import ProgrammeError, next_state, refusal
from skillweek.programme.views.autosaves import autosaving


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


def refused(activity: Activity) -> str:
    """Why the activity is not written now, and where to write instead."""
    if activity.state == Activity.State.PUBLISHED and queries.working_copy_of(activity):
        return _("这个活动已经发布；已经有一份修改稿，请点“看修改稿”在那里改")
    return refusal(activity.state, "edit")


def saved(
    request: StaffRequest, form: forms.BaseForm, save: Callable[[], Any], activity: Activity | None = None,
    keeps: str = "",
) -> Any:  # fmt: skip
    """What ``save`` gives; None, with the reason at its field, when the form or the action refuses.

    What the person left typed on the page, which ``keeps`` itself under that name, is saved with it and forgotten.
    """
    if not form.is_valid():
        return None
    try:
        result = save()
    except ProgrammeError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    if keeps:
        actions.forget_autosave(user=request.user, activity=activity, page=keeps)
    messages.success(request, _("已保存"))
    return result or True


def page(
    request: StaffRequest, name: str, form: forms.BaseForm, activity: Activity | None = None, *, ok: bool = False,
    keeps: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """A step's page; a kept activity that may not be edited now sends its author to the desk page.

    ``ok`` says that nothing is wrong with what was given, and the page only goes on asking; ``keeps`` is the name
    under which it saves itself, if it does.
    """
    if activity is not None and not form.is_bound:
        if next_state(activity.state, "edit") is None:
            messages.info(request, refused(activity))
            return redirect(activity.get_desk_url())
        if closed(activity.edition, "write_activities"):
            return redirect(activity.get_desk_url())  # which says why
    given = [(key, value) for key, values in request.POST.lists() if key in form.fields for value in values]
    context = {"form": form, "activity": activity, "steps": steps_of(activity), "given": given} | more
    context |= autosaving(request, form, activity, keeps) if keeps else {}
    status = 422 if form.is_bound and not ok else 200
    return render(request, f"programme/{name}.html", context, status=status)
