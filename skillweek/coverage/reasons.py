"""Why a goal stays unmet: what holds each activity that could have met it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillweek.coverage.highlights import Spot, Ways, strangers
from skillweek.coverage.problem import Goal, Item, Option, Problem


@dataclass(frozen=True)
class Reason:
    """How many activities fit the goal but do not count for it, by what holds them; who stands in the way."""

    fixed: int = 0
    closed: int = 0
    venue: int = 0
    host: int = 0
    needed: int = 0
    apart: int = 0
    open: int = 0
    blockers: tuple[str, ...] = ()

    @property
    def candidates(self) -> int:
        """All activities that fit and do not count."""
        return self.fixed + self.closed + self.venue + self.host + self.needed + self.apart + self.open

    def sentences(self) -> list[str]:
        """The reason in words, without names."""
        if not self.candidates:
            return [_("没有别的活动符合这一要求，需要新增活动")]
        parts = (
            (self.fixed, _("%(n)d 场时间已固定，不能移动")),
            (self.closed, _("%(n)d 场在这一天没有可选的时间和场地")),
            (self.venue, _("%(n)d 场可用的场地这时已有别的活动")),
            (self.host, _("%(n)d 场的主办单位这时已排满")),
            (self.needed, _("%(n)d 场移来会让别处出现同样大的空白")),
            (self.apart, _("%(n)d 场移来会让看点离得太近，或者赶不过去")),
            (self.open, _("%(n)d 场还可以移来，求解时没有用上（权重为零，或时间不够）")),
        )
        return [sentence % {"n": count} for count, sentence in parts if count]

    def text(self) -> str:
        """One line, with the ids of the activities that stand in the way."""
        line = _("；").join(self.sentences())
        names = _("、").join(self.blockers[:5])
        return _("%(line)s（%(names)s）") % {"line": line, "names": names} if names else line


class Explainer:
    """Explains the unmet goals of one assignment."""

    def __init__(self, problem: Problem, assignment: Mapping[str, Option]) -> None:
        self.problem, self.assignment = problem, assignment
        self.have: Counter[int] = Counter()
        self.venue_users: dict[tuple[str, str, str], list[str]] = {}
        self.host_users: dict[tuple[str, str, str], list[str]] = {}
        self.met: dict[str, set[int]] = {}
        self.ways = Ways(problem)
        self.shown: dict[str, list[tuple[Item, Spot]]] = {}
        self.choices = {item.id: item.choices for item in problem.items}
        self._by_place: dict[str | None, list[Item]] = {None: list(problem.items)}
        for item in problem.items:
            for place in {problem.place_of(item, option) for option in self.choices[item.id]} - {None}:
                self._by_place.setdefault(place, []).append(item)
            option = assignment[item.id]
            self.met[item.id] = set(problem.goals_met(item, option))
            self.have.update(self.met[item.id])
            if option.venue is not None:
                self.venue_users.setdefault((option.day, option.slot, option.venue), []).append(item.id)
            self.host_users.setdefault((item.host, option.day, option.slot), []).append(item.id)
            if self.ways.weigh and (spot := self.ways.spot(item, option)):
                self.shown.setdefault(spot.day, []).append((item, spot))

    def reason(self, number: int) -> Reason:
        """What holds the activities that could have met goal ``number``."""
        goal = self.problem.goals[number]
        counts: Counter[str] = Counter()
        blockers: dict[str, None] = {}
        for item in self._by_place.get(goal.place, []):
            if number in self.met[item.id] or not goal.concerns(item):
                continue
            holder, who = self._holder(item, goal, number)
            counts[holder] += 1
            blockers.update(dict.fromkeys(who))
        return Reason(**counts, blockers=tuple(blockers))

    def _holder(self, item: Item, goal: Goal, number: int) -> tuple[str, list[str]]:
        if item.fixed:
            return "fixed", []
        days = (o for o in self.choices[item.id] if goal.day in (None, o.day))
        helpful = [o for o in days if number in self.problem.goals_met(item, o)]
        found: dict[str, list[str]] = {}
        for option in helpful:
            holder, who = self._blocked(item, option)
            found.setdefault(holder, []).extend(who)
        for holder in ("open", "apart", "needed", "host", "venue"):
            if holder in found:
                return holder, found[holder]
        return "closed", []

    def _blocked(self, item: Item, option: Option) -> tuple[str, list[str]]:
        problem, now = self.problem, self.assignment[item.id]
        same_slot = (now.day, now.slot) == (option.day, option.slot)
        if option.venue is not None and problem.venue_slot is not None:
            others = self.venue_users.get((option.day, option.slot, option.venue), [])
            others = [name for name in others if name != item.id]
            if len(others) >= problem.venue_slot:
                return "venue", others
        if problem.host_slot is not None and not same_slot:
            others = self.host_users.get((item.host, option.day, option.slot), [])
            if len(others) >= problem.host_slot:
                return "host", others
        lost, won = self._effect(item, option)
        if 0 < lost >= won:
            return "needed", []
        strain = self._strain(item, option) - self._strain(item, now)
        return ("apart" if strain > 0 and lost + strain >= won else "open"), []

    def _strain(self, item: Item, option: Option) -> float:
        """What ``item`` at ``option`` costs beside the other highlights."""
        spot = self.ways.spot(item, option)
        others = self.shown.get(spot.day, ()) if spot else ()
        return sum(self.ways.cost(spot, there) for other, there in others if spot and strangers(item, other))

    def _effect(self, item: Item, option: Option) -> tuple[float, float]:
        """The weight of the gaps that open, and of those that close, when ``item`` alone moves to ``option``."""
        before, goals = self.met[item.id], self.problem.goals
        after = self.problem.goals_met(item, option)
        lost = sum(goals[n].weight for n in before.difference(after) if self.have[n] <= goals[n].minimum)
        won = sum(goals[n].weight for n in after if n not in before and self.have[n] < goals[n].minimum)
        return lost, won
