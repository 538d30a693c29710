"""The ways out: which gateway is in use, whether it answers, and a message to oneself."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillweek.accounts.views import StaffRequest
from skillweek.messaging import actions, gateways, queries
from skillweek.messaging.forms import ChannelForm, TrialForm
from skillweek.messaging.models import Message
from skillweek.messaging.rules import sentence


@dataclass(frozen=True)
class Way:
    """One way out as the page shows it; never with a password or key."""

    channel: str
    label: str
    name: str
    facts: list[tuple[str, str, str]]
    resting: bool


def _ways() -> list[Way]:
    mail, sms = Message.Channel.MAIL, Message.Channel.SMS
    found = []
    for channel, facts in ((mail, _mail_facts()), (sms, _sms_facts())):
        gateway = gateways.gateway_for(channel)
        label = str(Message.Channel(channel).label)
        found.append(Way(channel, label, gateway.name, facts, gateways.resting(channel) > 0))
    return found


def _mail_facts() -> list[tuple[str, str, str]]:
    sender = (_("发件人"), settings.DEFAULT_FROM_EMAIL, "user")
    if not settings.EMAIL_HOST:
        return [(_("写进文件夹"), "outbox/mail", "file"), sender]
    secured = _("不加密")
    if settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS:
        secured = _("加密（TLS）") if settings.EMAIL_USE_SSL else _("加密（STARTTLS）")
    return [
        (_("邮件服务器"), f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}", "globe"), (_("加密"), secured, "lock"),
        (_("登录"), _("用账号和密码") if settings.EMAIL_HOST_USER else _("不用登录"), "key"), sender,
    ]  # fmt: skip


def _sms_facts() -> list[tuple[str, str, str]]:
    sign = (_("短信签名"), f"【{settings.SMS_SIGN}】" if settings.SMS_SIGN else _("还没有设"), "user")
    if not settings.SMS_URL:
        return [(_("写进文件夹"), "outbox/sms", "file"), sign]
    return [
        (_("服务商"), _("阿里云短信服务"), "phone"),
        (_("地址"), urlsplit(settings.SMS_URL).netloc.rpartition("@")[2], "globe"), sign,
    ]  # fmt: skip


def _page(request: StaffRequest, form: TrialForm, status: int = 200) -> HttpResponse:
    context = {"ways": _ways(), "form": form, "cities": queries.cities_of(request.user)}
    return render(request, "messaging/ways.html", context, status=status)


@login_required
@require_safe
def ways(request: StaffRequest) -> HttpResponse:
    """Which gateways are in use."""
    if not (desks := queries.desks(request.user)):
        raise Http404
    return _page(request, TrialForm(desks=desks))


@login_required
@require_POST
def check(request: StaffRequest) -> HttpResponse:
    """Try to reach a gateway now."""
    if not queries.desks(request.user):
        raise Http404
    form = ChannelForm(request.POST)
    if not form.is_valid():
        raise Http404
    reach = actions.check_gateway(channel=form.cleaned_data["channel"])
    label = Message.Channel(form.cleaned_data["channel"]).label
    if reach.fine:
        messages.success(request, _("%(way)s：可以用") % {"way": label})
    else:
        said = f"{sentence(reach.problem_code)} {reach.detail[:200]}".strip()
        messages.error(request, _("%(way)s：%(problem)s") % {"way": label, "problem": said})
    return redirect("messaging:ways")


@login_required
@require_POST
def trial(request: StaffRequest) -> HttpResponse:
    """Send a test message to oneself."""
    if not (desks := queries.desks(request.user)):
        raise Http404
    form = TrialForm(request.POST, desks=desks)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            sent = actions.send_trial(
                owner_code=facts["owner"], channel=facts["channel"], address=facts["address"], by=request.user
            )
        except actions.MessagingError as problem:
            form.add_error("address", str(problem))
        else:
            messages.success(request, _("测试消息已排队，这一页看得到它发没发出去"))
            return redirect(sent)
    return _page(request, form, status=422)
