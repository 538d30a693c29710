"""What a figure was measured on, and writing it down."""

import json
import os
import platform
from datetime import datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def description() -> dict[str, Any]:
    """Processor, cores, memory, system and what else was running."""
    return {
        "processor": _first("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": _first("/proc/meminfo", "MemTotal"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_before": [round(figure, 2) for figure in os.getloadavg()],
    }


def _first(path: str, name: str) -> str:
    """The value of the first line of a file of /proc that begins with ``name``."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def publish(name: str, machine: dict[str, Any], figures: dict[str, Any]) -> None:
    """Print the figures and keep them in results/<name>.json."""
    whole = {
        "measured_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "machine": machine,
        **figures,
    }
    text = json.dumps(whole, indent=2, ensure_ascii=False)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(text)
