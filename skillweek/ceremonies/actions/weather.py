"""The weather: the plan for it, and the decision."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.ceremonies.actions.ceremonies import locked
from skillweek.ceremonies.actions.letters import drafted
from skillweek.ceremonies.kinds import BACK, WEATHER
from skillweek.ceremonies.models import Ceremony, WeatherDecision
from skillweek.ceremonies.queries import Staging, coming, staging
from skillweek.ceremonies.rules import CeremonyError
from skillweek.common import clock
from skillweek.messaging.actions import queue_many
from skillweek.organisations.models import Venue
from skillweek.programme.actions import move_session
from skillweek.programme.rules import ProgrammeError

FIELDS = ("other_venue", "other_plan", "decide_at", "decide_by")
Verdict = WeatherDecision.Verdict


@transaction.atomic
def plan_weather(*, ceremony: Ceremony, **facts: Any) -> Ceremony:
    """Where it would be held instead, who decides, and when."""
    current = locked(ceremony)
    if unknown := facts.keys() - set(FIELDS):
        raise TypeError(f"no such facts: {unknown}")
    venue, stage = facts.get("other_venue"), staging(current)
    if venue is not None and venue.city_id != current.city_id:
        raise CeremonyError(_("请选择本市的场地"), "other_venue")
    if venue is not None and stage.session and venue.pk == stage.session.venue_id and stage.decision is None:
        raise CeremonyError(_("这就是原来的场地，请另选一个"), "other_venue")
    if facts.get("decide_at") and stage.starts and facts["decide_at"] >= stage.starts:
        raise CeremonyError(_("要在仪式开始以前定下来"), "decide_at")
    for name, value in facts.items():
        setattr(current, name, value)
    current.save(update_fields=list(facts))
    return current


@transaction.atomic
def decide_weather(*, ceremony: Ceremony, move: bool, reason: str, by: User) -> WeatherDecision:
    """Hold it where it was planned, or at the other venue; guests are told of a change.

    A move goes by the rules of the programme. Where these do not let the session move (people have booked, it is not
    marked as movable, the venue is taken), the change is marked: the public page and guests hear of it, the session
    stays as it is.
    """
    current = locked(ceremony)
    stage = staging(current)
    if not reason.strip():
        raise CeremonyError(_("请写明理由"), "reason")
    if stage.session is None or stage.starts is None:
        raise CeremonyError(_("还没有排好时间地点"))
    if stage.starts <= clock.now():
        raise CeremonyError(_("仪式已经开始，不能再改"))
    if move and current.other_venue is None:
        raise CeremonyError(_("还没有写备用场地"), "move")
    before = stage.decision.verdict if stage.decision else Verdict.KEEP
    verdict = Verdict.MOVE if move else Verdict.KEEP
    venue = current.other_venue if move else None
    was = stage.session.venue
    moved = before != verdict and _moved(stage, venue or planned_venue(stage))
    made = WeatherDecision.objects.create(
        ceremony=current, verdict=verdict, venue=venue or planned_venue(stage), from_venue=was, reason=reason.strip(),
        moved=moved, by=by, at=clock.now(),
    )  # fmt: skip
    if before != verdict or (move and stage.decision and stage.decision.venue != venue):
        _tell(current, made)
    return made


def planned_venue(stage: Staging) -> Venue | None:
    """Where it was planned before any move."""
    first = stage.ceremony.decisions.select_related("from_venue").order_by("at", "pk").first()
    if first is not None:
        return first.from_venue
    return stage.session.venue if stage.session else None


def _moved(stage: Staging, venue: Venue | None) -> bool:
    """Move the session to ``venue`` if the programme lets it; False when it stays."""
    session = stage.session
    if session is None or venue is None or session.venue_id == venue.pk:
        return False
    try:
        with transaction.atomic():
            move_session(session=session, starts=session.starts, ends=session.ends, venue=venue)
    except ProgrammeError:
        return False
    return True


def _tell(ceremony: Ceremony, made: WeatherDecision) -> None:
    """Mail everybody who is expected and has an address."""
    stage = staging(ceremony)
    kind = WEATHER if made.verdict == Verdict.MOVE else BACK
    guests = [one for one in coming(ceremony) if one.email and one.invited_at]
    batch = f"{kind.key}:{made.pk}"
    queue_many([drafted(one, stage, kind, str(made.pk), batch, reason=made.reason) for one in guests])
