"""The planner against brute force, and what it says about what it cannot do."""

import itertools
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillweek.coverage.problem import Option, Problem, parse
from skillweek.coverage.reasons import Explainer
from skillweek.coverage.solver import Unmet, solve
from skillweek.coverage.tests.test_problem import small

DAYS = ["2021-05-22", "2021-05-23"]
PLACES = ["p", "q"]
AUDIENCES = ["a", "b"]
VENUES = {"v": "p", "w": "q", "x": "q"}

options = st.fixed_dictionaries(
    {"day": st.sampled_from(DAYS), "slot": st.sampled_from(["am", "pm"]),
     "venue": st.sampled_from([*VENUES, None])}
)  # fmt: skip
activity = st.fixed_dictionaries(
    {
        "host": st.sampled_from(["h", "i"]),
        "place": st.sampled_from([*PLACES, None]),
        "audiences": st.lists(st.sampled_from(AUDIENCES), unique=True),
        "options": st.lists(options, min_size=1, max_size=4),
        "fixed": st.none() | st.just(0),
    }
)
target = st.fixed_dictionaries(
    {
        "day": st.none() | st.sampled_from(DAYS),
        "place": st.none() | st.sampled_from(PLACES),
        "audience": st.none() | st.sampled_from(AUDIENCES),
        "min": st.integers(0, 4),
        "weight": st.integers(0, 5) | st.sampled_from([0.5, 1.25, 0.1, 1e-7, 1 / 3, 10**12, 123456789.25]),
    }
)


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    """Small problems in the JSON format, some of them infeasible."""
    activities = draw(st.lists(activity, max_size=5))
    for number, entry in enumerate(activities):
        entry["id"] = f"n{number}"
        entry["fixed"] = None if entry["fixed"] is None else entry["options"][0]
    return {
        "days": DAYS, "slots": ["am", "pm"], "places": PLACES, "audiences": AUDIENCES,
        "venues": [{"id": name, "place": place} for name, place in VENUES.items()],
        "activities": activities, "targets": draw(st.lists(target, max_size=5)),
        "limits": {"venue_slot": draw(st.integers(1, 2)), "host_slot": draw(st.none() | st.integers(1, 3))},
    }  # fmt: skip


def counted(raw: dict[str, Any], goal: dict[str, Any], plan: dict[str, dict[str, Any]]) -> int:
    """How many activities match all fields of ``goal`` that are not null."""
    return sum(
        goal["day"] in (None, plan[entry["id"]]["day"])
        and goal["place"] in (None, entry["place"] or VENUES.get(plan[entry["id"]]["venue"]))
        and (goal["audience"] is None or goal["audience"] in entry["audiences"])
        for entry in raw["activities"]
    )


def gaps(raw: dict[str, Any], plan: dict[str, dict[str, Any]]) -> dict[int, tuple[int, int]]:
    """(have, missing) of every goal that is not met."""
    counts = [(goal["min"], counted(raw, goal, plan)) for goal in raw["targets"]]
    return {n: (have, need - have) for n, (need, have) in enumerate(counts) if have < need}


def shortfall(raw: dict[str, Any], plan: dict[str, dict[str, Any]]) -> float:
    """The weighted shortfall of ``plan``, counted straight from the words of the format."""
    total = Fraction(0)
    for goal in raw["targets"]:
        have = counted(raw, goal, plan)
        total += Fraction(str(goal["weight"])) * max(0, goal["min"] - have)
    return float(total)


def allowed(raw: dict[str, Any], plan: dict[str, dict[str, Any]]) -> bool:
    """True when ``plan`` keeps the limits."""
    for one in plan.values():
        same = [o for o in plan.values() if o == one]
        if one["venue"] is not None and len(same) > raw["limits"]["venue_slot"]:
            return False
    for entry in raw["activities"]:
        at = plan[entry["id"]]
        busy = [
            e for e in raw["activities"]
            if e["host"] == entry["host"]
            and (plan[e["id"]]["day"], plan[e["id"]]["slot"]) == (at["day"], at["slot"])
        ]  # fmt: skip
        if raw["limits"]["host_slot"] is not None and len(busy) > raw["limits"]["host_slot"]:
            return False
    return True


