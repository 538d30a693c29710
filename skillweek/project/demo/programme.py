"""Activities with who holds them, their safeguards, sessions and places."""

from datetime import datetime

from skillweek.booking.models import Quota
from skillweek.common.phones import normalise
from skillweek.exhibition.models import LiveRoom
from skillweek.organisations.models import Organisation
from skillweek.programme.actions import refresh_search
from skillweek.programme.models import Activity, Participation, Safeguard, Session
from skillweek.project.demo.keep import keep, link, same, sound
from skillweek.project.demo.reviews import record
from skillweek.project.demo.safeguards import care_of
from skillweek.project.demo.source import Row
from skillweek.project.demo.week import Passed, Week
from skillweek.review.models import Review
from skillweek.volunteering.models import ServicePoint

State = Activity.State
STATES = {state.value: state for state in State}
Role = Participation.Role


def load_activities(week: Week) -> None:
    """What happens, and all that hangs on it one to one."""
    rows = week.folder.rows("activities.csv")
    week.folder.unique(rows, "code")
    read = [(row, activity) for row in rows if (activity := _activity(week, row)) is not None]
    week.folder.check()
    kept = keep(Activity, [activity for _, activity in read], "code", fixed=("cover", "search", "created_by"))
    week.activities = {activity.code: activity for activity in kept}
    pairs = [(row, week.activities[row.text("code")]) for row, _ in read]
    for row, activity in pairs:
        week.covers[activity.code] = (row.text("picture"), activity.kind.code)
    parts = [part for row, activity in pairs for part in _participations(week, row, activity)]
    same(
        Participation,
        "activity_id",
        [a.pk for a in kept],
        parts,
        "organisation_id",
        "name",
        "role",
        "position",
    )
    _lists(week, pairs)
    care = care_of(week)
    keep(
        Safeguard,
        [_safeguard(row, activity, care) for row, activity in pairs],
        "activity",
        fixed=("full_plan",),
    )
    points = [point for row, activity in pairs if (point := _point(week, row, activity)) is not None]
    week.folder.check()
    keep(ServicePoint, points, "activity")
    record(week, [passed for row, activity in pairs if (passed := _passed(week, row, activity)) is not None])


def _activity(week: Week, row: Row) -> Activity | None:
    owner, kind = (
        row.one("owner", week.units, "unit"),
        row.one("kind", week.codes["kinds"], "kind of activity"),
    )
    state = row.one("state", STATES, "state")
    if owner is None or kind is None or state is None:
        return None
    created = row.moment("created")
    published = row.moment("published") if state == State.PUBLISHED else None
    steps = "\n".join(filter(None, row.text("steps").split("|")))
    activity = Activity(
        city=week.city, edition=week.edition, owner=owner, kind=kind, code=row.text("code", required=True),
        title=row.text("title", required=True), title_en=row.text("title_en"),
        summary=row.text("summary", required=True), good_to_know=row.text("good_to_know"),
        body=row.text("body"), steps=steps,
        topic=row.optional("topic", week.codes["topics"], "topic"), highlight=row.flag("highlight"),
        movable=row.flag("movable"), online_url=row.text("online_url"), state=state, published_at=published,
        created_by=week.officer, created_at=created,
        updated_at=published or (row.moment("submitted") if row.text("submitted") else created),
    )  # fmt: skip
    return activity if sound(row, activity) else None


def _participations(week: Week, row: Row, activity: Activity) -> list[Participation]:
    """The owner hosts; who undertakes and co-hosts stands in the row, units by code, others by name."""
    roles: list[tuple[Role, Organisation | None, str]] = [(Role.HOST, activity.owner, "")]
    roles += [(Role.UNDERTAKER, unit, "") for unit in row.many("undertaker", week.units, "unit")]
    for part in filter(None, row.text("cohosts").split(";")):
        unit = week.units.get(part)
        roles.append((Role.CO_HOST, unit, "" if unit else part))
    return [
        Participation(activity=activity, organisation=unit, name=name, role=role, position=position)
        for position, (role, unit, name) in enumerate(roles)
    ]


def _lists(week: Week, pairs: list[tuple[Row, Activity]]) -> None:
    audiences, tags = [], []
    for row, activity in pairs:
        audiences += [(activity.pk, a.pk) for a in row.many("audiences", week.codes["audiences"], "audience")]
        tags += [(activity.pk, t.pk) for t in row.many("tags", week.codes["tags"], "tag")]
    week.folder.check()
    link(Activity.audiences.through, "activity_id", "audience_id", audiences)
    link(Activity.tags.through, "activity_id", "tag_id", tags)


def _safeguard(row: Row, activity: Activity, care: dict[str, dict[str, str]]) -> Safeguard:
    capacity, expected = row.number("capacity"), row.number("expected")
    if capacity and expected and expected > capacity:
        row.wrong(f"{expected} people expected, but the venue holds {capacity}")
    return Safeguard(
        activity=activity, responsible_name=row.text("responsible"), responsible_phone=normalise(row.text("phone")),
        capacity=capacity, expected=expected, measures=row.text("measures"),
        **(care.get(activity.kind.code, {}) if row.text("measures") else {}),
    )  # fmt: skip


def _point(week: Week, row: Row, activity: Activity) -> ServicePoint | None:
    kind = row.optional("service_kind", week.codes["services"], "kind of service")
    if kind is None:
        return None
    point = ServicePoint(
        city=week.city, activity=activity, kind=kind, staff_count=row.number("staff"), bring=row.text("bring"),
        safety_note=row.text("measures"),
    )  # fmt: skip
    sound(row, point)
    return point


