"""What goes in and out of the API, as OpenAPI describes it."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from skillweek.booking.models import Booking
from skillweek.booking.queries import Room, token
from skillweek.plan.models import Audience
from skillweek.programme.models import Activity, Session


class Coded(Schema):
    """An entry of a code list, or a unit: its code and its name in the language asked for."""

    code: str
    label: str

    @classmethod
    def of(cls, entry: Any) -> "Coded":
        """From a code-list entry or an organisation."""
        return cls(code=entry.code, label=str(entry))


class SessionOut(Schema):
    """When and where; ``places`` and ``left`` are null where no booking is needed."""

    code: str
    activity: str
    title: str
    day: date
    starts: datetime
    ends: datetime
    venue: str | None
    place: Coded | None
    online: bool
    places: int | None
    left: int | None

    @classmethod
    def of(cls, session: Session, room: Room | None) -> "SessionOut":
        """From a session and its room."""
        return cls(
            code=session.code, activity=session.activity.code, title=str(session.activity), day=session.day,
            starts=session.starts, ends=session.ends, venue=session.venue.name if session.venue else None,
            place=Coded.of(session.place) if session.place else None, online=session.online,
            places=room.places if room else None, left=max(room.left, 0) if room else None,
        )  # fmt: skip


class ActivityOut(Schema):
    """What happens, for whom, by whom."""

    code: str
    title: str
    summary: str
    kind: Coded
    owner: Coded
    audiences: list[Coded]
    url: str

    @classmethod
    def of(cls, activity: Activity) -> "ActivityOut":
        """From an activity."""
        return cls(
            code=activity.code, title=str(activity), summary=activity.summary, kind=Coded.of(activity.kind),
            owner=Coded.of(activity.owner), audiences=[Coded.of(one) for one in activity.audiences.all()],
            url=activity.get_absolute_url(),
        )  # fmt: skip


class Page(Schema):
    """One page of a list: how many there are in all, and the number of the next page, if any."""

    count: int
    next: int | None


class ActivityPage(Page):
    """A page of activities."""

    results: list[ActivityOut]


class SessionPage(Page):
    """A page of sessions."""

    results: list[SessionOut]


class VisitIn(Schema):
    """Who comes: ``audience`` is a code of the session's activity, ``consent`` must be true."""

    name: str = Field(min_length=1, max_length=40)
    phone: str = Field(max_length=30)
    party: int = Field(ge=1, le=1000)
    audience: str | None = Field(None, pattern=r"^[\w-]{1,40}$")
    consent: bool
    phone_code: str | None = Field(
        None, max_length=12, description="where the city asks for one: as sent by `codes`"
    )


class CodeIn(Schema):
    """The telephone that is to be shown one's own."""

    phone: str = Field(max_length=30)


class CodeOut(Schema):
    """Until when the code that was sent is good."""

    expires_at: datetime


class BookingOut(Schema):
    """A booking: ``code`` opens the gate, ``token`` is the key to see and cancel it."""

    code: str
    token: str
    session: str
    party: int
    audience: str | None
    state: str

    @classmethod
    def of(cls, booking: Booking) -> "BookingOut":
        """From a booking."""
        audience: Audience | None = booking.audience
        return cls(
            code=booking.code, token=token(booking), session=booking.session.code, party=booking.party,
            audience=audience.code if audience else None, state=str(booking.state),
        )  # fmt: skip


class ProblemOut(Schema):
    """RFC 9457 problem details: ``type`` for programs, ``detail`` for people."""

    type: str
    status: int
    detail: str
