"""Rules of the edition: its dates, its phases, and the steps that phases open and close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillweek.common.wording import han_date
from skillweek.plan.models import Phase

Name = Phase.Name
ORDER = [name.value for name in Name]
#: a Week may be a month, and is never a season
MOST_DAYS = 62
#: so long after the deadline late material is still taken, unless somebody archives earlier
LATE_MATERIAL = timedelta(days=14)


@dataclass(frozen=True)
class Step:
    """Something people do in an edition, and from which phase to which it is open when nobody has said otherwise."""

    label: str | Promise
    opens: str
    closes: str


#: what phases open and close; ``Opening`` rows of an edition override the span, both ends belong to it
STEPS: dict[str, Step] = {
    "change_plan": Step(gettext_lazy("改方案和条款"), Name.PLAN, Name.COLLECT),
    "write_notices": Step(gettext_lazy("写通知、发通知"), Name.PLAN, Name.COLLECT),
    "give_duties": Step(gettext_lazy("布置任务、催办任务"), Name.PLAN, Name.COLLECT),
    "write_activities": Step(gettext_lazy("申报活动"), Name.REGISTER, Name.RUN),
    "review_activities": Step(gettext_lazy("审核活动"), Name.REGISTER, Name.RUN),
    "arrange": Step(gettext_lazy("定覆盖目标、排期"), Name.PLAN, Name.RUN),
    "write_points": Step(gettext_lazy("登记服务点"), Name.REGISTER, Name.RUN),
    "write_works": Step(gettext_lazy("写展厅、全景、简章和文章"), Name.PLAN, Name.COLLECT),
    "review_works": Step(gettext_lazy("审核展厅、全景、简章和文章"), Name.PLAN, Name.COLLECT),
    "set_places": Step(gettext_lazy("放预约名额"), Name.REGISTER, Name.RUN),
    "book": Step(gettext_lazy("观众预约"), Name.PUBLISH, Name.RUN),
    "check_in": Step(gettext_lazy("入口核验"), Name.PUBLISH, Name.COLLECT),
    "hand_in": Step(gettext_lazy("报送材料"), Name.RUN, Name.COLLECT),
    "decide_materials": Step(gettext_lazy("接收、退回材料"), Name.RUN, Name.COLLECT),
    "report": Step(gettext_lazy("生成总结"), Name.RUN, Name.ARCHIVE),
}


def current_phase(phases: Sequence[Phase], now: datetime) -> str:
    """Name of the phase at ``now``: the last one that has begun; ``plan`` before all."""
    begun = [phase for phase in phases if phase.starts_at <= now]
    return max(begun, key=lambda phase: phase.starts_at).name if begun else ORDER[0]


def is_open(step: str, phase: str, span: tuple[str, str] | None = None) -> bool:
    """True when ``step`` may be done in ``phase``; ``span`` is the edition's own, if it has one."""
    opens, closes = span or (STEPS[step].opens, STEPS[step].closes)
    return ORDER.index(opens) <= ORDER.index(phase) <= ORDER.index(closes)


def refusal(
    step: str, phase: str, begins: Mapping[str, datetime], span: tuple[str, str] | None = None
) -> str | None:
    """Why ``step`` is not open in ``phase``, with the day on which that changes or changed; None when it is."""
    if is_open(step, phase, span):
        return None
    opens, closes = span or (STEPS[step].opens, STEPS[step].closes)
    words = {"step": STEPS[step].label, "phase": Name(opens).label}
    if ORDER.index(phase) < ORDER.index(opens):
        if opens in begins:
            return _("“%(step)s”从 %(day)s（%(phase)s阶段）开始，现在还不能做") % (
                words | {"day": han_date(begins[opens], "day")}
            )
        return _("“%(step)s”要到%(phase)s阶段才开始，这个阶段的时间还没有定") % words
    after = [begins[name] for name in ORDER[ORDER.index(closes) + 1 :] if name in begins]
    words |= {"day": han_date(min(after), "day"), "phase": Name(phase).label}
    return _("“%(step)s”已于 %(day)s 截止，现在是%(phase)s阶段") % words