def best_by_trying_all(raw: dict[str, Any]) -> float | None:
    """The smallest shortfall of all allowed plans; None when there is none."""
    names = [entry["id"] for entry in raw["activities"]]
    choices = [[e["fixed"]] if e["fixed"] else e["options"] for e in raw["activities"]]
    plans = (dict(zip(names, plan, strict=True)) for plan in itertools.product(*choices))
    return min((shortfall(raw, plan) for plan in plans if allowed(raw, plan)), default=None)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_the_optimum_is_that_of_brute_force(raw: dict[str, Any]) -> None:
    answer = solve(parse(raw), seconds=20).as_json()
    best = best_by_trying_all(raw)
    if best is None:
        assert (answer["status"], answer["objective"], answer["assignment"]) == ("infeasible", None, {})
        assert answer["reason"]
        return
    assert answer["bound"] <= best <= answer["objective"]
    weights = [goal["weight"] for goal in raw["targets"] if goal["weight"]]
    if not weights or max(weights) < min(weights) * 10**5:
        assert answer["status"] == "optimal"
        assert answer["objective"] - best <= best * 1e-9
    plan = answer["assignment"]
    assert [entry["id"] for entry in raw["activities"]] == list(plan)
    assert allowed(raw, plan)
    assert shortfall(raw, plan) == answer["objective"]
    for entry in raw["activities"]:
        assert plan[entry["id"]] in ([entry["fixed"]] if entry["fixed"] else entry["options"])
    assert {u["target"]: (u["have"], u["missing"]) for u in answer["unmet"]} == gaps(raw, plan)
    assert all(u["reason"] for u in answer["unmet"])


def _moved(problem: Problem) -> list[str]:
    found = solve(problem).assignment
    return [item.id for item in problem.items if item.current and found[item.id] != item.current]


def test_it_moves_the_one_that_can_go_and_no_more() -> None:
    raw = small()
    raw["activities"][0]["current"] = raw["activities"][0]["options"][0]
    raw["activities"][1]["fixed"] = {"day": "2021-05-22", "slot": "pm", "venue": "v1"}
    assert _moved(parse(raw)) == ["a"]
    raw["targets"] = []
    assert _moved(parse(raw)) == []


def test_the_same_seed_gives_the_same_plan() -> None:
    raw = small()
    raw["targets"] = []
    raw["activities"][1]["fixed"] = {"day": "2021-05-22", "slot": "pm", "venue": "v1"}
    first, second = (solve(parse(raw), seed=7).assignment for _n in range(2))
    assert first == second


def test_two_fixed_activities_in_one_room_are_infeasible() -> None:
    raw = small()
    raw["activities"][0]["fixed"] = raw["activities"][1]["fixed"]
    answer = solve(parse(raw)).as_json()
    assert (answer["status"], answer["assignment"], answer["unmet"]) == ("infeasible", {}, [])


def test_an_unmet_goal_says_who_stands_in_the_way() -> None:
    raw = small()
    raw["activities"][0]["options"] = [
        {"day": "2021-05-22", "slot": "am", "venue": "v1"}, {"day": "2021-05-22", "slot": "pm", "venue": "v1"}
    ]  # fmt: skip
    answer = solve(parse(raw))
    assert answer.assignment["a"] == Option("2021-05-22", "pm", "v1")
    (gap,) = answer.unmet
    assert (gap.have, gap.missing, gap.reason.closed, gap.reason.fixed) == (0, 1, 1, 1)
    raw["targets"] = [{"day": "2021-05-22", "place": "baofeng", "audience": None, "min": 1, "weight": 1}]
    (gap,) = solve(parse(raw)).unmet
    assert gap.reason.sentences() == ["没有别的活动符合这一要求，需要新增活动"]


def test_a_taken_room_is_named() -> None:
    raw = small()
    raw["activities"][0]["options"] = [
        {"day": "2021-05-22", "slot": "pm", "venue": "v1"}, {"day": "2021-05-23", "slot": "am", "venue": "v1"}
    ]  # fmt: skip
    raw["activities"][1]["fixed"] = {"day": "2021-05-23", "slot": "am", "venue": "v1"}
    raw["targets"][0]["min"] = 2
    (gap,) = solve(parse(raw)).unmet
    assert (gap.reason.venue, gap.reason.blockers) == (1, ("b",))


