"""Who did what: the history that the database keeps of every tracked object, as people read it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db.models import Field, ForeignKey, Model, OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from pghistory.core import event_models

from skillweek.accounts.models import User
from skillweek.audit.rules import HIDDEN, KINDS, LABELS, NAMED_BY_LIBRARY, OMITTED, PASSAGE, line_diff
from skillweek.common.fields import EncryptedTextField

AnyField: TypeAlias = "Field[Any, Any]"


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as people read it."""

    label: str
    before: str
    after: str
    name: str = ""

    @property
    def long(self) -> bool:
        """True for texts of several lines, or very long ones: shown line by line."""
        return max(len(self.before), len(self.after)) > 120 or "\n" in self.before + self.after

    @property
    def lines(self) -> list[tuple[str, str]]:
        """A long text line by line, see ``rules.line_diff``."""
        return line_diff(self.before, self.after)


@dataclass(frozen=True)
class Change:
    """One step of an object's history; ``who`` is None when no person was signed in (a command, a job)."""

    at: datetime
    who: User | None
    made: bool
    fields: list[FieldChange]
    removed: bool = False
    model: str = ""
    pk: Any = None
    thing: str = ""
    kind: str = ""
    address: str = ""
    request: dict[str, Any] = field(default_factory=dict)

    @property
    def says(self) -> bool:
        """True when there is something in it that people can see."""
        return self.made or self.removed or bool(self.fields)

    @property
    def rewrites(self) -> bool:
        """True when the thing itself was written, not only moved on by a decision."""
        return self.made or self.removed or any(one.name not in PASSAGE for one in self.fields)


def shown_fields(events: Any) -> list[AnyField]:
    """The fields of an event model that people read."""
    fields = [f for f in events._meta.concrete_fields if not f.name.startswith("pgh_") and not f.primary_key]
    return [f for f in fields if f.name not in OMITTED]


class Names:
    """What rows that changes point to are called: one query for each model."""

    def __init__(self) -> None:
        self._wanted: dict[type[Model], set[Any]] = defaultdict(set)
        self._found: dict[type[Model], dict[Any, Model]] = {}

    def want(self, model: type[Model], pk: Any) -> None:
        """Note that the name of this row will be asked for."""
        if pk is not None:
            self._wanted[model].add(pk)

    def get(self, model: type[Model], pk: Any) -> Model | None:
        """The row, or None when it is gone."""
        if model not in self._found:
            near = [f.name for f in model._meta.concrete_fields if isinstance(f, ForeignKey) and not f.null]
            rows = model._default_manager.select_related(*near) if near else model._default_manager
            self._found[model] = dict(rows.in_bulk(self._wanted[model]))
        return self._found[model].get(pk)

    def say(self, model: type[Model], pk: Any) -> str:
        """The name of the row."""
        if pk is None:
            return ""
        row = self.get(model, pk)
        return str(row) if row is not None else str(_("（已删除）"))


def _said(event: Any, field: AnyField, names: Names) -> str:
    if event is None:
        return ""
    value = getattr(event, field.attname)
    if isinstance(field, EncryptedTextField):
        return HIDDEN if value else ""
    if isinstance(field, ForeignKey):
        return names.say(field.remote_field.model, value)
    display = getattr(event, f"get_{field.name}_display", None)
    return _plain(display() if display and field.choices else value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(localtime(value), "Y-m-d H:i")
    if isinstance(value, date):
        return date_format(value, "Y-m-d")
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return "" if value is None else str(value)


def label_of(field: AnyField) -> str:
    """How people call a field."""
    own = field._verbose_name  # type: ignore[attr-defined]  # what the model says itself, if anything
    if own and field.name not in NAMED_BY_LIBRARY:
        return str(own)
    return str(LABELS.get(field.name, field.verbose_name))


def kind_of(model: Any) -> str:
    """How people call things of ``model``."""
    return str(KINDS.get(model._meta.label_lower, model._meta.verbose_name))


def differing(event: Any, previous: Any, fields: Iterable[AnyField]) -> list[AnyField]:
    """The fields in which two events differ; what holds anything, when only the later one is known."""
    if previous is None:
        return [f for f in fields if getattr(event, f.attname) not in (None, "")]
    return [f for f in fields if getattr(event, f.attname) != getattr(previous, f.attname)]


def want_names(names: Names, fields: Iterable[AnyField], *events: Any) -> None:
    """Note what ``fields`` of ``events`` point to."""
    for one in fields:
        if isinstance(one, ForeignKey):
            for event in events:
                names.want(one.remote_field.model, getattr(event, one.attname))


def compared(event: Any, previous: Any, fields: Iterable[AnyField], names: Names) -> list[FieldChange]:
    """``fields`` before and after, in words."""
    return [
        FieldChange(label_of(f), _said(previous, f, names), _said(event, f, names), f.name) for f in fields
    ]


def with_previous(events: Any, pks: Iterable[Any]) -> list[tuple[Any, Any]]:
    """The events ``pks`` of one model, each with the event of the same object before it, in two queries."""
    before = events._default_manager.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    rows = events._default_manager.filter(pgh_id__in=list(pks)).select_related("pgh_context")
    found = list(rows.annotate(before_id=Subquery(before.order_by("-pgh_id").values("pgh_id")[:1])))
    known = {row.pgh_id: row for row in found}
    missing = {row.before_id for row in found if row.before_id} - set(known)
    known |= events._default_manager.in_bulk(missing) if missing else {}
    return [(row, known.get(row.before_id)) for row in found]


def steps(pairs: Iterable[tuple[Any, Any]]) -> list[Change]:
    """Events, each with the one before it, as changes in the same order."""
    names, drafts = Names(), []
    for event, previous in pairs:
        fields = shown_fields(type(event))
        fields = [] if _made(event) else differing(event, previous, fields)
        want_names(names, fields, *[one for one in (event, previous) if one is not None])
        names.want(event.pgh_tracked_model, event.pgh_obj_id)
        names.want(User, _user_id(event.pgh_context))
        drafts.append((event, previous, fields))
    return [_change(event, previous, fields, names) for event, previous, fields in drafts]


def _made(event: Any) -> bool:
    return bool(event.pgh_label == "insert")


def _change(event: Any, previous: Any, fields: list[AnyField], names: Names) -> Change:
    model = event.pgh_tracked_model
    target, who = names.get(model, event.pgh_obj_id), _user_id(event.pgh_context)
    person = names.get(User, who) if who else None
    return Change(
        at=event.pgh_created_at, who=person if isinstance(person, User) else None, made=_made(event),
        removed=event.pgh_label == "delete",
        fields=compared(event, previous, fields, names),
        model=model._meta.label_lower, pk=event.pgh_obj_id, kind=kind_of(model),
        thing=str(target) if target is not None else str(_("（已删除）")), address=_address(target),
        request=dict(event.pgh_context.metadata) if event.pgh_context else {},
    )  # fmt: skip


def _address(target: Model | None) -> str:
    address = getattr(target, "get_desk_url", None)
    return str(address()) if address is not None else ""


def history(target: Model) -> list[Change]:
    """The steps of ``target``, latest first; steps that changed nothing a person can see are left out."""
    (model,) = event_models(tracks_model=type(target))
    events = list(
        model._default_manager.filter(pgh_obj_id=target.pk).select_related("pgh_context").order_by("pgh_id")
    )
    found = steps(reversed(list(zip(events, [None, *events], strict=False))))
    return [change for change in found if change.says]


def _user_id(context: Any) -> int | None:
    return int((context.metadata.get("user") if context else None) or 0) or None