def _passed(week: Week, row: Row, activity: Activity) -> Passed | None:
    if activity.state == State.DRAFT:
        return None
    reviewed = {State.SUBMITTED: Review.State.WAITING, State.RETURNED: Review.State.RETURNED}
    return Passed(
        activity, "activity", activity.title, activity.owner,
        reviewed.get(State(activity.state), Review.State.APPROVED), row.moment("submitted"), activity.published_at,
        row.optional("waiting_at", week.units, "unit"), row.text("reason"),
    )  # fmt: skip


def load_sessions(week: Week) -> None:
    """When and where, and how many may come; live rooms for what is online."""
    rows = week.folder.rows("sessions.csv")
    week.folder.unique(rows, "code")
    read = [(row, session) for row in rows if (session := _session(week, row)) is not None]
    week.folder.check()
    _check_rooms(read)
    week.folder.check()
    kept = keep(Session, [session for _, session in read], "code", fixed=("state", "holds_venue"))
    _take_rooms(kept)
    week.sessions = {session.code: session for session in kept}
    quotas = [quota for row, _ in read for quota in _quotas(week, row, week.sessions[row.text("code")])]
    week.folder.check()
    _keep_quotas(week, quotas)
    _live_rooms(week)
    for activity in week.activities.values():
        refresh_search(activity=activity)


def _session(week: Week, row: Row) -> Session | None:
    activity = row.one("activity", week.activities, "activity")
    venue = row.optional("venue", week.venues, "venue")
    day, zone = row.day("day"), week.folder.zone
    starts = datetime.combine(day, row.clock("start"), zone)
    ends = datetime.combine(day, row.clock("end"), zone)
    if activity is None or (row.text("venue") and venue is None):
        return None
    if not week.edition.starts <= day <= week.edition.ends:
        row.wrong(f"{day} is outside the Week ({week.edition.starts} to {week.edition.ends})")
    if ends <= starts:
        row.wrong("end is not after start")
    session = Session(
        city=week.city, activity=activity, code=row.text("code", required=True), venue=venue,
        place=venue.place if venue else week.place(activity.owner), day=day, starts=starts, ends=ends,
        note=row.text("note"),
    )  # fmt: skip
    return session if sound(row, session) else None


def _holds(session: Session) -> bool:
    """True when nobody else may use its room at that time."""
    public = session.activity.state == State.PUBLISHED and session.state == Session.State.PLANNED
    return public and session.venue is not None and not session.venue.shared


def _check_rooms(read: list[tuple[Row, Session]]) -> None:
    """Note public sessions that would be at the same venue at the same time."""
    last: dict[int, Session] = {}
    for row, session in sorted(read, key=lambda pair: pair[1].starts):
        if not _holds(session) or session.venue_id is None:
            continue
        before = last.get(session.venue_id)
        if before is not None and before.ends > session.starts:
            row.wrong(f"{session.venue} is taken by session {before.code} at that time")
        if before is None or session.ends > before.ends:
            last[session.venue_id] = session


def _take_rooms(sessions: list[Session]) -> None:
    """Let public sessions hold their rooms; rows that do so already are not touched."""
    wanted = {session.pk for session in sessions if _holds(session)}
    every = Session.objects.filter(pk__in=[session.pk for session in sessions])
    every.filter(holds_venue=True).exclude(pk__in=wanted).update(holds_venue=False)
    every.filter(holds_venue=False, pk__in=wanted).update(holds_venue=True)


def _quotas(week: Week, row: Row, session: Session) -> list[tuple[Session, Quota]]:
    """``24;media:4``: 24 places for all, of which 4 at most for the media."""
    found = []
    for part in filter(None, row.text("quotas").split(";")):
        word, _, number = part.rpartition(":")
        audience = week.codes["audiences"].get(word)
        if not number.isdigit() or (word and audience is None):
            row.wrong(f"quotas should read like 24 or 24;media:4, not “{part}”")
        elif session.venue and int(number) > session.venue.capacity:
            row.wrong(f"{number} places, but {session.venue.name} holds {session.venue.capacity}")
        else:
            found.append((session, Quota(city=week.city, audience=audience, places=int(number))))
    return found


def _keep_quotas(week: Week, wanted: list[tuple[Session, Quota]]) -> None:
    """New quotas are made, changed ones get their places; what is taken stays."""
    ties = Quota.sessions.through.objects.filter(session__in=[s.pk for s in week.sessions.values()])
    there = {(tie.session_id, tie.quota.audience_id): tie.quota for tie in ties.select_related("quota")}
    new = []
    for session, quota in wanted:
        old = there.get((session.pk, quota.audience_id))
        if old is None:
            new.append((session, quota))
        elif old.places != quota.places:
            old.places = quota.places
            old.save(update_fields=["places"])
    Quota.objects.bulk_create([quota for _, quota in new])
    through = Quota.sessions.through
    through.objects.bulk_create([through(quota_id=q.pk, session_id=s.pk) for s, q in new])


def _live_rooms(week: Week) -> None:
    first: dict[int, Session] = {}
    last: dict[int, Session] = {}
    for session in sorted(week.sessions.values(), key=lambda s: s.starts):
        first.setdefault(session.activity_id, session)
        last[session.activity_id] = session
    online = [a for a in week.activities.values() if a.online_url and a.pk in first]
    rooms = [
        LiveRoom(
            city=week.city, activity=one, address=one.online_url, opens_at=first[one.pk].starts,
            closes_at=last[one.pk].ends,
        )
        for one in online
    ]  # fmt: skip
    keep(LiveRoom, rooms, "activity")
