"""A load generator of our own: processes with threads, one kept-alive connection each, nothing but sockets.

It needs no library and costs little, since it runs on the same cores as what it measures.
"""

import itertools
import json
import multiprocessing
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

THREADS = 4


@dataclass
class Reply:
    """Status, headers as raw text, and body."""

    status: int
    headers: str
    body: bytes

    def header(self, name: str) -> str:
        """The value of one header, or the empty string."""
        for line in self.headers.split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.strip().lower() == name.lower():
                return value.strip()
        return ""


class Client:
    """One visitor with one connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.link = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method: str, path: str, body: bytes = b"", headers: str = "") -> Reply:
        """Send one request and read the whole answer."""
        length = f"Content-Length: {len(body)}\r\n" if method != "GET" else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{headers}{length}\r\n"
        self.link.sendall(head.encode() + body)
        return self._read()

    def _read(self) -> Reply:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, rest = data.partition(b"\r\n\r\n")
        reply = Reply(int(head[9:12]), head.decode("latin-1"), rest)
        if reply.header("transfer-encoding"):
            raise RuntimeError("the answer is chunked")
        length = int(reply.header("content-length") or 0)
        while len(reply.body) < length:
            reply.body += self._more()
        return reply

    def _more(self) -> bytes:
        data = self.link.recv(65536)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


@dataclass
class Result:
    """What came of a run: outcomes, seconds of each, and how long all of it took."""

    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def summary(self, what: str) -> dict[str, Any]:
        """Figures to publish: per second, and how long single ones took."""
        times = sorted(self.times)

        def at(share: float) -> float:
            return round(1000 * times[min(len(times) - 1, int(share * len(times)))], 2) if times else 0.0

        good = self.outcomes["ok"]
        return {
            f"{what}_per_second": round(good / self.seconds, 1), "count": good,
            "other_outcomes": {key: n for key, n in self.outcomes.items() if key != "ok"},
            "seconds": round(self.seconds, 2), "p50_ms": at(0.5), "p99_ms": at(0.99),
        }  # fmt: skip


def wrk(script: str, port: int, *, clients: int, seconds: int, arguments: list[str]) -> dict[str, Any]:
    """The figures that a script of ours for wrk (package of Debian) prints; it costs far less than Python does."""
    command = ["wrk", "-t", "2", "-c", str(clients), "-d", str(seconds), "--timeout", "30s", "-s", script,
               f"http://127.0.0.1:{port}", "--", *arguments]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return figures


Step = Callable[[Client, int, Any], str]


def run(step: Step, port: int, *, clients: int, seconds: float, facts: Any = None) -> Result:
    """Let ``clients`` visitors repeat ``step(client, number, facts)`` for ``seconds``; it says ``ok`` or why not.

    ``step`` is a function of a module, numbers are never given twice.
    """
    context = multiprocessing.get_context("spawn")
    processes = max(1, clients // THREADS)
    with context.Pool(processes) as pool:
        start = time.time() + 1.0
        tasks = [(step, port, clients // processes, start, seconds, facts, one) for one in range(processes)]
        parts = pool.starmap(_process, tasks, chunksize=1)
    whole = Result(seconds=max(part.seconds for part in parts))
    for part in parts:
        whole.outcomes += part.outcomes
        whole.times += part.times
    return whole


def _process(
    step: Step, port: int, threads: int, start: float, seconds: float, facts: Any, which: int
) -> Result:
    result = Result()

    def visitor(thread: int) -> None:
        client = Client(port)
        numbers = itertools.count((which * THREADS + thread) * 1_000_000)
        time.sleep(max(0.0, start - time.time()))
        until = time.perf_counter() + seconds
        while (before := time.perf_counter()) < until:
            outcome = step(client, next(numbers), facts)
            result.times.append(time.perf_counter() - before)
            result.outcomes[outcome] += 1

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(visitor, range(threads)))
    result.seconds = time.time() - start
    return result
