"""wrk, a load generator in C, for what is faster than one written in Python can ask: ``apt-get install wrk``."""

import re
import shutil
import subprocess
from typing import Any


def run(
    port: int, path: str, *, clients: int, seconds: float, headers: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Ask for ``path`` over and over; requests a second, and answers that were neither 2xx nor 3xx."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("This needs wrk: apt-get install wrk (Debian, Ubuntu), brew install wrk (macOS).")
    named = [part for header in headers for part in ("-H", header)]
    command = [wrk, "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--latency", *named]
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True
    ).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    rate, p99 = re.search(r"Requests/sec:\s+([\d.]+)", told), re.search(r"99%\s+(\S+)", told)
    assert rate is not None, told
    return {
        "requests_per_second": float(rate[1]), "other_outcomes": int(bad[1]) if bad else 0,
        "p99": p99[1] if p99 else "", "generator": "wrk",
    }  # fmt: skip
