"""The JSON API: every room's router under one description (OpenAPI 3.1), problems as RFC 9457."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from skillweek.common.problems import CONTENT_TYPE, Problem

api = NinjaAPI(title="SkillWeek", version="1", urls_namespace="api", docs_url=None)

for room in settings.ROOMS:
    if find_spec(f"skillweek.{room}.api"):
        api.add_router("", import_module(f"skillweek.{room}.api").router, tags=[room])


def _answer(request: HttpRequest, problem: Any) -> HttpResponse:
    response = api.create_response(request, problem.body(), status=problem.status)
    response.headers["Content-Type"] = CONTENT_TYPE
    response.headers["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return _answer(request, Problem(404, "not-found", _("没有这一项")))


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [
        {"pointer": "/".join(str(part) for part in fault["loc"]), "detail": fault["msg"]}
        for fault in error.errors
    ]
    return _answer(request, Problem(422, "invalid", _("请求的内容不对，见 errors"), {"errors": errors}))


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return _answer(request, Problem(error.status_code, "refused", str(error)))


api.add_exception_handler(Problem, _answer)
api.add_exception_handler(Http404, _not_found)
api.add_exception_handler(ValidationError, _invalid)
api.add_exception_handler(HttpError, _refused)
