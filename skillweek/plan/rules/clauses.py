"""Paths and printed numbers of clauses."""

import re
from collections.abc import Iterable

#: three levels are what plans have
DEEPEST = 4
PATH = re.compile(r"[1-9]\d?(\.[1-9]\d?){0,3}")


def digits(path: str) -> tuple[int, ...]:
    """3.10 as (3, 10), so that it sorts after 3.9; anything else sorts last."""
    return tuple(int(part) for part in path.split(".")) if PATH.fullmatch(path) else (100,)


def depth(path: str) -> int:
    """How deep a clause is nested: 0 for 3, 1 for 3.2."""
    return path.count(".")


def parent_of(path: str) -> str:
    """3 for 3.2, nothing for 3."""
    return path.rpartition(".")[0]


def next_path(parent: str, taken: Iterable[str]) -> str:
    """The path of a further clause below ``parent`` (nothing: at the top)."""
    siblings = [digits(path)[-1] for path in taken if parent_of(path) == parent and PATH.fullmatch(path)]
    number = max(siblings, default=0) + 1
    return f"{parent}.{number}" if parent else str(number)


def han(number: int) -> str:
    """12 as it is counted in documents."""
    ones = "\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
    ten = "\u5341"
    if number < 10:
        return ones[number]
    tens, rest = divmod(number, 10)
    return (ones[tens] if tens > 1 else "") + ten + (ones[rest] if rest else "")


def number_of(path: str) -> str:
    """How official documents print ``path``: the first level in Han numbers, then in brackets, then 1. and (1)."""
    parts = digits(path)
    said = han(parts[0])
    if len(parts) > 1:
        said += f"（{han(parts[1])}）"
    if len(parts) > 2:
        said += f"{parts[2]}."
    if len(parts) > 3:
        said += f"（{parts[3]}）"
    return said
