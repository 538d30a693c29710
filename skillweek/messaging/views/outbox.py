"""The outbox: every message before and after it goes."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.messaging import actions, queries
from skillweek.messaging.forms import FilterForm, ReasonForm, SelectionForm, WordsForm
from skillweek.messaging.models import Message
from skillweek.messaging.rules import KINDS, length, masked, next_state, sentence

PAGE = 50


def _mine(request: StaffRequest, pk: str) -> Message:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


@login_required
@require_safe
def outbox(request: StaffRequest) -> HttpResponse:
    """Messages of my units, by state, way, kind and day."""
    desks = {desk.code: desk for desk in queries.desks(request.user)}
    if not desks:
        raise Http404
    form = FilterForm(request.GET or None)
    wanted = form.wanted() if form.is_bound else queries.Filters()
    mine = queries.sent_by(desks.values())
    page = Paginator(queries.filtered(mine, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "lines": queries.lines(page, desks.values()), "form": form, "wanted": wanted,
        "states": [(state.value, state.label, number) for state, number in queries.counts(mine).items()],
        "batches": queries.batches_waiting(mine),
        "cities": [desk for desk in desks.values() if desk.is_city],
        "waiting": any(one.state == Message.State.HELD for one in page),
    }  # fmt: skip
    return render(request, "messaging/outbox.html", context)


@login_required
@require_safe
def message(request: StaffRequest, pk: str) -> HttpResponse:
    """One message exactly as it goes out, and what happened to it."""
    return _page(request, _mine(request, pk), ReasonForm())


def _page(request: StaffRequest, one: Message, form: ReasonForm, status: int = 200) -> HttpResponse:
    by_provider = one.channel == Message.Channel.SMS and bool(settings.SMS_URL)
    template = queries.provider_template(one.city_code, one.kind) if by_provider else None
    text = queries.approved_text(template, one) if template else one.body
    steps = ("release", "edit", "discard", "retry")
    context = {
        "message": one, "form": form, "history": queries.history(one), "template": template, "text": text,
        "desk": next(desk for desk in queries.desks(request.user) if desk.code == one.owner_code),
        "kind": KINDS.get(one.kind), "problem": sentence(one.problem_code), "by_provider": by_provider,
        "may": {step: next_state(one.state, step) is not None and not one.erased_at for step in steps},
        "masked": masked(one.address), "may_see_address": queries.may_see_address(one, request.user),
        "signature": settings.SMS_SIGN, "length": length(text, settings.SMS_SIGN),
        "reveals": one.reveals.select_related("user"),
    }  # fmt: skip
    return render(request, "messaging/message.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, pk: str) -> HttpResponse:
    """Change the words of a held message."""
    one = _mine(request, pk)
    words = {"subject": one.subject, "body": one.body}
    form = WordsForm(request.POST or None, initial=words, text_message=one.channel == Message.Channel.SMS)
    if form.is_valid():
        given = {"subject": ""} | form.cleaned_data
        try:
            actions.edit(message=one, by=request.user, **given)
        except actions.MessagingError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("文字已改，消息还在等放行"))
            return redirect(one)
    context = {"message": one, "form": form, "kind": KINDS.get(one.kind)}
    return render(request, "messaging/edit.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def release(request: StaffRequest, pk: str) -> HttpResponse:
    """Let one message go."""
    one = _mine(request, pk)
    try:
        actions.release(message=one, by=request.user)
    except actions.MessagingError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已放行，马上发送"))
    return redirect(one)


@login_required
@require_POST
def retry(request: StaffRequest, pk: str) -> HttpResponse:
    """Send a failed message again."""
    one = _mine(request, pk)
    try:
        actions.retry(message=one, by=request.user)
    except actions.MessagingError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("已排队重发"))
    return redirect(one)


@login_required
@require_POST
def discard(request: StaffRequest, pk: str) -> HttpResponse:
    """Do not send a message, for a reason."""
    one, form = _mine(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.discard(message=one, by=request.user, reason=form.cleaned_data["reason"])
        except actions.MessagingError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("这条消息不发了"))
        return redirect(one)
    return _page(request, one, form, status=422)


@login_required
@require_POST
def reveal(request: StaffRequest, pk: str) -> HttpResponse:
    """Show the whole address for a while; the reason is kept."""
    one, form = _mine(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.reveal(message=one, by=request.user, reason=form.cleaned_data["reason"])
        except actions.MessagingError as problem:
            messages.error(request, str(problem))
        return redirect(one)
    return _page(request, one, form, status=422)


@login_required
@require_POST
def release_many(request: StaffRequest) -> HttpResponse:
    """Let the ticked messages, or a whole batch, go."""
    if not queries.desks(request.user):
        raise Http404
    ids, batch = SelectionForm(request.POST).chosen()
    try:
        if batch:
            number = actions.release_batch(batch=batch, by=request.user)
        else:
            number = actions.release_many(ids=ids, by=request.user)
    except actions.MessagingError as problem:
        messages.error(request, str(problem))
    else:
        said = ngettext("已放行 %(n)s 条消息", "已放行 %(n)s 条消息", number)
        messages.success(request, said % {"n": number})
    return redirect("messaging:outbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard_many(request: StaffRequest) -> HttpResponse:
    """Do not send the ticked messages, or a whole batch: asks for the reason first."""
    if not queries.desks(request.user):
        raise Http404
    ids, batch = SelectionForm(request.POST if request.method == "POST" else request.GET).chosen()
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        try:
            number = actions.discard_many(ids=ids, batch=batch, by=request.user, **form.cleaned_data)
        except actions.MessagingError as problem:
            form.add_error(None, str(problem))
        else:
            said = ngettext("%(n)s 条消息不发了", "%(n)s 条消息不发了", number)
            messages.success(request, said % {"n": number})
            return redirect("messaging:outbox")
    held = queries.filtered(queries.visible_to(request.user), queries.Filters(state="held", batch=batch))
    context = {"form": form, "ids": ids, "batch": batch, "number": held.count() if batch else len(ids)}
    return render(request, "messaging/discard.html", context, status=422 if form.is_bound else 200)