def default_phases(starts: date, ends: date, deadline: date, today: date) -> dict[str, date]:
    """When phases begin unless somebody sets them: counted from the Week's own dates, planning from today."""
    register = starts - timedelta(days=24)
    collect = ends + timedelta(days=1)
    return {
        Name.PLAN: min(today, register - timedelta(days=1)),
        Name.REGISTER: register,
        Name.PUBLISH: starts - timedelta(days=7),
        Name.RUN: starts,
        Name.COLLECT: collect,
        Name.ARCHIVE: max(deadline, collect) + LATE_MATERIAL,
    }


def date_errors(starts: date, ends: date, deadline: date) -> dict[str, str]:
    """What is wrong with the dates of an edition, by field."""
    if ends < starts:
        return {"ends": _("结束日期早于开始日期")}
    if (ends - starts).days >= MOST_DAYS:
        return {"ends": _("一届最多 %(most)d 天，请核对日期") % {"most": MOST_DAYS}}
    if deadline < starts:
        return {"deadline": _("报送截止早于活动开始，请核对")}
    return {}


#: the least and the most of figures that mean nothing beyond
FIGURE_BOUNDS = {"host_at_once": (1, 50), "near_km": (0, 50), "travel_kmh": (5, 120)}


def figure_errors(figures: Mapping[str, float]) -> dict[str, str]:
    """What is wrong with the figures of large activities and of clashes, by field."""
    errors = {
        name: _("请写 %(least)d 到 %(most)d 之间的数") % {"least": least, "most": most}
        for name, (least, most) in FIGURE_BOUNDS.items()
        if not least <= figures[name] <= most
    }
    if figures["crowd_city_from"] < figures["crowd_from"]:
        errors["crowd_city_from"] = _("市级许可的人数不能小于大型活动的人数")
    return errors


def phase_errors(
    begins: Mapping[str, datetime], days: Mapping[str, date], starts: date, ends: date, deadline: date
) -> dict[str, str]:
    """What is wrong with the order of phases, by phase; ``days`` are the local dates of ``begins``."""
    errors: dict[str, str] = {}
    known = [name for name in ORDER if name in begins]
    for before, name in pairwise(known):
        if begins[name] <= begins[before]:
            words = {"phase": Name(before).label, "day": han_date(days[before], "day")}
            errors[name] = _("应晚于%(phase)s阶段的开始（%(day)s）") % words
    if Name.RUN in days and days[Name.RUN] > starts:
        day = {"day": han_date(starts, "day")}
        errors.setdefault(Name.RUN, _("活动 %(day)s 就开始了，这个阶段不能更晚") % day)
    if Name.COLLECT in days and days[Name.COLLECT] <= ends:
        errors.setdefault(
            Name.COLLECT, _("活动到 %(day)s 才结束，这个阶段应在那之后") % {"day": han_date(ends, "day")}
        )
    if Name.ARCHIVE in days and days[Name.ARCHIVE] <= deadline:
        day = {"day": han_date(deadline, "day")}
        errors.setdefault(Name.ARCHIVE, _("材料报送 %(day)s 才截止，归档应在那之后") % day)
    return errors


#: which date of the edition a phase keeps its distance to when the dates move
PHASE_ANCHORS = {
    Name.PLAN: "starts", Name.REGISTER: "starts", Name.PUBLISH: "starts", Name.RUN: "starts",
    Name.COLLECT: "ends", Name.ARCHIVE: "deadline",
}  # fmt: skip


@dataclass(frozen=True)
class Shift:
    """From the dates of one edition to those of another (or to its own new ones)."""

    old: Mapping[str, date]
    new: Mapping[str, date]

    def by(self, anchor: str) -> timedelta:
        """How far the date ``anchor`` (starts, ends, deadline) has moved."""
        return self.new[anchor] - self.old[anchor]

    def day(self, day: date, anchor: str = "starts") -> date:
        """``day`` at the same distance from ``anchor`` as before."""
        return day + self.by(anchor)

    def nearest(self, day: date) -> date:
        """``day`` moved: with the last day or the deadline when it stood there or after, else with the start."""
        if day >= self.old["deadline"]:
            return self.day(day, "deadline")
        return self.day(day, "ends" if day >= self.old["ends"] else "starts")

    def moment(self, moment: datetime, phase: str) -> datetime:
        """The beginning of ``phase``, moved with the date it keeps its distance to."""
        return moment + self.by(PHASE_ANCHORS[Name(phase)])
