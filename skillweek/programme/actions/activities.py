"""Writing what an activity is, and who holds it."""

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.library.actions import FileRefused, store_file
from skillweek.library.rules import LIMITS
from skillweek.organisations.models import Organisation
from skillweek.plan.models import ActivityKind, Audience, Edition, Tag
from skillweek.plan.queries import closed
from skillweek.programme.actions.search import refresh_search
from skillweek.programme.models import Activity, Participation
from skillweek.programme.rules import ProgrammeError, advance

#: plain fields of an activity that its author writes
DETAILS = frozenset(
    {"title", "title_en", "summary", "body", "steps", "good_to_know", "topic", "highlight", "kind"}
)
PICTURES = ("image/jpeg", "image/png", "image/webp")


#: steps of an activity that the edition's phases open and close; withdrawing and cancelling are always possible
BY_PHASE = {
    "edit": "write_activities", "submit": "write_activities", "approve": "review_activities",
    "return": "review_activities", "revise": "write_activities",
}  # fmt: skip


def check_phase(edition: Edition, step: str) -> None:
    """Raise ProgrammeError when the edition's phase does not allow ``step``."""
    if step in BY_PHASE and (reason := closed(edition, BY_PHASE[step])):
        raise ProgrammeError(reason)


def locked(activity: Activity, step: str) -> Activity:
    """The activity's row, locked for ``step``; raises ProgrammeError when its state or the phase does not allow it."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("edition", "owner__kind", "kind")
    current = rows.get(pk=activity.pk)
    advance(current.state, step)
    check_phase(current.edition, step)
    return current


def touch(activity: Activity, *fields: str) -> None:
    """Save ``fields`` and the moment of the change."""
    activity.updated_at = clock.now()
    activity.save(update_fields=[*fields, "updated_at"])


def _write(
    activity: Activity, details: dict[str, Any], cover: BinaryIO | None, cover_name: str, by: User | None
) -> None:
    unknown = set(details) - DETAILS
    if unknown:
        raise TypeError(f"no such detail: {', '.join(sorted(unknown))}")
    for name, value in details.items():
        setattr(activity, name, value)
    if not activity.title.strip():
        raise ProgrammeError(_("请写活动名称"), "title")
    if activity.kind.edition_id != activity.edition_id:
        raise ProgrammeError(_("请选择本届活动周的活动类别"), "kind")
    if cover is not None:
        activity.cover = _store_cover(activity, cover, cover_name, by)


def _store_cover(activity: Activity, stream: BinaryIO, name: str, by: User | None) -> Any:
    """The picture stays private until the activity is published."""
    try:
        return store_file(
            stream=stream, name=name, owner_code=activity.owner.code, by=by, allowed=PICTURES,
            max_size=LIMITS["image"], alt=activity.title,
        )  # fmt: skip
    except FileRefused as error:
        raise ProgrammeError(str(error), "cover") from error


def _set_audiences(activity: Activity, audiences: Iterable[Audience]) -> None:
    chosen = list(audiences)
    if any(audience.edition_id != activity.edition_id for audience in chosen):
        raise ProgrammeError(_("请选择本届活动周的参加对象"), "audiences")
    activity.audiences.set(chosen)


def _set_tags(activity: Activity, tags: Iterable[Tag]) -> None:
    chosen = list(tags)
    if any(tag.edition_id != activity.edition_id for tag in chosen):
        raise ProgrammeError(_("请选择本届活动周的标签"), "tags")
    activity.tags.set(chosen)


@transaction.atomic
def create_activity(
    *, edition: Edition, owner: Organisation, kind: ActivityKind, title: str, by: User | None = None,
    audiences: Iterable[Audience] = (), tags: Iterable[Tag] = (), cover: BinaryIO | None = None,
    cover_name: str = "", **details: Any,
) -> Activity:  # fmt: skip
    """Begin an activity of ``owner`` as a draft; ``details`` are fields of ``DETAILS``."""
    if owner.tenant_id != edition.city_id:
        raise ProgrammeError(_("这个单位不属于举办活动周的城市"), "owner")
    check_phase(edition, "edit")
    moment = clock.now()
    activity = Activity(
        city_id=edition.city_id, edition=edition, owner=owner, created_by=by, created_at=moment,
        updated_at=moment, kind=kind,
    )  # fmt: skip
    _write(activity, {"title": title, "kind": kind} | details, cover, cover_name, by)
    activity.save()
    _set_audiences(activity, audiences)
    _set_tags(activity, tags)
    Participation.objects.create(activity=activity, organisation=owner, role=Participation.Role.HOST)
    refresh_search(activity=activity)
    return activity


@transaction.atomic
def edit_activity(
    *, activity: Activity, by: User | None = None, audiences: Iterable[Audience] | None = None,
    tags: Iterable[Tag] | None = None, cover: BinaryIO | None = None, cover_name: str = "", **details: Any,
) -> Activity:  # fmt: skip
    """Change what an activity is, while it is a draft or was returned."""
    current = locked(activity, "edit")
    _write(current, details, cover, cover_name, by)
    touch(current, *details, "cover")
    if audiences is not None:
        _set_audiences(current, audiences)
    if tags is not None:
        _set_tags(current, tags)
    refresh_search(activity=current)
    return current


@transaction.atomic
def set_partners(
    *,
    activity: Activity,
    undertakers: Sequence[Organisation] = (),
    co_hosts: Sequence[Organisation] = (),
    others: Sequence[str] = (),
) -> None:
    """Who undertakes and who co-hosts, besides the owner, who stays host; ``others`` stand in no list."""
    current = locked(activity, "edit")
    if any(unit.tenant_id != current.city_id for unit in [*undertakers, *co_hosts]):
        raise ProgrammeError(_("请选择本市的单位；外地单位请写在“其他协办单位”"), "co_hosts")
    role = Participation.Role
    current.participations.exclude(role=role.HOST).delete()
    names = list(dict.fromkeys(name.strip()[:80] for name in others if name.strip()))
    rows: list[dict[str, Any]] = [
        *({"organisation": unit, "role": role.UNDERTAKER} for unit in undertakers),
        *({"organisation": unit, "role": role.CO_HOST} for unit in co_hosts),
        *({"name": name, "role": role.CO_HOST} for name in names),
    ]
    for position, row in enumerate(rows, start=1):
        Participation.objects.create(activity=current, position=position, **row)
    touch(current)
    refresh_search(activity=current)
