"""Messages of the units a person looks after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Min, QuerySet

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.messaging.models import Message
from skillweek.messaging.queries.desks import desks
from skillweek.messaging.rules import KINDS, Desk, masked, sentence

#: how long a whole address stays readable for the one who gave a reason
REVEALED = timedelta(minutes=15)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty means everything."""

    state: str = ""
    channel: str = ""
    kind: str = ""
    batch: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Batch:
    """Held messages that were queued together."""

    batch: str
    label: str
    number: int
    since: datetime


@dataclass(frozen=True)
class Line:
    """A message as a row of the list."""

    message: Message
    kind: str
    owner: str
    address: str


@dataclass(frozen=True)
class Step:
    """One step of a message's history."""

    at: datetime
    who: User | None
    state: str
    label: str
    problem: str
    said: str
    reason: str
    edited: bool


def sent_by(mine: Iterable[Desk]) -> QuerySet[Message]:
    """Messages of some units."""
    return Message.objects.filter(owner_code__in=[desk.code for desk in mine])


def visible_to(user: User) -> QuerySet[Message]:
    """Messages of the units that ``user`` manages."""
    return sent_by(desks(user))


def filtered(messages: QuerySet[Message], wanted: Filters) -> QuerySet[Message]:
    """``messages`` narrowed down, the latest first."""
    exact = {name: getattr(wanted, name) for name in ("state", "channel", "kind", "batch")}
    messages = messages.filter(**{name: value for name, value in exact.items() if value})
    if wanted.since:
        messages = messages.filter(created_at__date__gte=wanted.since)
    if wanted.until:
        messages = messages.filter(created_at__date__lte=wanted.until)
    return messages.order_by("-id")


def lines(messages: Iterable[Message], mine: Iterable[Desk]) -> list[Line]:
    """``messages`` with the names of their kinds and senders."""
    names = {desk.code: desk.name for desk in mine}
    return [
        Line(
            one,
            str(KINDS[one.kind].label) if one.kind in KINDS else "",
            names[one.owner_code],
            masked(one.address),
        )
        for one in messages
    ]


def counts(messages: QuerySet[Message]) -> dict[Message.State, int]:
    """How many are in each state."""
    found = dict(messages.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state.value, 0) for state in Message.State}


def batches_waiting(messages: QuerySet[Message]) -> list[Batch]:
    """Batches with held messages, the oldest first."""
    held = messages.filter(state=Message.State.HELD).exclude(batch="").order_by()
    rows = held.values_list("batch", "kind").annotate(Count("pk"), Min("created_at"))
    found = [
        Batch(batch, str(KINDS[kind].label) if kind in KINDS else batch, number, since)
        for batch, kind, number, since in rows
    ]
    return sorted(found, key=lambda one: one.since)


def waiting(user: User) -> dict[str, tuple[int, datetime]]:
    """Of held and failed messages: how many, and since when."""
    found = visible_to(user).filter(state__in=[Message.State.HELD, Message.State.FAILED]).order_by()
    rows = found.values_list("state").annotate(Count("pk"), Min("created_at"))
    return {state: (number, since) for state, number, since in rows}


def may_see_address(message: Message, user: User) -> bool:
    """True for a while after ``user`` gave a reason."""
    return message.reveals.filter(user=user, at__gt=clock.now() - REVEALED).exists()


def users_of(events: Iterable[Any]) -> dict[int, User]:
    """By ``pgh_id`` the person who made each event; none for commands and jobs."""
    named = {
        e.pgh_id: int((e.pgh_context.metadata.get("user") if e.pgh_context else None) or 0) for e in events
    }
    users = User.objects.in_bulk(set(named.values()) - {0})
    return {event: users[pk] for event, pk in named.items() if pk in users}


def history(message: Message) -> list[Step]:
    """What happened to a message after it was queued, latest first."""
    model: Any = apps.get_model("messaging", "MessageEvent")
    events = list(model.objects.filter(pgh_obj=message.pk).select_related("pgh_context").order_by("pgh_id"))
    users = users_of(events)
    edits = [0, *(event.edits for event in events)]
    steps = [
        Step(
            at=event.pgh_created_at, who=users.get(event.pgh_id), state=event.state,
            label=str(Message.State(event.state).label), problem=sentence(event.problem_code), said=event.problem,
            reason=event.reason, edited=event.edits > before,
        )
        for event, before in zip(events, edits, strict=False)
    ]  # fmt: skip
    return steps[::-1]
