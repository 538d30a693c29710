"""Words for PostgreSQL full-text search: Chinese is cut by rjieba, stored under the ``simple`` configuration."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchQuery

_WORD = re.compile(r"[0-9A-Za-z]+|[\u3400-\u9fff\U00020000-\U0003134f]+")
#: words of the trade that the segmenter would cut apart
TRADE_WORDS = ("汝瓷", "职业教育", "活动周", "启动仪式", "拉坯", "实训", "中职", "高职", "招生简章")


@lru_cache(maxsize=1)
def _cutter() -> Any:
    import rjieba

    if hasattr(rjieba, "add_word"):
        for word in TRADE_WORDS:
            rjieba.add_word(word, 100_000, "n")
    return rjieba


def words(text: str, limit: int = 2000) -> list[str]:
    """Search words of ``text`` in order, lower case, at most ``limit``; longer words give their parts too."""
    folded = unicodedata.normalize("NFKC", text).lower()
    found: list[str] = []
    for run in _WORD.findall(folded):
        found.extend(_cutter().cut_for_search(run, True) if run[0] > "\u3000" else [run])
    return found[:limit]


def document(*texts: str) -> str:
    """``texts`` as one string of words separated by spaces, ready for ``to_tsvector('simple', …)``."""
    return " ".join(words(" ".join(texts)))


def query(text: str) -> SearchQuery | None:
    """A query for any of the words of ``text``; None when it holds no word."""
    found = list(dict.fromkeys(words(text, limit=20)))
    result: SearchQuery | None = None
    for word in found:
        one = SearchQuery(word, config="simple")
        result = one if result is None else result | one
    return result
