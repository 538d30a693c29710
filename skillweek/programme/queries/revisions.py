"""Working copies of public activities: which one is open, what differs, and what forbids the merge."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from skillweek.audit.queries.rounds import Difference
from skillweek.audit.queries.steps import (
    FieldChange,
    Names,
    compared,
    differing,
    kind_of,
    label_of,
    want_names,
)
from skillweek.common import clock
from skillweek.common.wording import clock_time, han_date, joined
from skillweek.programme.models import (
    Activity,
    BudgetLine,
    Participation,
    Permit,
    Safeguard,
    SafetyAnswer,
    Session,
    SessionStaff,
)

State = Activity.State
#: states in which a working copy is written or decided on
OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED)
#: what an activity is apart from what it says
IDENTITY = frozenset({
    "id", "city", "edition", "owner", "code", "state", "published_at", "revises", "revises_at", "copied_from",
    "created_by", "created_at", "updated_at", "search",
})  # fmt: skip
#: what an activity says: these fields travel to a copy and back
CONTENT = [f for f in Activity._meta.concrete_fields if f.name not in IDENTITY]
#: what hangs on an activity, and the fields by which rows of two activities are the same row
PARTS: dict[type[Model], tuple[str, ...]] = {
    Participation: ("organisation_id", "name", "role"), Safeguard: (), SafetyAnswer: ("item_id",), Permit: (),
    BudgetLine: ("item",),
}  # fmt: skip
#: the same for what hangs on a session
SESSION_PARTS: dict[type[Model], tuple[str, ...]] = {SessionStaff: ("contact_id",)}
#: what a session is apart from what it says
SESSION_IDENTITY = frozenset({"id", "city", "activity", "code", "state", "revises", "holds_venue"})
SESSION_CONTENT = [f for f in Session._meta.concrete_fields if f.name not in SESSION_IDENTITY]
#: what people have booked
BOOKED = ("starts", "ends", "venue_id")


def working_copy_of(activity: Activity) -> Activity | None:
    """The open working copy of ``activity``, when there is one."""
    return activity.revisions.filter(state__in=OPEN).first()


def stale(copy: Activity) -> bool:
    """True when the public activity has changed, or is public no more, since the copy was taken from it."""
    public = copy.revises
    return public is not None and (public.state != State.PUBLISHED or public.updated_at != copy.revises_at)


@dataclass(frozen=True)
class SessionChange:
    """What becomes of one session: ``before`` is the public one, ``after`` what the copy says."""

    before: Session | None
    after: Session | None

    @property
    def fields(self) -> list[str]:
        """Names of the fields that differ; of a kept session alone."""
        if self.before is None or self.after is None:
            return []
        pairs = [
            (f.attname, getattr(self.before, f.attname), getattr(self.after, f.attname))
            for f in SESSION_CONTENT
        ]
        return [name for name, old, new in pairs if old != new]

    @property
    def moves(self) -> bool:
        """True when people who have booked would come at the wrong time or to the wrong door."""
        return any(name in BOOKED for name in self.fields)


def _planned(activity: Activity) -> QuerySet[Session]:
    rows = Session.objects.filter(activity=activity, state=Session.State.PLANNED)
    return rows.select_related("venue__place", "activity__edition").order_by("starts", "pk")


def session_changes(copy: Activity) -> list[SessionChange]:
    """Every session of the two, in order: added, kept (changed or not), cancelled; what is over is never cancelled."""
    assert copy.revises is not None  # asked for working copies alone
    public = {one.pk: one for one in _planned(copy.revises)}
    mine = list(_planned(copy))
    found = [SessionChange(public.get(one.revises_id or 0), one) for one in mine]
    stays = {one.revises_id for one in mine}
    gone = [one for pk, one in public.items() if pk not in stays and one.ends > clock.now()]
    found += [SessionChange(one, None) for one in gone]
    return sorted(found, key=lambda one: (one.before or one.after).starts)  # type: ignore[union-attr]  # one is there


def keyed(model: type[Model], key: tuple[str, ...], **parent: Any) -> dict[tuple[Any, ...], Any]:
    """Rows of ``model`` by their key, counted where several have the same one."""
    found: dict[tuple[Any, ...], Any] = {}
    for row in model._default_manager.filter(**parent).order_by("pk"):
        name, number = tuple(getattr(row, one) for one in key), 0
        while (*name, number) in found:
            number += 1
        found[*name, number] = row
    return found


def differences(copy: Activity) -> list[Difference]:
    """What the merge of ``copy`` would change, as people read it: the activity, what hangs on it, its sessions."""
    assert copy.revises is not None  # asked for working copies alone
    names = Names()
    pairs = [("", copy.revises, copy, differing(copy, copy.revises, CONTENT)), *_pairs(copy)]
    for _thing, old, new, changed in pairs:
        want_names(names, changed, *[one for one in (old, new) if one is not None])
    found = []
    for thing, old, new, changed in pairs:
        fields = compared(new, old, changed, names) if new is not None else []
        if not thing:
            fields += _many(copy.revises, copy)
        if fields or old is None or new is None:
            found.append(Difference(kind_of(type(new or old)), thing, fields, old is None, new is None))
    return found


def _many(public: Activity, copy: Activity) -> list[FieldChange]:
    """Audiences, tags: what is chosen of a list."""
    found = []
    for field in Activity._meta.many_to_many:
        old, new = ([str(row) for row in getattr(one, field.name).all()] for one in (public, copy))
        if old != new:
            found.append(FieldChange(label_of(field), joined(old), joined(new), field.name))
    return found


def _pairs(copy: Activity) -> Iterator[tuple[str, Any, Any, list[Any]]]:
    for model, key in PARTS.items():
        fields = [f for f in model._meta.concrete_fields if f.name not in ("id", "activity", "position")]
        old, new = (keyed(model, key, activity=one) for one in (copy.revises, copy))
        for name in [*old, *(one for one in new if one not in old)]:
            before, after = old.get(name), new.get(name)
            changed = differing(after, before, fields) if after is not None else []
            if changed or after is None:
                yield _called(after or before), before, after, changed
    for change in session_changes(copy):
        changed = [
            f for f in SESSION_CONTENT if f.attname in change.fields and f.name not in ("day", "place")
        ]
        if change.before is None or change.after is None or changed:
            one = change.before or change.after
            assert one is not None  # a change is of something
            yield says(one), change.before, change.after, changed


def _called(row: Any) -> str:
    """What one of the parts is called beside the activity's own name."""
    if isinstance(row, Participation):
        return str(row.label)
    return str(({SafetyAnswer: "item", BudgetLine: "item"}.get(type(row)) and row.item) or kind_of(type(row)))


def says(session: Session) -> str:
    """Day and time of a session, and where it is."""
    words = {"day": han_date(session.day), "at": clock_time(session.starts),
             "where": session.venue.name if session.venue else _("线上")}  # fmt: skip
    return _("%(day)s %(at)s %(where)s") % words
