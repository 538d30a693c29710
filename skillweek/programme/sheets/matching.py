"""Which of some known names is meant by the words of a sheet."""

import re
from collections.abc import Hashable, Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Generic, TypeVar

from skillweek.programme.sheets.text import plain

Thing = TypeVar("Thing", bound=Hashable)
#: how alike two names must be to be taken for the same, and to be offered
_SAME, _OFFERED = 0.86, 0.34


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """A name as it is compared: half-width, without spaces, brackets and the words that only decorate."""
    return re.sub(r"[\s()\[\]【】《》“”\"'·.,、-]|^示例-?", "", plain(text).lower())


class Names(Generic[Thing]):
    """Things with one or more names each; later things do not take a name from earlier ones."""

    def __init__(self, named: Iterable[tuple[str, Thing]]) -> None:
        self._by_name: dict[str, list[Thing]] = {}
        for name, thing in named:
            known = self._by_name.setdefault(folded(name), [])
            if thing not in known:
                known.append(thing)
        self._by_name.pop("", None)
        self._found: dict[str, Thing | None] = {}

    def exact(self, text: str) -> Thing | None:
        """The one thing that is called ``text``."""
        found = self._by_name.get(folded(text), [])
        return found[0] if len(found) == 1 else None

    def find(self, text: str) -> Thing | None:
        """The one thing that ``text`` names: exactly, as part of a name or around it, or nearly; else None."""
        if text not in self._found:
            self._found[text] = self._look(folded(text))
        return self._found[text]

    def _look(self, words: str) -> Thing | None:
        exact = self._by_name.get(words, [])
        if exact or len(words) < 2:
            return exact[0] if len(exact) == 1 else None
        within = self._only(name for name in self._by_name if len(words) > 2 and words in name)
        around = self._only(name for name in self._by_name if len(name) > 2 and name in words)
        alike = self._only(name for name in self._by_name if _likeness(words, name) >= _SAME)
        return within or around or alike

    def _only(self, names: Iterable[str]) -> Thing | None:
        things = {thing for name in names for thing in self._by_name[name]}
        return things.pop() if len(things) == 1 else None

    def offers(self, text: str, most: int = 3) -> list[Thing]:
        """Things whose names resemble ``text``, the most alike first."""
        words = folded(text)
        ranked = sorted(((_likeness(words, name), name) for name in self._by_name), reverse=True)
        found: dict[Thing, None] = {}
        for likeness, name in ranked:
            if likeness >= _OFFERED:
                found |= dict.fromkeys(self._by_name[name])
        return list(found)[:most]


def _likeness(one: str, other: str) -> float:
    if not one or not other or min(len(one), len(other)) * 2 < max(len(one), len(other)) * _OFFERED:
        return 0
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.real_quick_ratio() >= _OFFERED else 0