def test_activities_that_want_the_same_room_are_named() -> None:
    raw = small()
    raw["activities"][0]["options"] = [raw["activities"][1]["fixed"]]
    answer = solve(parse(raw)).as_json()
    assert answer["reason"] == "2 场活动（a、b）只能用 1 个场地半天（2021-05-22 am v1），那里最多容得下 1 场"


def test_a_host_that_cannot_do_it_all_is_named() -> None:
    raw = small()
    raw["activities"][0]["options"] = [{"day": "2021-05-22", "slot": "am", "venue": "v2"}]
    raw["limits"]["host_slot"] = 1
    answer = solve(parse(raw)).as_json()
    assert answer["reason"] == "2 场活动（a、b）只能在主办单位的 1 个半天（2021-05-22 am h1），最多 1 场"


def test_rooms_and_hosts_may_fail_only_together() -> None:
    """Three of one host in two half days with one room each: rooms alone would do, and so would the host."""
    raw = small()
    am, pm = ({"day": "2021-05-22", "slot": slot, "venue": "v1"} for slot in ("am", "pm"))
    other = am | {"venue": "v2"}
    raw["limits"]["host_slot"] = 1
    raw["activities"] = [
        {"id": "a", "host": "h", "place": None, "audiences": [], "options": [am, pm], "fixed": None},
        {"id": "b", "host": "h", "place": None, "audiences": [], "options": [other, pm], "fixed": None},
        {"id": "c", "host": "i", "place": None, "audiences": [], "options": [pm], "fixed": None},
    ]
    answer = solve(parse(raw)).as_json()
    assert answer["status"] == "infeasible"
    assert answer["reason"].startswith("场地与主办单位的限制合在一起")


