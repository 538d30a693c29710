"""Kinds of messages: whether they wait, a city's own words, the provider's templates."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.messaging import actions, queries
from skillweek.messaging.forms import LANGUAGES, HoldForm, ProviderForm, TextForm
from skillweek.messaging.rules import KINDS, Desk, MessageKind, length, provider_text, unknown_names


def _city(request: StaffRequest, code: str) -> Desk:
    """The city of ``code``, when the person decides for it."""
    for desk in queries.cities_of(request.user):
        if desk.code == code:
            return desk
    raise Http404


def _kind(key: str) -> MessageKind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


@login_required
@require_safe
def kinds(request: StaffRequest, city: str) -> HttpResponse:
    """Every kind, its switch, and what the city changed."""
    desk = _city(request, city)
    context = {
        "city": desk, "kinds": queries.kinds_of(city), "everything": queries.holds(city).get("", False),
        "provider": bool(settings.SMS_URL),
    }  # fmt: skip
    return render(request, "messaging/kinds.html", context)


@login_required
@require_POST
def hold(request: StaffRequest, city: str) -> HttpResponse:
    """Let a kind, or everything, wait for release, or not."""
    _city(request, city)
    form = HoldForm(request.POST)
    form.is_valid()
    kind, waits = form.cleaned_data.get("kind", ""), form.cleaned_data.get("hold", False)
    try:
        actions.set_hold(city_code=city, kind=kind, hold=waits, by=request.user)
    except actions.MessagingError as problem:
        messages.error(request, str(problem))
    else:
        said = _("以后先留下，放行了才发") if waits else _("以后直接发送；已经留下的还在等放行")
        messages.success(request, said)
    return redirect("messaging:kinds", city)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: StaffRequest, city: str, key: str) -> HttpResponse:
    """Write the city's own words for a kind, with a preview."""
    desk, kind = _city(request, city), _kind(key)
    language = request.POST.get("language") or request.GET.get("language", "zh-hans")
    if language not in dict(LANGUAGES):
        raise Http404
    form = TextForm(request.POST or None, kind=kind, initial=_words(city, kind, language))
    if form.is_valid() and "preview" not in request.POST:
        try:
            actions.save_text(
                city_code=city, kind=key, by=request.user, **({"subject": ""} | form.cleaned_data)
            )
        except actions.MessagingError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("文字已保存，几秒后起新发的消息都用它"))
            return redirect(f"{request.path}?language={language}")
    live = "HX-Request" in request.headers  # the preview while one types
    template = "messaging/_preview.html" if live else "messaging/text.html"
    status = 422 if form.is_bound and form.errors and not live else 200
    context = _text_context(desk, kind, language, form)
    return render(request, template, context, status=status)


def _words(city: str, kind: MessageKind, language: str) -> dict[str, str]:
    """The city's words, or the preset, in ``language``."""
    own = queries.texts_of(city, kind.key).get(language)
    with translation.override(language):
        preset = {"language": language, "subject": str(kind.subject), "body": str(kind.body)}
    return preset | ({"subject": own.subject, "body": own.body} if own else {})


def _text_context(desk: Desk, kind: MessageKind, language: str, form: TextForm) -> dict[str, Any]:
    written = {name: form[name].value() or "" for name in ("subject", "body") if name in form.fields}
    with translation.override(language):
        subject, body = queries.preview(kind, written.get("subject", ""), written["body"])
        preset = {"subject": str(kind.subject), "body": str(kind.body)}
    words = f"{written.get('subject', '')} {written['body']}"
    return {
        "city": desk, "kind": kind, "language": language, "form": form, "tongues": LANGUAGES, "preset": preset,
        "own": language in queries.texts_of(desk.code, kind.key), "subject": subject, "body": body,
        "unknown": unknown_names(words, kind), "signature": settings.SMS_SIGN,
        "length": length(body, settings.SMS_SIGN) if kind.is_text_message else None,
        "history": queries.text_history(desk.code, kind.key), "provider": bool(settings.SMS_URL),
    }  # fmt: skip


@login_required
@require_POST
def reset(request: StaffRequest, city: str, key: str) -> HttpResponse:
    """Go back to the preset words."""
    _city(request, city)
    kind, language = _kind(key), request.POST.get("language", "zh-hans")
    actions.reset_text(city_code=city, kind=kind.key, language=language, by=request.user)
    messages.success(request, _("已恢复预设的文字"))
    return redirect("messaging:text", city, key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: StaffRequest, city: str, key: str) -> HttpResponse:
    """The provider's approved template of a kind of text message."""
    desk, kind = _city(request, city), _kind(key)
    if not kind.is_text_message:
        raise Http404
    stored = queries.provider_template(city, key)
    initial = {"code": stored.code, "text": stored.text} if stored else {}
    if stored:
        initial |= {f"parameter_{one.name}": one.variable for one in stored.parameters.all()}
    written = request.POST.get("text", initial.get("text", ""))
    form = ProviderForm(request.POST or None, kind=kind, text=written, initial=initial)
    if form.is_valid() and "preview" not in request.POST:
        facts = {"code": form.cleaned_data["code"], "text": form.cleaned_data["text"]}
        try:
            actions.save_provider_template(
                city_code=city, kind=key, parameters=form.parameters(), by=request.user, **facts
            )
        except actions.MessagingError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("服务商模板已保存"))
            return redirect("messaging:kinds", city)
    samples = kind.sample_values()
    given = {name: form[f"parameter_{name}"].value() or name for name in form.names}
    values = {name: samples.get(variable, f"${{{name}}}") for name, variable in given.items()}
    context = {
        "city": desk, "kind": kind, "form": form, "signature": settings.SMS_SIGN,
        "example": provider_text(written, values),
    }  # fmt: skip
    return render(
        request, "messaging/provider.html", context, status=422 if form.is_bound and form.errors else 200
    )
