"""The planner against brute force, and what it says about what it cannot do."""

import itertools
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillweek.coverage.problem import Option, Problem, parse
from skillweek.coverage.solver import solve
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
        "fixed": st.none() | options,
    }
)
target = st.fixed_dictionaries(
    {
        "day": st.none() | st.sampled_from(DAYS),
        "place": st.none() | st.sampled_from(PLACES),
        "audience": st.none() | st.sampled_from(AUDIENCES),
        "min": st.integers(0, 4),
        "weight": st.integers(0, 5) | st.sampled_from([0.5, 1.25]),
    }
)


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    """Small problems in the JSON format, some of them infeasible."""
    activities = draw(st.lists(activity, min_size=1, max_size=5))
    for number, entry in enumerate(activities):
        entry["id"] = f"n{number}"
    return {
        "days": DAYS, "slots": ["am", "pm"], "places": PLACES, "audiences": AUDIENCES,
        "venues": [{"id": name, "place": place} for name, place in VENUES.items()],
        "activities": activities, "targets": draw(st.lists(target, max_size=5)),
        "limits": {"venue_slot": draw(st.integers(1, 2)), "host_slot": draw(st.none() | st.integers(1, 3))},
    }  # fmt: skip


def shortfall(raw: dict[str, Any], plan: dict[str, dict[str, Any]]) -> float:
    """The weighted shortfall of ``plan``, counted straight from the words of the format."""
    total = 0.0
    for goal in raw["targets"]:
        have = 0
        for entry in raw["activities"]:
            place = entry["place"] or VENUES.get(plan[entry["id"]]["venue"])
            have += (
                goal["day"] in (None, plan[entry["id"]]["day"])
                and goal["place"] in (None, place)
                and (goal["audience"] is None or goal["audience"] in entry["audiences"])
            )
        total += goal["weight"] * max(0, goal["min"] - have)
    return total


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
        assert answer["status"] == "infeasible"
        return
    assert answer["status"] == "optimal"
    assert answer["objective"] == best == answer["bound"]
    plan = answer["assignment"]
    assert [entry["id"] for entry in raw["activities"]] == list(plan)
    assert allowed(raw, plan)
    assert shortfall(raw, plan) == best
    for entry in raw["activities"]:
        assert plan[entry["id"]] in ([entry["fixed"]] if entry["fixed"] else entry["options"])
    assert sum(raw["targets"][u["target"]]["weight"] * u["missing"] for u in answer["unmet"]) == best
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
