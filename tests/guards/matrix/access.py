"""Who gets in where, and the groups of people that the areas share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.guards.world import World

EVERYONE = frozenset({"anonymous", "wu", "he", "zhou", "lin", "men"})
#: people with a sign-in
STAFF = EVERYONE - {"anonymous"}
#: who may see the desk of school A: its editor, its county, its city
SEE = frozenset({"he", "zhou", "lin"})
#: who reviews for school A
REVIEW = frozenset({"zhou", "lin"})
#: who checks visitors in at school A
GATE = SEE | {"men"}
CITY = frozenset({"lin"})


@dataclass(frozen=True)
class Access:
    """Who gets in, how the address is built, and by which method."""

    who: frozenset[str]
    args: Callable[[World], tuple[Any, ...]] = lambda world: ()
    method: str = "get"
