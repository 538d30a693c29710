"""Reading a notice of twenty pages: the reading itself, in a confined process, and as the whole command.

The notice is written here, in the shape of a city's plan, and read as text, Word, PDF and web page. Beside it
stands a line of a million characters of the kinds that make careless patterns slow.
"""

import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import machine
from skillweek.plan.reader import read, read_confined

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 15
HEAD = (
    "示例市教育局文件\n示教〔2031〕5号\n示例市教育局关于印发《示例市2031年职业教育活动周工作方案》的通知\n各县（市、区）教育局，各职业院校：\n"
    "现将《示例市2031年职业教育活动周工作方案》印发给你们，请结合实际认真落实。\n示例市教育局\n2031年4月18日\n"
    "示例市2031年职业教育活动周工作方案\n一、时间和主题\n时间：2031年5月17日至23日。\n主题：匠心：点亮每一天。\n"
)
CLAUSE = (
    "（{n}）开展第{n}项活动。各职业院校要结合实际，于5月20日前组织不少于3场面向中小学生、家长和社区居民的体验活动，"
    + "开放实训场地，介绍专业特色，展示师生作品，解答升学和就业的问题，让更多的人走近技能、了解职业教育，" * 4
    + "并将活动情况报送市教育局。\n"
)
NUMERALS = "一二三四五六七八九十"
SLOW = {
    "han": "要",
    "digits": "1",
    "blanks": "各校要 ",
    "at": "a@",
    "dates": "2031年5月",
    "quotes": "“",
    "labels": "主题为",
    "counts": "至少",
}


def main() -> None:
    """Measure and publish."""
    about = machine.description()
    text = notice()
    files = {"txt": text.encode(), "docx": _word(text), "pdf": _pdf(text), "html": _page(text)}
    figures: dict[str, Any] = {"characters": len(text), "pdf_pages": _pages(files["pdf"])}
    for kind, data in files.items():
        name = f"notice.{kind}"
        figures[kind] = {
            "read_ms": _median(lambda data=data, name=name: read(data, name)),
            "confined_ms": _median(lambda data=data, name=name: read_confined(data, name)),
            "command_ms": _command(data, name),
        }
    figures["million_characters_ms"] = {
        name: _median(
            lambda piece=piece: read((HEAD + piece * (1_000_000 // len(piece))).encode(), "a.txt"), rounds=3
        )
        for name, piece in SLOW.items()
    }
    machine.publish("reading", about, figures)


def notice() -> str:
    """A plan of twenty pages with 120 clauses."""
    parts = [HEAD]
    for part in range(2, 11):
        parts.append(f"{NUMERALS[part - 1]}、第{part}部分\n")
        parts += [CLAUSE.format(n=NUMERALS[n]) for n in range(7)]
    return "".join(parts)


def _median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the middle one of some rounds, after one that warms up."""
    work()
    taken = []
    for _round in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return round(statistics.median(taken) * 1000, 1)


def _command(data: bytes, name: str) -> float:
    """The whole of ``skillweek read_plan FILE --json``, Python's own start included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        command = [sys.executable, "-m", "skillweek", "read_plan", str(path), "--json"]
        return _median(lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True), rounds=5)


def _word(text: str) -> bytes:
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _pdf(text: str) -> bytes:
    import typst

    head = '#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")\n#set par(justify: true)\n'
    return typst.compile(
        (head + "\n\n".join(text.splitlines())).encode(), font_paths=[str(ROOT / "skillweek/report/fonts")]
    )


def _page(text: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return f"<html><head><meta charset='utf-8'></head><body><div>{body}</div></body></html>".encode()


def _pages(data: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


if __name__ == "__main__":
    main()
