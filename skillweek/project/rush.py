"""Bookings through the API before Django: no middleware, no routing, several requests in one transaction.

The headers of an answer are those that Django gave to such a request before: the first booking from each address and
language goes the whole way and is remembered. Whatever is not plain goes the whole way too.
"""

import logging
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, close_old_connections

from skillweek.booking.actions import count
from skillweek.booking.api.rush import book
from skillweek.booking.api.visits import COUNTED
from skillweek.booking.rules import TooMany
from skillweek.common import addresses

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

PATH = re.compile(r"/api/v1/sessions/([-a-zA-Z0-9_]+)/bookings")
LARGEST = 4096
MOST = 500
#: answers that are given here
STATUSES = (201, 409)
_PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_TRANSFER_ENCODING", "QUERY_STRING")
_SHAPED_BY = ("HTTP_HOST", "wsgi.url_scheme", "HTTP_ACCEPT_LANGUAGE", "HTTP_ORIGIN", "HTTP_X_FORWARDED_PROTO",
              "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT")  # fmt: skip
Headers = list[tuple[str, str]]
log = logging.getLogger(__name__)


class Rush:
    """Answers plain bookings itself and hands everything else on."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application
        self.learnt: dict[tuple[Any, ...], Headers] = {}

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """WSGI."""
        found = environ["REQUEST_METHOD"] == "POST" and PATH.fullmatch(environ["PATH_INFO"])
        if not found or not self._plain(environ):
            return self.application(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        environ["wsgi.input"] = BytesIO(body)
        shape = tuple(environ.get(name) for name in _SHAPED_BY)
        known = self.learnt.get((*shape, 201))
        if known is not None:
            language = next(value for name, value in known if name == "Content-Language")
            answer = self._answer(found[1], body, environ, language)
            if answer is not None and (headers := self.learnt.get((*shape, answer.status))):
                content = answer.body.encode()
                start_response(
                    f"{answer.status} {HTTPStatus(answer.status).phrase}",
                    [
                        (name, str(len(content)) if name == "Content-Length" else value)
                        for name, value in headers
                    ],
                )
                return [content]
        return self.application(environ, self._learning(shape, start_response))

    @staticmethod
    def _plain(environ: dict[str, Any]) -> bool:
        length = environ.get("CONTENT_LENGTH") or ""
        return (
            environ.get("CONTENT_TYPE") == "application/json"
            and length.isascii() and length.isdigit() and 0 < int(length) <= LARGEST
            and not any(environ.get(name) for name in _PERSONAL)
        )  # fmt: skip

    @staticmethod
    def _answer(code: str, body: bytes, environ: dict[str, Any], language: str) -> Any:
        """The answer, or None; a database that does not answer is Django's to report."""
        try:
            count(kind="api", who=addresses.client(environ))
            environ[COUNTED] = True
            return book(code, body, environ.get("HTTP_IDEMPOTENCY_KEY"), language, environ["PATH_INFO"])
        except TooMany:  # Django words it
            return None
        except DatabaseError:
            close_old_connections()
            return None

    def _learning(self, shape: tuple[Any, ...], start_response: "StartResponse") -> Callable[..., Any]:
        """``start_response`` which remembers the headers of answers that are given here."""

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            names = {name for name, _value in headers}
            if (
                int(status[:3]) in STATUSES and len(self.learnt) < MOST
                and {"Content-Language", "Content-Length"} <= names and not names & {"Set-Cookie", "Retry-After"}
            ):  # fmt: skip
                self.learnt[(*shape, int(status[:3]))] = list(headers)
            return start_response(status, headers, *rest)

        return start
