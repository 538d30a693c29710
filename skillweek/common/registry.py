"""How a lower room shows what upper rooms know: they register providers when the app starts.

One mechanism for four things: evidence that a duty is met, what waits in somebody's inbox, measures of the
report, and entries of the search.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.utils.functional import Promise

Provider = TypeVar("Provider")


class Registry(Generic[Provider]):
    """Providers by key, in the order of registration; a key is taken once."""

    def __init__(self) -> None:
        self._providers: dict[str, Provider] = {}

    def register(self, key: str, provider: Provider) -> None:
        """Add ``provider`` under ``key``; the same provider may register again, another may not."""
        if self._providers.setdefault(key, provider) is not provider:
            raise ValueError(f"{key} is already registered")

    def __getitem__(self, key: str) -> Provider:
        return self._providers[key]

    def __contains__(self, key: str) -> bool:
        return key in self._providers

    def __iter__(self) -> Iterator[str]:
        return iter(self._providers)

    def items(self) -> Iterable[tuple[str, Provider]]:
        """Pairs of key and provider."""
        return self._providers.items()


@dataclass(frozen=True)
class InboxItem:
    """Something that waits for a person: what it is, where to do it, since when, until when.

    ``kind`` is the name of the pile it lies in, ``action`` the word for what is asked (items of ``common.inbox.Rows``
    have both from their ``Kind``). ``organisation`` is the name of the unit it concerns and ``unit`` its id; ``note``
    a remark such as why it came back; ``pick`` what a decision on many at once posts back, empty where there is none.
    """

    kind: str
    title: str
    url: str
    since: datetime
    organisation: str = ""
    due: date | None = None
    action: str = ""
    unit: int | None = None
    note: str = ""
    pick: str = ""


@dataclass(frozen=True)
class SearchEntry:
    """One hit of the site's search; ``rank`` compares hits of all rooms (higher is better)."""

    kind: str
    title: str
    url: str
    text: str
    rank: float


@dataclass(frozen=True)
class MeasureValue:
    """A counted figure, and the parts it is made of (label, value), summing to it when ``additive``."""

    value: int
    parts: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class EvidenceRow:
    """One thing that counts for a duty: what it is called, and where it can be looked at."""

    title: str
    url: str = ""
    note: str = ""


def no_parameters(edition: Any) -> list[tuple[str, str]]:
    """For evidence that has no kinds: nothing to choose."""
    return []


@dataclass(frozen=True)
class Evidence:
    """A way to see that a duty is done, owned by the room that has the rows.

    ``count(edition, parameter)`` gives ``{organisation id: count}``, counted from real rows at ``clock.now()`` in a
    constant number of queries. ``parameters(edition)`` are the kinds it can be narrowed to, as (code, label); an empty
    parameter means any. ``rows(edition, parameter, organisation)`` lists what was counted for a unit (for all, when
    None). ``way`` names the page where a unit does it, ``verb`` what the link there says.
    """

    label: str | Promise
    count: Callable[..., dict[int, int]]
    parameters: Callable[..., list[tuple[str, str]]] = no_parameters
    rows: Callable[..., list[EvidenceRow]] | None = None
    way: str = ""
    verb: str | Promise = ""

    #: a template that names it means it, not its counts
    do_not_call_in_templates: ClassVar[bool] = True

    def __call__(self, edition: Any, parameter: str = "") -> dict[int, int]:
        """How many each unit has."""
        return self.count(edition, parameter)


#: ways to see that a duty is done
evidence: Registry[Evidence] = Registry()
#: inbox(user) -> list of InboxItem (what is few, or computed) and of ``common.inbox.Rows`` (rows of a table)
inbox: Registry[Callable[..., Sequence[Any]]] = Registry()
#: measures(edition) -> MeasureValue
measures: Registry[Callable[..., MeasureValue]] = Registry()
#: search(edition, words) -> list of SearchEntry; ``words`` as given by ``common.search.words``
search: Registry[Callable[..., list[SearchEntry]]] = Registry()
