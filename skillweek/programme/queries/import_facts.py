"""What an activity is, in the terms of a sheet: from rows that are read, and from what is kept."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from skillweek.common.phones import clean_mobile
from skillweek.plan.models import Edition
from skillweek.programme.models import Activity, Participation, Safeguard, Session
from skillweek.programme.sheets.text import printed

if TYPE_CHECKING:
    from skillweek.programme.queries.import_plan import Line
    from skillweek.programme.queries.known import Known

#: a session as (start, end, code of the venue or nothing when online)
Meeting = tuple[datetime, datetime, str]
_SUMMARY, _NAME, _NOTE = 120, 80, 80
_APART = re.compile(r"[、，,;；/\n]")


@dataclass
class Facts:
    """An activity as a sheet can say it; what is empty is not said."""

    activity: Activity | None = None
    title: str = ""
    kind: str = ""
    summary: str = ""
    body: str = ""
    online_url: str = ""
    audiences: tuple[str, ...] = ()
    undertakers: tuple[str, ...] = ()
    co_hosts: tuple[str, ...] = ()
    expected: int | None = None
    responsible: str = ""
    phone: str = ""
    meetings: dict[Meeting, str] = field(default_factory=dict)

    def differences(self, new: "Facts") -> list[tuple[str, str, str]]:
        """(what, before, after) wherever ``new`` says something else than this; sessions are left out."""
        found = []
        for name, called in labels().items():
            before, after = getattr(self, name), getattr(new, name)
            plainly = printed(before) if isinstance(before, str) else before
            if after and after not in (before, plainly):
                found.append((called, _said(before), _said(after)))
        return found


def labels() -> dict[str, str]:
    """What the fields of ``Facts`` are called."""
    return {
        "title": _("活动名称"), "kind": _("活动类别"), "summary": _("内容简介"), "online_url": _("线上地址"),
        "audiences": _("参加对象"), "undertakers": _("承办单位"), "co_hosts": _("协办单位"), "expected": _("预计人数"),
        "responsible": _("负责人"), "phone": _("电话"),
    }  # fmt: skip


def _said(value: object) -> str:
    return "、".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def facts_of(lines: Sequence["Line"], known: "Known") -> Facts:
    """The activity that rows of one unit and title make together: what one of them says holds for it."""
    rows = [line.row for line in lines]
    text = _first(row.summary for row in rows)
    first = lines[0]
    hosts = (part for row in rows for part in _APART.split(row.host or "")[1:])
    facts = Facts(
        title=rows[0].title or "",
        kind=first.kind.code if first.kind else "",
        summary=text if len(text) <= _SUMMARY else text[: _SUMMARY - 1] + "…",
        body=text if len(text) > _SUMMARY else "",
        online_url=_first(line.online_url for line in lines),
        audiences=tuple(code for code in known.audiences if any(code in line.audiences for line in lines)),
        undertakers=_units((part for row in rows for part in _APART.split(row.undertaker)), known),
        co_hosts=_units([*hosts, *(part for row in rows for part in _APART.split(row.co_host))], known),
        expected=max((row.expected_people for row in rows if row.expected_people), default=None),
        responsible=_first(row.leader or row.contact or "" for row in rows)[:40],
        phone=_mobile(number for row in rows for number in (row.phone or "").split("、")),
    )
    for line in lines:
        for start, end in line.times:
            facts.meetings[start, end, line.venue.code if line.venue else ""] = line.row.note[:_NOTE]
    owner = first.owner
    own = owner.name if owner else ""
    facts.undertakers = tuple(name for name in facts.undertakers if name != own)
    facts.co_hosts = tuple(name for name in facts.co_hosts if name != own and name not in facts.undertakers)
    return facts


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _units(texts: Iterable[str], known: "Known") -> tuple[str, ...]:
    """Names of units: the full one where the city knows it."""
    names: dict[str, None] = {}
    for text in texts:
        bare = text.strip()
        if bare:
            code = known.unit_names.exact(bare)
            names[known.units[code].name if code else bare[:_NAME]] = None
    return tuple(names)


def _mobile(numbers: Iterable[str]) -> str:
    for number in numbers:
        try:
            return clean_mobile(number)
        except ValidationError:
            continue
    return ""


@dataclass
class Kept:
    """What is kept already: by code, and by unit and title."""

    by_code: dict[str, Facts]
    by_title: dict[tuple[int, str], Facts]


def kept_facts(edition: Edition, owners: Collection[int], codes: Collection[str]) -> Kept:
    """Activities of ``owners`` in ``edition`` that are not cancelled, and those with one of ``codes``."""
    named = Q(code__in=[code for code in codes if code])
    wanted = Q(owner__in=owners) & (~Q(state=Activity.State.CANCELLED) | named)
    found = with_facts(Activity.objects.filter(wanted, edition=edition, revises=None).order_by("pk"))
    kept = Kept({}, {})
    for activity in found:
        facts = facts_of_activity(activity)
        kept.by_code[activity.code] = facts
        kept.by_title[activity.owner_id, activity.title] = facts
    return kept


def with_facts(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """``activities`` with everything a sheet says of them."""
    planned = Session.objects.filter(state=Session.State.PLANNED).select_related("venue__owner")
    partners = Participation.objects.select_related("organisation")
    return activities.select_related("kind", "safeguard", "owner", "edition").prefetch_related(
        "audiences",
        Prefetch("participations", partners),
        Prefetch("sessions", planned.order_by("starts", "pk")),
    )


def facts_of_activity(activity: Activity) -> Facts:
    """The facts of a kept activity (from ``with_facts``)."""
    safeguard = getattr(activity, "safeguard", None) or Safeguard()
    zone = ZoneInfo(activity.edition.time_zone)
    by_role: dict[str, list[str]] = {}
    for part in activity.participations.all():
        by_role.setdefault(part.role, []).append(part.label)
    role = Participation.Role
    return Facts(
        activity=activity, title=activity.title, kind=activity.kind.code, summary=activity.summary, body=activity.body,
        online_url=activity.online_url, audiences=tuple(audience.code for audience in activity.audiences.all()),
        undertakers=tuple(by_role.get(role.UNDERTAKER, ())), co_hosts=tuple(by_role.get(role.CO_HOST, ())),
        expected=safeguard.expected, responsible=safeguard.responsible_name, phone=safeguard.responsible_phone,
        meetings={
            (one.starts.astimezone(zone), one.ends.astimezone(zone), one.venue.code if one.venue else ""): one.note
            for one in activity.sessions.all()
        },
    )  # fmt: skip
