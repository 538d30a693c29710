"""Reading the programme: activities, sessions, places left."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from skillweek.booking import queries
from skillweek.booking.api.shapes import ActivityOut, ActivityPage, ProblemOut, SessionOut, SessionPage
from skillweek.common.problems import Problem
from skillweek.plan.queries import current_edition
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries import public_sessions, published

router = Router()
CODE = r"^[\w-]{1,40}$"


class Filters(Schema):
    """What to list; codes are those of the edition's lists and of county-level units."""

    day: date | None = None
    place: str | None = Field(None, pattern=CODE)
    audience: str | None = Field(None, pattern=CODE)
    kind: str | None = Field(None, pattern=CODE)
    page: int = Field(1, ge=1, le=10_000)
    size: int = Field(50, ge=1, le=200)


def _cut(found: QuerySet[Any], filters: Filters) -> tuple[list[Any], dict[str, int | None]]:
    """The page asked for, and what goes beside it."""
    count, first = found.count(), (filters.page - 1) * filters.size
    more = first + filters.size < count
    return list(found[first : first + filters.size]), {
        "count": count,
        "next": filters.page + 1 if more else None,
    }


@router.get("/activities", response=ActivityPage, url_name="activities")
def activities(request: Any, filters: Query[Filters]) -> dict[str, Any]:
    """Published activities of the current edition."""
    edition = current_edition()
    found = published(edition) if edition else Activity.objects.none()
    given = {
        "sessions__day": filters.day, "sessions__place__code": filters.place,
        "audiences__code": filters.audience, "kind__code": filters.kind,
    }  # fmt: skip
    wanted = {name: value for name, value in given.items() if value is not None}
    if filters.day or filters.place:
        wanted["sessions__state"] = Session.State.PLANNED
    rows, beside = _cut(found.filter(**wanted).distinct().order_by("code"), filters)
    return beside | {"results": [ActivityOut.of(one) for one in rows]}


@router.get("/sessions", response=SessionPage, url_name="sessions")
def sessions(request: Any, filters: Query[Filters]) -> dict[str, Any]:
    """Planned sessions of the current edition in order of time, with places left."""
    edition = current_edition()
    found = public_sessions(edition) if edition else Session.objects.none()
    given = {
        "day": filters.day, "place__code": filters.place, "activity__audiences__code": filters.audience,
        "activity__kind__code": filters.kind,
    }  # fmt: skip
    wanted = {name: value for name, value in given.items() if value is not None}
    rows, beside = _cut(found.filter(**wanted).order_by("starts", "id"), filters)
    rooms = queries.rooms([one.pk for one in rows])
    return beside | {"results": [SessionOut.of(one, rooms.get(one.pk)) for one in rows]}


@router.get("/sessions/{slug:code}", response={200: SessionOut, 404: ProblemOut}, url_name="session")
def session(request: Any, code: str) -> SessionOut:
    """One session, with places left."""
    found = door(code)
    return SessionOut.of(found, queries.rooms([found.pk]).get(found.pk))


def door(code: str) -> Session:
    """The session, or a 404 problem."""
    found = queries.visitable().filter(code=code).first()
    if found is None:
        raise Problem(404, "not-found", _("没有这一场"))
    return found
