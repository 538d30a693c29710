"""Changing what is public: a working copy, written and reviewed like any activity, and merged when approved."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.common.wording import joined
from skillweek.library.actions import release_file
from skillweek.programme.actions.activities import locked, touch
from skillweek.programme.actions.rooms import holds, keeping_rooms
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import promised
from skillweek.programme.queries.revisions import (
    CONTENT,
    PARTS,
    SESSION_CONTENT,
    SESSION_PARTS,
    SessionChange,
    keyed,
    says,
    session_changes,
    stale,
    working_copy_of,
)
from skillweek.programme.rules import ProgrammeError, advance
from skillweek.review import actions as review_actions
from skillweek.review import queries as review_queries
from skillweek.review.models import Review

State = Activity.State


def carry_rows(model: type[Model], key: tuple[str, ...], parent: str, source: Model, target: Model) -> None:
    """Make ``target``'s rows of ``model`` say what ``source``'s say; rows that stay keep their ids."""
    wanted, there = (keyed(model, key, **{parent: one}) for one in (source, target))
    names = [f.attname for f in model._meta.concrete_fields if not f.primary_key and f.name != parent]
    for name, row in there.items():
        if name not in wanted:
            row.delete()
    for name, row in wanted.items():
        kept = there.get(name) or model(**{parent: target})
        if kept.pk is None or any(getattr(kept, one) != getattr(row, one) for one in names):
            for one in names:
                setattr(kept, one, getattr(row, one))
            kept.save()


def carry(source: Activity, target: Activity) -> None:
    """Make ``target`` say what ``source`` says, but for the sessions; the caller saves ``target`` itself before."""
    for field in Activity._meta.many_to_many:
        getattr(target, field.name).set(getattr(source, field.name).all())
    for model, key in PARTS.items():
        carry_rows(model, key, "activity", source, target)


def write_content(source: Activity, target: Activity) -> list[str]:
    """Set the fields that say what the activity is; their names."""
    for field in CONTENT:
        setattr(target, field.attname, getattr(source, field.attname))
    return [field.name for field in CONTENT]


def fill_session(source: Session, target: Session) -> Session:
    """Set the fields that say when and where a session is."""
    for field in SESSION_CONTENT:
        setattr(target, field.attname, getattr(source, field.attname))
    return target


def save_session(source: Session, target: Session) -> Session:
    """Save ``target``, with whoever must be at ``source``."""
    target.save()
    for model, key in SESSION_PARTS.items():
        carry_rows(model, key, "session", source, target)
    return target


def _take_session(session: Session, copy: Activity) -> Session:
    return save_session(
        session, fill_session(session, Session(city_id=copy.city_id, activity=copy, revises=session))
    )


@transaction.atomic
def revise_activity(*, activity: Activity, by: User | None) -> Activity:
    """Open the working copy of a public activity, or give the one that is open already."""
    public = locked(activity, "revise")
    kept = working_copy_of(public)
    if kept is not None:
        return kept
    moment = clock.now()
    copy = Activity(
        city_id=public.city_id, edition=public.edition, owner=public.owner, revises=public,
        revises_at=public.updated_at, created_by=by, created_at=moment, updated_at=moment,
    )  # fmt: skip
    write_content(public, copy)
    copy.save()
    carry(public, copy)
    for session in public.sessions.filter(state=Session.State.PLANNED):
        _take_session(session, copy)
    return copy


def _of_public(copy: Activity) -> Activity:
    """The public activity of ``copy``, locked; the copy then knows it as it is now."""
    if copy.revises_id is None:
        raise ProgrammeError(_("这个活动不是修改稿"))
    rows = Activity.objects.select_for_update(of=("self",)).select_related("edition", "owner__kind", "kind")
    copy.revises = rows.get(pk=copy.revises_id)
    return copy.revises


@transaction.atomic
def drop_revision(*, activity: Activity, by: User) -> Activity:
    """Let a working copy go; the public activity stays as it is."""
    copy = locked(activity, "drop")
    if copy.revises_id is None:
        raise ProgrammeError(_("这个活动不是修改稿，不能放弃"))
    review = review_queries.of(copy)
    if (
        review is not None and review.state == Review.State.RETURNED
    ):  # else it would wait at its author for ever
        review_actions.withdraw(review=review, by=by)
    copy.state = advance(copy.state, "drop")
    touch(copy, "state")
    return copy


@transaction.atomic
def retake_revision(*, activity: Activity, keep: bool) -> Activity:
    """Bring a working copy up to what is public now: taken anew, or (``keep``) as it is, without what was cancelled."""
    copy = locked(activity, "edit")
    public = _of_public(copy)
    if public.state != State.PUBLISHED:
        raise ProgrammeError(_("公开的活动已经取消，这份修改稿用不上了，请放弃它"))
    names = [] if keep else write_content(public, copy)
    copy.revises_at = public.updated_at
    touch(copy, "revises_at", *names)
    planned = public.sessions.filter(state=Session.State.PLANNED)
    if keep:
        copy.sessions.filter(revises__isnull=False).exclude(revises__in=planned).delete()
        return copy
    carry(public, copy)
    copy.sessions.all().delete()
    for session in planned:
        _take_session(session, copy)
    return copy


def check_revision(copy: Activity) -> None:
    """Raise ProgrammeError when ``copy`` cannot be merged as things stand."""
    public = copy.revises
    if public is None or public.state != State.PUBLISHED:
        raise ProgrammeError(_("公开的活动已经取消，这份修改稿用不上了，请放弃它"))
    if stale(copy):
        raise ProgrammeError(
            _("写修改稿的时候，公开的活动又变过；请填报单位先比较，再选按哪一份来，然后重新提交")
        )
    changes = session_changes(copy)
    moved = [one.before for one in changes if one.before is not None and one.moves]
    now = clock.now()
    begun = [one for one in moved if one.starts <= now]
    if begun:
        raise ProgrammeError(_("已经开始的场次不能改时间和地点：%(which)s") % {"which": _named(begun)})
    booked = promised([one.pk for one in moved])
    if booked:
        which = _named([one for one in moved if one.pk in booked])
        raise ProgrammeError(
            _("已经有人预约，时间和地点不能改：%(which)s。请照原样留着，或删去这一场（等于取消）再另加一场")
            % {"which": which}
        )


def _named(sessions: list[Session]) -> str:
    return joined([says(one) for one in sessions[:5]])


def merge_revision(copy: Activity) -> Activity:
    """Write what ``copy`` (locked, approved) says into the public activity, in the caller's transaction."""
    public = _of_public(copy)
    check_revision(copy)
    changes = session_changes(copy)
    names = write_content(copy, public)
    if public.cover is not None:
        release_file(file=public.cover)
    touch(public, *names)
    carry(copy, public)
    _merge_sessions(changes, public)
    refresh_search(activity=public)
    copy.state = advance(copy.state, "merge")
    touch(copy, "state")
    return public


def _merge_sessions(changes: list[SessionChange], public: Activity) -> None:
    """All rooms that change are given back before any is taken, so that one may take what another leaves."""
    gone: list[Any] = [one.before for one in changes if one.after is None]
    for session in gone:
        session.state, session.holds_venue = Session.State.CANCELLED, False
        session.save(update_fields=["state", "holds_venue"])
    written = []
    for change in changes:
        if change.after is None:
            continue
        target = change.before or Session(city_id=public.city_id, activity=public)
        if change.before is None or change.fields:
            written.append((change.after, fill_session(change.after, target)))
        else:  # at most somebody else must be there
            save_session(change.after, target)
    kept = [target.pk for _after, target in written if target.pk]
    Session.objects.filter(pk__in=kept, holds_venue=True).update(holds_venue=False)
    for _after, target in written:
        target.activity = public
        target.holds_venue = holds(public, target)
    with keeping_rooms([target for _after, target in written if target.holds_venue]):
        for after, target in written:
            save_session(after, target)
