"""What an activity still lacks before others decide on it, and before it is public."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from skillweek.programme.models import Activity, Safeguard, Session
from skillweek.programme.rules import budgets, permits, safety
from skillweek.programme.rules.safety import Gap
from skillweek.programme.rules.states import ProgrammeError


class NotReady(ProgrammeError):
    """Submitted too early; ``gaps`` say what is missing."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        self.gaps = list(gaps)
        super().__init__(_("；").join(gap.text for gap in gaps))


def is_online(sessions: Sequence[Session]) -> bool:
    """True when nobody needs to go anywhere: there are sessions, and none has a room."""
    return bool(sessions) and all(session.online for session in sessions)


def missing(activity: Activity, audiences: int, sessions: Sequence[Session]) -> list[Gap]:
    """What ``activity`` still lacks before it may be submitted; ``sessions`` are its planned ones."""
    gaps: list[Gap] = []
    if not activity.title.strip():
        gaps.append(Gap("what", "title", _("还没有写活动名称")))
    if not activity.summary.strip():
        gaps.append(Gap("what", "summary", _("还没有写一句话介绍")))
    if not audiences:
        gaps.append(Gap("what", "audiences", _("还没有选适合谁参加")))
    return gaps + _missing_sessions(activity, sessions) + missing_safeguards(activity, sessions)


def _missing_sessions(activity: Activity, sessions: Sequence[Session]) -> list[Gap]:
    if not sessions:
        return [Gap("when", "starts", _("还没有安排场次，至少要有一场"))]
    edition, zone = activity.edition, ZoneInfo(activity.edition.time_zone)
    gaps = []
    outside = [s for s in sessions if not edition.starts <= s.starts.astimezone(zone).date() <= edition.ends]
    if outside:
        gaps.append(
            Gap("when", "day", _("%(count)d 场的日期不在活动周以内") % {"count": len(outside)})
        )  # fmt: skip
    if any(session.online for session in sessions) and not activity.online_url:
        gaps.append(Gap("when", "online_url", _("线上场次还没有填写线上地址，到场的场次请选择场地")))
    return gaps


def missing_safeguards(activity: Activity, sessions: Sequence[Session]) -> list[Gap]:
    """What the safeguards of ``activity`` lack: people, care, the safety plan as far as asked, and its money."""
    kept: Safeguard | None = getattr(activity, "safeguard", None)
    online, edition = is_online(sessions), activity.edition
    asked = safety.items_asked(edition.safetyitems.all(), edition, kept, online=online)
    return [
        *safety.missing_people(kept, online=online),
        *safety.narrow_rooms(kept, sessions),
        *safety.missing_care(kept, online=online),
        *(safety.missing_items(asked, activity.safety_answers.all()) if asked else ()),
        *budgets.missing_reasons(activity.budget.all(), list(edition.frugalitywords.all())),
    ]


def permit_gaps(activity: Activity, sessions: Sequence[Session]) -> list[Gap]:
    """What keeps ``activity`` from being public although it may be reviewed: the permit of a large one."""
    kept: Safeguard | None = getattr(activity, "safeguard", None)
    if not permits.needs_permit(
        kept.expected if kept else None, activity.edition, online=is_online(sessions)
    ):
        return []
    assert kept is not None
    permit = permits.permit_held(activity)
    found = permits.standing(
        permit=permit, expected=kept.expected, edition=activity.edition, days=[], today=activity.edition.starts,
        changed=permits.changed_since(permit, permits.snapshot(kept.expected, sessions)),
    )  # fmt: skip
    return permits.missing_permit(found)
