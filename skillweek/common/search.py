"""Words for PostgreSQL full-text search: Chinese is cut by rjieba, stored under the ``simple`` configuration."""

import re
import unicodedata
from functools import lru_cache
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery
from django.db.models import Model, Q, QuerySet

_WORD = re.compile(r"[0-9A-Za-z]+|[\u3400-\u9fff\U00020000-\U0003134f]+")
Row = TypeVar("Row", bound=Model)
#: words of the trade that the segmenter would cut apart
TRADE_WORDS = ("汝瓷", "职业教育", "活动周", "启动仪式", "拉坯", "实训", "中职", "高职", "招生简章")


@lru_cache(maxsize=1)
def _cutter() -> Any:
    import rjieba

    if hasattr(rjieba, "add_word"):
        for word in TRADE_WORDS:
            rjieba.add_word(word, 100_000, "n")
    return rjieba


#: words that say nothing alone; a question made of more leaves them out
FILLERS = frozenset("的了在和与及是有也都就我你他她它们这那里上下中个")


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
    """A query for any of the words of ``text``, fillers aside; None when it holds no word."""
    every = list(dict.fromkeys(words(text, limit=20)))
    found = [word for word in every if word not in FILLERS] or every
    result: SearchQuery | None = None
    for word in found:
        one = SearchQuery(word, config="simple")
        result = one if result is None else result | one
    return result


def matching(rows: QuerySet[Row], words: list[str], *fields: str, limit: int = 20) -> list[tuple[Row, float]]:
    """``rows`` that hold any of ``words`` in ``fields``, best first, with a rank between 0 and 1.

    A word in the first field counts double. For the small tables that have no search column of their own.
    """
    if not words:
        return []
    wanted = Q()
    for word in words:
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": word})
    ranked = [(row, _rank(row, words, fields)) for row in rows.filter(wanted).distinct()[: 10 * limit]]
    return sorted(ranked, key=lambda pair: -pair[1])[:limit]


def _rank(row: Model, words: list[str], fields: tuple[str, ...]) -> float:
    def text(path: str) -> str:
        value: Any = row
        for name in path.split("__"):
            value = getattr(value, name, "")
        return str(value or "").lower()

    first, rest = text(fields[0]), " ".join(text(field) for field in fields[1:])
    return sum((word in first) * 2 + (word in rest) for word in words) / (3 * len(words))
