"""The first thing a request meets: public pages are answered from copies, everything else goes on to Django."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from skillweek.common.copies import Copies, Copy, Headers
from skillweek.common.parts import Store, noted, opened
from skillweek.common.views.cache import MARK
from skillweek.project.pages.watch import Stamp, Watch

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
Key = tuple[str, ...]

#: requests with one of these are answered by Django: they ask for something else than the page
_OTHER = ("HTTP_HX_REQUEST", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_AUTHORIZATION")
_HIT = ("Cache-Status", "skillweek; hit")


class Kept:
    """A WSGI application around another one; ``most`` bytes of copies."""

    def __init__(self, application: Application, watch: Watch, most: int) -> None:
        self.application, self.watch, self.copies = application, watch, Copies(most)
        self.parts = Store(None, watch.knows)
        self._own = (f"{settings.SESSION_COOKIE_NAME}=", "messages=")

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer from the copy of this moment, else have the page made."""
        stamp = self.watch.stamp() if self._common(environ) else None
        if stamp is None:
            return self.application(environ, start_response)
        key = (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ["QUERY_STRING"],
        )
        copy = self.copies.get(key)
        if copy is None:
            return self._made(key, stamp, environ, start_response)
        if copy.stamp != stamp:
            return self._renewed(key, copy, environ, start_response)
        return _answer(copy, environ, start_response)

    def _common(self, environ: Environ) -> bool:
        """Whether anybody who asks this gets the same answer."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or any(name in environ for name in _OTHER):
            return False
        cookies = environ.get("HTTP_COOKIE")
        return not cookies or not any(name in cookies for name in self._own)

    def _renewed(self, key: Key, old: Copy, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """One makes the page anew, the others wait for it."""
        with old.lock:
            stamp = self.watch.stamp()
            if stamp is None:
                return self.application(environ, start_response)
            copy = self.copies.get(key)
            if copy is None or copy.stamp != stamp:
                return self._made(key, stamp, environ, start_response)
        return _answer(copy, environ, start_response)

    def _parts(self, stamp: Stamp) -> Store:
        """What pages made at ``stamp`` share."""
        store = self.parts
        if store.stamp != stamp:
            store = self.parts = Store(stamp, self.watch.knows)
        return store

    def _made(self, key: Key, stamp: Stamp, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Django's answer; kept when it is a public page that read nothing but what is watched."""
        told: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, _trouble: Any = None) -> None:
            told.append((status, headers))

        environ[MARK] = False
        with opened(self._parts(stamp)), noted() as statements:
            answer = self.application(environ, start)
        status, headers = told[-1]
        if not environ[MARK] or not status.startswith("200"):
            start_response(status, headers)
            return answer
        body = b"".join(answer)
        if callable(close := getattr(answer, "close", None)):
            close()
        copy = Copy(headers, body, stamp)
        if environ["REQUEST_METHOD"] == "GET" and _alike(headers) and self.watch.knows(statements):
            self.copies.keep(key, copy)
        else:
            self.copies.drop(key)
        return _answer(copy, environ, start_response, hit=False)


def _alike(headers: Headers) -> bool:
    """Whether the answer says of itself that it is for everybody: no cookie, no nonce, nothing it varies with."""
    named = {name.lower(): value for name, value in headers}
    return not ({"set-cookie", "vary"} & named.keys()) and "'nonce-" not in named.get(
        "content-security-policy", ""
    )


def _answer(copy: Copy, environ: Environ, start_response: Start, hit: bool = True) -> list[bytes]:
    """The page, compressed for those who take it, or 304 for those who have it."""
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked is not None and copy.answers(asked):
        start_response("304 Not Modified", [*copy.unchanged, _HIT] if hit else copy.unchanged)
        return [b""]
    headers, body = (
        copy.compressed if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else (copy.plain, copy.body)
    )
    start_response("200 OK", [*headers, _HIT] if hit else headers)
    return [body]
