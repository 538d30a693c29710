"""What was read from a notice: plain values, where each one stands in the source, and what a person must answer."""

from dataclasses import asdict, dataclass, field
from typing import Any, Generic, TypeVar

from skillweek.plan.reader.wording import QUESTIONS, REFUSALS, Wording

Value = TypeVar("Value")


class Unreadable(Exception):
    """A file that cannot be read; ``str()`` gives one sentence in Chinese and in English."""

    def __init__(self, code: str, **facts: str) -> None:
        self.code, self.facts = code, facts
        self.wording = REFUSALS[code].said(**facts)
        super().__init__(f"{self.wording.chinese} {self.wording.english}")


@dataclass(frozen=True)
class Found(Generic[Value]):
    """A value with the exact words it was read from, how sure that is (0 to 1), and the line.

    ``value`` is None where the words speak of the matter without giving a value ("a week after the end").
    """

    value: Value | None
    quote: str
    confidence: float
    line: int


@dataclass(frozen=True)
class Source:
    """Where the value of a field stands."""

    quote: str
    confidence: float
    line: int


@dataclass(frozen=True)
class Question:
    """Something that only a person can settle about ``field``."""

    field: str
    text: str
    quote: str
    code: str
    english: str


@dataclass(frozen=True)
class Clause:
    """One numbered paragraph without what stands below it; ``path`` such as 3.2, ``heading`` without number."""

    path: str
    heading: str | None
    text: str


@dataclass(frozen=True)
class Duty:
    """What somebody is obliged to do, in the words of the notice."""

    clause: str | None
    who: str | None
    what: str
    due: str | None
    min_count: int | None


@dataclass(frozen=True)
class Contacts:
    """Whom to ask about the notice."""

    phone: str | None = None
    email: str | None = None


@dataclass
class Reading:
    """Everything read; dates are ISO texts, a field is None (or empty) where the notice does not say."""

    title: str | None = None
    number: str | None = None
    issued: str | None = None
    issuer: str | None = None
    recipients: list[str] = field(default_factory=list)
    starts: str | None = None
    ends: str | None = None
    theme: str | None = None
    deadline: str | None = None
    contacts: Contacts = field(default_factory=Contacts)
    clauses: list[Clause] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def note(self, name: str, found: "Found[Any] | None") -> Any:
        """Keep where the field ``name`` stands; gives its value."""
        if found is None:
            return None
        self.sources[name] = Source(found.quote, round(found.confidence, 2), found.line)
        return found.value

    def ask(self, name: str, code: str, quote: str, **facts: str) -> None:
        """Leave a question about the field ``name``."""
        said: Wording = QUESTIONS[code].said(**facts)
        question = Question(name, said.chinese, quote, code, said.english)
        if question not in self.questions:
            self.questions.append(question)

    def doubt(self, name: str) -> None:
        """Say that the value of a field is unsure, for a question is left about it."""
        source = self.sources[name]
        self.sources[name] = Source(source.quote, min(source.confidence, 0.4), source.line)

    def as_json(self) -> dict[str, Any]:
        """The reading as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "Reading":
        """The reading that ``as_json`` gave."""
        rest = {name: value for name, value in plain.items() if name not in _PARTS}
        return cls(
            **rest,
            contacts=Contacts(**plain["contacts"]),
            clauses=[Clause(**one) for one in plain["clauses"]],
            duties=[Duty(**one) for one in plain["duties"]],
            sources={name: Source(**one) for name, one in plain["sources"].items()},
            questions=[Question(**one) for one in plain["questions"]],
        )


_PARTS = {"contacts", "clauses", "duties", "sources", "questions"}
