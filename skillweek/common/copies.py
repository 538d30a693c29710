"""Finished pages as bytes: what is answered without making them anew. Who may be answered so: ``project.pages``."""

import gzip
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from contextlib import suppress
from functools import cached_property
from threading import Lock

Headers = list[tuple[str, str]]
#: headers that speak of the body, which an answer without one leaves out
_OF_BODY = frozenset({"content-type", "content-length"})
#: about what a copy takes beside its body
_OVERHEAD = 4096


class Copy:
    """One page: headers and body, plain and compressed, and the ``stamp`` that says of which moment it is."""

    def __init__(self, headers: Sequence[tuple[str, str]], body: bytes, stamp: Hashable) -> None:
        self.stamp, self.body, self.lock = stamp, body, Lock()
        sent = [(name, value) for name, value in headers if name.lower() not in ("content-length", "vary")]
        varies = [value for name, value in headers if name.lower() == "vary"]
        sent.append(("Vary", ", ".join([*varies, "Accept-Encoding"])))
        self.etag = next((value for name, value in sent if name.lower() == "etag"), "").removeprefix("W/")
        self.unchanged: Headers = [pair for pair in sent if pair[0].lower() not in _OF_BODY]
        self.plain: Headers = [*sent, ("Content-Length", str(len(body)))]

    @cached_property
    def compressed(self) -> tuple[Headers, bytes]:
        """Headers and body for those who take gzip; made when the first one asks."""
        body = gzip.compress(self.body, compresslevel=6, mtime=0)
        return [*self.plain[:-1], ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))], body

    @property
    def size(self) -> int:
        """Bytes it may come to take, its compressed body counted as a third."""
        return len(self.body) * 4 // 3 + _OVERHEAD

    def answers(self, asked: str) -> bool:
        """Whether ``asked`` (If-None-Match) names this copy."""
        return bool(self.etag) and (self.etag in asked or asked.strip() == "*")


class Copies:
    """Copies by key, at most so many bytes of them; those not asked for longest go first."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._kept: OrderedDict[Hashable, Copy] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Copy | None:
        """The copy under ``key``, of whatever moment."""
        found = self._kept.get(key)
        if found is not None:
            with suppress(KeyError):  # another thread has just let it go
                self._kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, copy: Copy) -> None:
        """Keep ``copy`` instead of what was there; one larger than everything together is not kept."""
        with self._lock:
            self._drop(key)
            if copy.size > self.most:
                return
            self._kept[key] = copy
            self.size += copy.size
            while self.size > self.most:
                self._drop(next(iter(self._kept)))

    def drop(self, key: Hashable) -> None:
        """Keep nothing under ``key``."""
        with self._lock:
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self.size -= gone.size
