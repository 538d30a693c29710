"""The gate's installable page: the same for everybody, without any visitor in it; the device fetches those."""

import hashlib
import json

from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from skillweek.booking.models import Incident
from skillweek.common.views.cache import CacheClass, page

FILES = (
    "common/favicon.svg", "common/tokens.css", "common/base.css", "common/components.css", "booking/gate.css",
    "booking/gate-192.png", "built/site.js", "built/gate-app.js", "built/zxing_reader.wasm",
)  # fmt: skip


def _words() -> dict[str, str]:
    """What the script says; braces are filled in there."""
    return {
        "online": _("已联网"), "offline": _("没有网络，照常核验"), "untold": _("{count} 条待上传"),
        "revoked": _("这台设备没有登记，或者已经停用"), "no_network": _("连不上网络，请稍后再试"),
        "come_in": _("请进"), "goodbye": _("已离场"), "kept": _("联网后上传"), "people": _("{count} 人"),
        "no_entry": _("不能通过"), "look": _("请看一下"), "who": _("有几个预约，是哪一位？"),
        "unknown": _("没有找到"), "unknown_text": _("没有“{code}”的预约，请核对后再试"),
        "unknown_here": _("这台设备上没有这个预约，可能是刚约的："), "elsewhere": _("预约的是另一场："),
        "anyway": _("仍然放行"), "already": _("已经入场。"), "not_in": _("没有入场记录，不用登记离场。"),
        "state": _("预约没有生效或已取消。"), "full": _("场内已有 {inside} 人，最多 {allowed} 人，请等有人离场再进。"),
        "places": _("留给现场的名额不够了。"), "closed": _("现在不能核验。"), "noted": _("已记下"),
        "waiting": _("等待扫码"), "waiting_text": _("扫来访者手机上的二维码，或在下面输入。"),
        "alarm_near": _("已到限额的八成，请放慢放行"), "alarm_full": _("已到限额，暂停入场"),
        "walk_in": _("没预约，入场"), "walk_out": _("登记离场"),
    }  # fmt: skip


@csp_update({"script-src": ["'wasm-unsafe-eval'"]})
@page(CacheClass.PUBLIC)
def shell(request: HttpRequest) -> HttpResponse:
    """The page itself; it starts without a network once it was open."""
    found = {"words": _words(), "kinds": Incident.Kind.choices}
    return render(request, "booking/gate_app.html", found)


@page(CacheClass.PRIVATE)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what it keeps; a new version when any of it is new."""
    files = [static(name) for name in FILES]
    here = {"page": reverse("booking:gate_app"), "files": files}
    code = _source("built/gate-worker.js")
    contents = "".join(
        hashlib.sha256(_source(name).encode("latin-1", "replace")).hexdigest() for name in FILES
    )
    shown = shell(request).content.decode() if request.method == "GET" else ""  # type: ignore[attr-defined]  # a page
    version = hashlib.sha256((code + json.dumps(here) + contents + shown).encode()).hexdigest()[:16]
    text = f"self.GATE={json.dumps(here | {'version': version})};\n{code}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def _source(name: str) -> str:
    """A static file as text, wherever it lies: collected, or beside the code."""
    path = finders.find(name) or staticfiles_storage.path(name)
    with open(str(path), encoding="latin-1" if name.endswith((".wasm", ".png")) else "utf-8") as file:
        return file.read()


@page(CacheClass.PUBLIC)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the page among its apps."""
    start = reverse("booking:gate_app")
    icons = [
        {"src": static("booking/gate-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("booking/gate-512.png"), "sizes": "512x512", "type": "image/png"},
    ]
    about = {
        "id": start, "start_url": start, "scope": start, "name": _("活动周入口核验"), "short_name": _("入口核验"),
        "display": "standalone", "orientation": "portrait", "background_color": "#ffffff", "theme_color": "#1d3f3b",
        "lang": request.LANGUAGE_CODE, "icons": icons,
    }  # fmt: skip
    return JsonResponse(about, content_type="application/manifest+json")
