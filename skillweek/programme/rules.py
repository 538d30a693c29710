"""Rules of an activity: its states, and what must be known before others decide on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from skillweek.programme.models import Activity, Safeguard, Session

State = Activity.State

#: expected people from which on an activity is a large public one, with rules of its own
CROWD = 1000

STEPS = (
    "edit", "submit", "withdraw", "approve", "return", "publish", "cancel", "revise", "merge", "drop",
)  # fmt: skip

#: (state, step) -> next state; what is not here is refused
TRANSITIONS: dict[tuple[str, str], str] = {
    (State.DRAFT, "edit"): State.DRAFT,
    (State.DRAFT, "submit"): State.SUBMITTED,
    (State.RETURNED, "edit"): State.RETURNED,
    (State.RETURNED, "submit"): State.SUBMITTED,
    (State.SUBMITTED, "withdraw"): State.DRAFT,
    (State.SUBMITTED, "return"): State.RETURNED,
    (State.SUBMITTED, "approve"): State.APPROVED,  # by the last organisation; until then it stays submitted
    (State.APPROVED, "publish"): State.PUBLISHED,
    (State.PUBLISHED, "cancel"): State.CANCELLED,
    (State.PUBLISHED, "revise"): State.PUBLISHED,  # it stays public while its working copy is written
    (State.APPROVED, "merge"): State.MERGED,  # a working copy, instead of being published
    (State.DRAFT, "drop"): State.CANCELLED,  # a working copy alone
    (State.RETURNED, "drop"): State.CANCELLED,
}


class ProgrammeError(Exception):
    """A step that is not allowed now; the text says why, ``field`` names the form field it belongs to."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


@dataclass(frozen=True)
class Gap:
    """Something that is still missing: on which of the three pages, at which field, in a sentence."""

    step: str
    field: str
    text: str


class NotReady(ProgrammeError):
    """Submitted too early; ``gaps`` say what is missing."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        self.gaps = list(gaps)
        super().__init__(_("；").join(gap.text for gap in gaps))


def next_state(state: str, step: str) -> str | None:
    """The state after ``step``, or None when the step is not allowed."""
    return TRANSITIONS.get((state, step))


def refusal(state: str, step: str) -> str:
    """Why ``step`` is not allowed in ``state``, and what is possible instead."""
    if step == "edit":
        return {
            State.SUBMITTED: _("这个活动正在审核，不能修改；要修改请先撤回"),
            State.APPROVED: _("这个活动已经通过审核，不能修改"),
            State.PUBLISHED: _("这个活动已经发布，不能直接修改；请点“修改”另写一份修改稿，审核通过后并入"),
            State.CANCELLED: _("这个活动已经取消，不能修改"),
            State.MERGED: _("这份修改稿已经并入公开的活动，要再改请另开一份"),
        }.get(State(state), "")
    label = State(state).label
    return {
        "submit": _("这个活动现在是“%(state)s”，不需要提交"),
        "withdraw": _("这个活动现在是“%(state)s”，不能撤回"),
        "approve": _("这个活动现在是“%(state)s”，不在审核中"),
        "return": _("这个活动现在是“%(state)s”，不在审核中"),
        "publish": _("这个活动现在是“%(state)s”，不能发布"),
        "cancel": _("只有已发布的活动可以取消，这个活动现在是“%(state)s”"),
        "revise": _("只有已发布的活动需要修改稿，这个活动现在是“%(state)s”"),
        "merge": _("这份修改稿现在是“%(state)s”，不能并入"),
        "drop": _("这份修改稿现在是“%(state)s”，不能放弃；待审的请先撤回"),
    }[step] % {"state": label}


def advance(state: str, step: str) -> str:
    """The state after ``step``; raises ProgrammeError saying why not."""
    following = next_state(state, step)
    if following is None:
        raise ProgrammeError(refusal(state, step))
    return following


def missing(activity: Activity, audiences: int, sessions: Sequence[Session]) -> list[Gap]:
    """What ``activity`` still lacks before it may be submitted; ``sessions`` are its planned ones."""
    gaps: list[Gap] = []
    if not activity.title.strip():
        gaps.append(Gap("what", "title", _("还没有写活动名称")))
    if not activity.summary.strip():
        gaps.append(Gap("what", "summary", _("还没有写一句话介绍")))
    if not audiences:
        gaps.append(Gap("what", "audiences", _("还没有选适合谁参加")))
    gaps += _missing_sessions(activity, sessions)
    online = bool(sessions) and all(session.online for session in sessions)
    return gaps + missing_safeguards(getattr(activity, "safeguard", None), online=online)


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


def missing_safeguards(safeguard: Safeguard | None, *, online: bool = False) -> list[Gap]:
    """What the safeguards still lack; an activity that is ``online`` alone needs no capacity."""
    known = safeguard or Safeguard()
    needed = [
        ("responsible_name", known.responsible_name.strip(), _("还没有填写安全责任人")),
        ("responsible_phone", known.responsible_phone.strip(), _("还没有填写责任人手机")),
        ("expected", known.expected, _("还没有填写预计人数")),
    ]
    if not online:
        needed.append(("capacity", known.capacity, _("还没有填写核定容纳人数")))
    gaps = [Gap("safety", field, text) for field, value, text in needed if not value]
    if known.capacity and known.expected and known.expected > known.capacity:
        sentence = _("预计 %(expected)d 人，超过核定容纳的 %(capacity)d 人")
        numbers = {"expected": known.expected, "capacity": known.capacity}
        gaps.append(Gap("safety", "expected", sentence % numbers))
    return gaps


def check_times(activity: Activity, session: Session) -> None:
    """Raise ProgrammeError when ``session`` lies outside the edition or ends before it starts."""
    edition = activity.edition
    if not edition.starts <= session.day <= edition.ends:
        span = {"starts": f"{edition.starts:%Y-%m-%d}", "ends": f"{edition.ends:%Y-%m-%d}"}
        raise ProgrammeError(_("日期应在活动周以内：%(starts)s 至 %(ends)s") % span, "day")
    if session.ends <= session.starts:
        raise ProgrammeError(_("结束时间应晚于开始时间"), "ends")
    if session.online and not activity.online_url:
        raise ProgrammeError(_("请选择场地；线上举行的请填写线上地址"), "venue")