def _many(count: int, seed: int) -> dict[str, Any]:
    """A week of ``count`` activities that compete for rooms."""
    pick = Random(seed)
    days = [f"2021-05-{22 + n}" for n in range(7)]
    places, audiences = [f"p{n}" for n in range(4)], ["a", "b", "c"]
    venues = [{"id": f"v{n}", "place": places[n % 4]} for n in range(max(8, count // 9))]
    activities = []
    for number in range(count):
        place = pick.choice(places)
        everything = [
            {"day": day, "slot": slot, "venue": venue["id"]}
            for day in days for slot in ("am", "pm") for venue in venues if venue["place"] == place
        ]  # fmt: skip
        activities.append(
            {"id": f"n{number}", "host": f"h{pick.randrange(9)}", "place": place, "fixed": None,
             "audiences": pick.sample(audiences, 2), "options": pick.sample(everything, 8)}
        )  # fmt: skip
    targets = [
        {"day": day, "place": place, "audience": audience, "min": 1 + count // 90, "weight": pick.choice([1, 2, 5])}
        for day in days for place in places for audience in audiences
    ]  # fmt: skip
    return {"days": days, "slots": ["am", "pm"], "places": places, "audiences": audiences, "venues": venues,
            "activities": activities, "limits": {"venue_slot": 1, "host_slot": 4}, "targets": targets}  # fmt: skip


def _checked(raw: dict[str, Any], answer: dict[str, Any]) -> None:
    """Every word of ``answer`` checked against the problem."""
    plan, venues = answer["assignment"], {venue["id"]: venue["place"] for venue in raw["venues"]}
    rooms = Counter((o["day"], o["slot"], o["venue"]) for o in plan.values())
    hosts = Counter((e["host"], plan[e["id"]]["day"], plan[e["id"]]["slot"]) for e in raw["activities"])
    assert max(rooms.values()) <= raw["limits"]["venue_slot"]
    assert max(hosts.values()) <= raw["limits"]["host_slot"]
    assert all(plan[entry["id"]] in entry["options"] for entry in raw["activities"])
    assert all(entry["place"] == venues[plan[entry["id"]]["venue"]] for entry in raw["activities"])
    assert {u["target"]: (u["have"], u["missing"]) for u in answer["unmet"]} == gaps(raw, plan)
    assert answer["bound"] <= answer["objective"] == shortfall(raw, plan)


def test_a_week_of_ninety_is_proven_and_comes_out_the_same() -> None:
    raw = _many(90, 1)
    first, again = (solve(parse(raw), seed=3, seconds=120).as_json() for _n in range(2))
    _checked(raw, first)
    assert (first["status"], first["bound"]) == ("optimal", first["objective"])
    assert first["assignment"] == again["assignment"]


def test_a_tiny_limit_still_gives_a_plan() -> None:
    raw = _many(200, 2)
    answer = solve(parse(raw), seconds=0.001).as_json()
    _checked(raw, answer)
    assert answer["status"] in ("feasible", "optimal")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_what_is_said_of_a_gap_is_true(raw: dict[str, Any]) -> None:
    """No candidate: nothing else could count. Venue or host: only that limit is in the way."""
    problem = parse(raw)
    answer = solve(problem, seconds=20)
    lifted = replace(problem, venue_slot=None), replace(problem, host_slot=None)
    for gap in answer.unmet:
        could = [i.id for i in problem.items if any(gap.target in problem.goals_met(i, o) for o in i.choices)]
        counts = [i.id for i in problem.items if gap.target in problem.goals_met(i, answer.assignment[i.id])]
        assert len(counts) == gap.have
        if not gap.reason.candidates:
            assert could == counts
        assert gap.reason.venue + gap.reason.host + gap.reason.needed + gap.reason.open == len(could) - len(
            counts
        )
        rooms, hours = (Explainer(without, answer.assignment).reason(gap.target) for without in lifted)
        assert (rooms.venue, hours.host) == (0, 0)
        assert gap.reason.blockers or not (gap.reason.venue or gap.reason.host)
        if (
            raw["targets"][gap.target]["weight"] > 1e-9 * (answer.objective or 0)
            and answer.status == "optimal"
        ):
            assert gap.reason.open == 0


def _misses(problem: Problem, free: str, plan: dict[str, Option], target: int) -> int:
    """How many the target misses at best when only ``free`` may move, and nothing weighs but the target."""
    items = tuple(item if item.id == free else replace(item, fixed=plan[item.id]) for item in problem.items)
    goals = tuple(replace(goal, weight=float(n == target)) for n, goal in enumerate(problem.goals))
    answer = solve(replace(problem, items=items, goals=goals), seconds=60)
    return {gap.target: gap.missing for gap in answer.unmet}.get(target, 0)


def _opened(problem: Problem, name: str, target: int) -> Problem:
    """The problem in which ``name`` may also take an evening of the target's day."""
    items = tuple(
        replace(item, options=(*item.options, Option(problem.goals[target].day or "", "eve", None)))
        if item.id == name else item
        for item in problem.items
    )  # fmt: skip
    return replace(problem, slots=(*problem.slots, "eve"), items=items)


def _held(problem: Problem, name: str, plan: dict[str, Option], gap: Unmet) -> str:
    """Which limit has to go before ``name`` counts for the target; found by solving, not by looking."""
    ways = {
        "needed": problem,
        "host": replace(problem, host_slot=None),
        "venue": replace(problem, host_slot=None, venue_slot=None),
        "closed": _opened(problem, name, gap.target),
    }
    return next(why for why, other in ways.items() if _misses(other, name, plan, gap.target) < gap.missing)


@pytest.mark.parametrize("seed", range(3))
def test_without_the_limit_that_a_reason_names_the_target_is_better_met(seed: int) -> None:
    """One by one, the limits go until an activity counts: the last one to go is the one that was named."""
    raw = _many(45, seed)
    raw["limits"]["host_slot"] = 1
    problem = parse(raw)
    answer = solve(problem, seconds=120)
    named: Counter[str] = Counter()
    for gap in answer.unmet[:6]:
        goal = problem.goals[gap.target]
        counting = {
            i.id for i in problem.items if gap.target in problem.goals_met(i, answer.assignment[i.id])
        }
        could = [i.id for i in problem.items if goal.concerns(i) and i.id not in counting]
        found = Counter(_held(problem, name, answer.assignment, gap) for name in could)
        reason = gap.reason
        said = {"needed": reason.needed + reason.open, "host": reason.host, "venue": reason.venue,
                "closed": reason.closed}  # fmt: skip
        assert {why: found[why] for why in said} == said
        named += found
    assert named["closed"] > 0
    assert named["host"] + named["venue"] > 0
