"""Spacing and travel of highlights: the format, what it costs, and the optimum against brute force."""

import copy
import itertools
import json
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillweek.coverage.distance import Point, drive, kilometres
from skillweek.coverage.problem import Option, ProblemError, Spacing, Travel, parse
from skillweek.coverage.solver import shortfall_today, solve
from skillweek.coverage.solving.rows import Rows
from skillweek.coverage.solving.shape import Shape
from skillweek.coverage.tests.test_solver import VENUES, _many, allowed, problems, shortfall

#: v and w lie 1.1 km apart, x 56 km north of them; nobody knows where u is
AT = {"v": [33.73, 113.30], "w": [33.74, 113.30], "x": [34.24, 113.30]}
DAY = "2021-05-22"


def week(*stands: list[tuple[str, str]], fixed: bool = False, **limits: Any) -> dict[str, Any]:
    """Highlights n0, n1, … with the half days and rooms of one day that each may take."""
    activities = [
        {"id": f"n{number}", "host": f"h{number}", "place": None, "audiences": [], "fixed": None, "highlight": True,
         "options": [{"day": DAY, "slot": slot, "venue": venue} for slot, venue in choices]}
        for number, choices in enumerate(stands)
    ]  # fmt: skip
    for entry in activities if fixed else ():
        entry["fixed"] = entry["options"][0]
    places = {"v": "p", "w": "q", "x": "q", "u": "p", "y": "p"}
    venues = [
        {"id": name, "place": place} | ({"at": AT[name]} if name in AT else {})
        for name, place in places.items()
    ]
    return {
        "days": [DAY], "slots": ["am", "pm", "eve"], "places": ["p", "q"], "audiences": [], "venues": venues,
        "activities": activities, "targets": [], "limits": {"venue_slot": 2} | limits,
    }  # fmt: skip


NEAR = {"near_km": 3.0, "weight": 2}
FAR = {"kmh": 40, "minutes": 60, "weight": 0.5}


def told(raw: dict[str, Any], **how: Any) -> dict[str, Any]:
    return solve(parse(raw), **how).as_json()


def test_what_is_asked_is_read() -> None:
    problem = parse(week([("am", "v")], spacing=NEAR, travel=FAR))
    assert (problem.spacing, problem.travel) == (Spacing(3.0, 2), Travel(40, 60, 0.5))
    assert problem.spots == {name: tuple(at) for name, at in AT.items()}
    assert (problem.items[0].highlight, problem.items[0].series) == (True, None)
    nothing = parse(week([("am", "v")], spacing=None, travel=None))
    assert (nothing.spacing, nothing.travel) == (None, None)


FAULTS: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("venues", 0, "at"), "33.7,113.3", "venues[0].at"),
    (("venues", 0, "at"), [33.7], "venues[0].at"),
    (("venues", 0, "at", 0), 91, "venues[0].at[0]"),
    (("venues", 0, "at", 0), True, "venues[0].at[0]"),
    (("venues", 0, "at", 1), "113", "venues[0].at[1]"),
    (("venues", 0, "at", 1), float("nan"), "venues[0].at[1]"),
    (("activities", 0, "highlight"), 1, "activities[0].highlight"),
    (("activities", 0, "highlight"), "yes", "activities[0].highlight"),
    (("activities", 0, "series"), 7, "activities[0].series"),
    (("limits", "spacing"), 3, "limits.spacing"),
    (("limits", "spacing"), {"weight": 1}, "limits.spacing.near_km"),
    (("limits", "spacing", "near_km"), -0.5, "limits.spacing.near_km"),
    (("limits", "spacing", "near_km"), 10**400, "limits.spacing.near_km"),
    (("limits", "spacing", "weight"), None, "limits.spacing.weight"),
    (("limits", "spacing", "weight"), float("inf"), "limits.spacing.weight"),
    (("limits", "travel"), [], "limits.travel"),
    (("limits", "travel", "kmh"), 0, "limits.travel.kmh"),
    (("limits", "travel", "kmh"), True, "limits.travel.kmh"),
    (("limits", "travel", "minutes"), 1441, "limits.travel.minutes"),
    (("limits", "travel", "weight"), -1, "limits.travel.weight"),
]


@pytest.mark.parametrize(("where", "value", "path"), FAULTS)
def test_a_fault_is_named_by_its_path(where: tuple[str | int, ...], value: Any, path: str) -> None:
    broken = copy.deepcopy(week([("am", "v")], spacing=dict(NEAR), travel=dict(FAR)))
    inner: Any = broken
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    with pytest.raises(ProblemError) as caught:
        parse(broken)
    assert caught.value.path == path
    assert str(caught.value).startswith(f"{path}：")


def test_spacing_forces_another_half_day() -> None:
    answer = told(week([("am", "v")], [("am", "w"), ("eve", "w")], spacing=NEAR))
    assert answer["assignment"]["n1"] == {"day": DAY, "slot": "eve", "venue": "w"}
    assert (answer["status"], answer["objective"], answer["bound"], answer["spacing"]) == (
        "optimal",
        0,
        0,
        [],
    )
    assert "travel" not in answer


def test_spacing_that_cannot_be_had_is_told_with_its_cost() -> None:
    answer = told(week([("am", "v")], [("am", "w")], [("am", "x")], spacing=NEAR, travel=FAR))
    assert (answer["status"], answer["objective"], answer["bound"]) == ("optimal", 2, 2)
    km = round(kilometres(Point(*AT["v"]), Point(*AT["w"])), 3)
    assert answer["spacing"] == [{"activities": ["n0", "n1"], "day": DAY, "slot": "am", "km": km}]
    assert answer["travel"] == []


def test_a_drive_between_neighbouring_half_days_is_told() -> None:
    stands = [("pm", "x")], [("am", "v")], [("eve", "v")]
    answer = told(week(*stands, fixed=True, spacing=NEAR, travel=FAR))
    minutes = drive(Point(*AT["v"]), Point(*AT["x"]), speed=40)
    assert minutes > 60
    assert (answer["status"], answer["objective"], answer["spacing"]) == ("optimal", 1, [])
    assert answer["travel"] == [
        {"activities": ["n1", "n0"], "day": DAY, "slots": ["am", "pm"], "minutes": minutes},
        {"activities": ["n0", "n2"], "day": DAY, "slots": ["pm", "eve"], "minutes": minutes},
    ]
    raw = week(*stands, fixed=True, travel=FAR | {"minutes": minutes})
    assert (told(raw)["objective"], told(raw)["travel"]) == (0, [])


def test_a_half_day_between_makes_the_drive_no_matter() -> None:
    answer = told(week([("am", "v")], [("pm", "x"), ("eve", "x")], travel=FAR))
    assert (answer["objective"], answer["assignment"]["n1"]["slot"]) == (0, "eve")


@pytest.mark.parametrize(("one", "other", "near"), [
    ("u", "u", True), ("u", "y", True), ("u", "v", True), ("u", "w", False), ("v", "v", True), ("v", "x", False),
])  # fmt: skip
def test_without_coordinates_the_same_place_is_near(one: str, other: str, near: bool) -> None:
    answer = told(week([("am", one)], [("am", other)], spacing=NEAR))
    assert (answer["objective"], len(answer["spacing"])) == ((2, 1) if near else (0, 0))
    if near and "u" in (one, other):
        assert answer["spacing"][0]["km"] is None


def test_only_highlights_that_stand_somewhere_count() -> None:
    raw = week([("am", "v")], [("am", "v")], [("pm", "x")], spacing=NEAR, travel=FAR)
    raw["activities"][0]["highlight"] = False
    raw["activities"][1]["options"][0]["venue"] = None
    answer = told(raw)
    assert (answer["objective"], answer["spacing"], answer["travel"]) == (0, [], [])


def test_a_series_is_not_in_its_own_way() -> None:
    raw = week([("am", "v")], [("am", "v")], [("pm", "x")], spacing=NEAR, travel=FAR)
    for entry in raw["activities"][:2]:
        entry["series"] = "s"
    answer = told(raw)
    assert (answer["objective"], answer["spacing"], len(answer["travel"])) == (1, [], 2)


def test_a_target_may_weigh_more_than_spacing() -> None:
    raw = week([("am", "v")], [("am", "w"), ("am", "x")], spacing=NEAR)
    raw["targets"] = [{"day": None, "place": "q", "audience": None, "min": 1, "weight": 1}]
    assert told(raw)["objective"] == 0
    for entry, place in zip(raw["venues"], ["p", "q", "p", "p", "p"], strict=True):
        entry["place"] = place
    answer = told(raw)
    assert (answer["objective"], answer["assignment"]["n1"]["venue"]) == (1, "x")
    assert answer["unmet"][0]["reason"] == "1 场移来会让看点离得太近，或者赶不过去"
    raw["targets"][0]["weight"] = 3
    answer = told(raw)
    assert (answer["objective"], answer["assignment"]["n1"]["venue"], answer["unmet"]) == (2, "w", [])


def test_without_weight_it_is_told_and_costs_nothing() -> None:
    answer = told(week([("am", "v")], [("am", "w")], spacing=NEAR | {"weight": 0}))
    assert (answer["objective"], answer["status"], len(answer["spacing"])) == (0, "optimal", 1)


def test_an_infeasible_problem_tells_empty_lists() -> None:
    answer = told(week(*[[("am", "v")]] * 3, spacing=NEAR, travel=FAR))
    assert (answer["status"], answer["spacing"], answer["travel"]) == ("infeasible", [], [])


def test_what_it_costs_as_things_stand() -> None:
    raw = week([("am", "v"), ("eve", "v")], [("am", "w")], spacing=NEAR, travel=FAR)
    for entry in raw["activities"]:
        entry["current"] = entry["options"][0]
    problem = parse(raw)
    assert shortfall_today(problem) == 2
    answer = solve(problem)
    assert (answer.objective, answer.assignment["n0"]) == (0, Option(DAY, "eve", "v"))


def cost(raw: dict[str, Any], plan: dict[str, dict[str, Any]]) -> Fraction:
    """What highlights cost, counted straight from the words of the format."""
    total, spacing, travel = Fraction(0), raw["limits"]["spacing"], raw["limits"]["travel"]
    venues = {venue["id"]: venue for venue in raw["venues"]}
    shown = [entry for entry in raw["activities"] if entry["highlight"] and plan[entry["id"]]["venue"]]
    for one, other in itertools.combinations(shown, 2):
        a, b = plan[one["id"]], plan[other["id"]]
        at, to = venues[a["venue"]].get("at"), venues[b["venue"]].get("at")
        places = [entry["place"] or VENUES[plan[entry["id"]]["venue"]] for entry in (one, other)]
        same = a["venue"] == b["venue"] or places[0] == places[1]
        near = kilometres(Point(*at), Point(*to)) <= spacing["near_km"] if at and to else same
        if a["day"] != b["day"] or (one["series"] and one["series"] == other["series"]):
            continue
        if a["slot"] == b["slot"] and near:
            total += Fraction(str(spacing["weight"]))
        far = at and to and drive(Point(*at), Point(*to), speed=travel["kmh"]) > travel["minutes"]
        if a["slot"] != b["slot"] and far:
            total += Fraction(str(travel["weight"]))
    return total


weights = st.sampled_from([0, 1, 2, 5, 0.5, 1 / 3])


@st.composite
def shows(draw: st.DrawFn) -> dict[str, Any]:
    """Small problems, most of their activities highlights."""
    raw = draw(problems())
    for goal in raw["targets"]:
        goal["weight"] = draw(weights)
    for entry in raw["activities"]:
        entry["highlight"] = draw(st.sampled_from([True, True, False]))
        entry["series"] = draw(st.sampled_from([None, None, "s"]))
    for venue in raw["venues"]:
        at = draw(st.none() | st.sampled_from([[33.7, 113.3], [33.72, 113.3], [34.0, 113.3], [34.5, 113.0]]))
        if at:
            venue["at"] = at
    raw["limits"]["spacing"] = {"near_km": draw(st.sampled_from([0, 3, 40])), "weight": draw(weights)}
    raw["limits"]["travel"] = {
        "kmh": 40,
        "minutes": draw(st.sampled_from([0, 30, 90])),
        "weight": draw(weights),
    }
    return raw


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shows())
def test_the_optimum_is_that_of_brute_force(raw: dict[str, Any]) -> None:
    answer = told(raw, seconds=20)
    names = [entry["id"] for entry in raw["activities"]]
    choices = [[e["fixed"]] if e["fixed"] else e["options"] for e in raw["activities"]]
    plans = (dict(zip(names, plan, strict=True)) for plan in itertools.product(*choices))
    best = min((Fraction(shortfall(raw, p)) + cost(raw, p) for p in plans if allowed(raw, p)), default=None)
    if best is None:
        assert (answer["status"], answer["spacing"], answer["travel"]) == ("infeasible", [], [])
        return
    plan = answer["assignment"]
    assert allowed(raw, plan)
    assert answer["status"] == "optimal"
    assert answer["objective"] == pytest.approx(float(best), rel=1e-9, abs=1e-12)
    assert answer["objective"] == pytest.approx(shortfall(raw, plan) + float(cost(raw, plan)), rel=1e-12)
    listed = [
        Fraction(str(raw["limits"][name]["weight"])) * len(answer[name]) for name in ("spacing", "travel")
    ]
    assert sum(listed) == cost(raw, plan)


def fair(count: int, seed: int, shown: int) -> dict[str, Any]:
    """A week in which the first ``shown`` activities are highlights, and rooms lie some kilometres apart."""
    raw, pick = _many(count, seed), Random(seed)
    for venue in raw["venues"]:
        venue["at"] = [round(33.6 + pick.random() * 0.6, 3), round(113.0 + pick.random() * 0.6, 3)]
    for entry in raw["activities"][:shown]:
        entry["highlight"] = True
    raw["limits"] |= {
        "spacing": {"near_km": 15, "weight": 2},
        "travel": {"kmh": 40, "minutes": 60, "weight": 1},
    }
    return raw


def test_the_same_seed_gives_the_same_answer() -> None:
    raw = fair(60, 5, 20)
    first, again = (told(raw, seed=4, seconds=120) for _n in range(2))
    assert (first["status"], first["bound"]) == ("optimal", first["objective"])
    assert first | {"seconds": 0} == again | {"seconds": 0}


def test_absent_the_answer_is_what_it_was() -> None:
    """Coordinates and highlights alone change not a byte; nor do highlights that cannot meet."""
    plain, marked, raw = _many(60, 4), fair(60, 4, 25), fair(60, 4, 1)
    del marked["limits"]["spacing"], marked["limits"]["travel"]
    first, second, third = (told(one, seed=2, seconds=120) | {"seconds": 0} for one in (plain, marked, raw))
    assert json.dumps(first) == json.dumps(second)
    assert list(first) == ["status", "objective", "bound", "assignment", "unmet", "seconds"]
    assert (third.pop("spacing"), third.pop("travel"), third) == ([], [], first)


def test_more_meetings_than_rows_still_give_a_true_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = fair(45, 6, 20)
    exact = told(raw, seconds=120)
    monkeypatch.setattr("skillweek.coverage.solving.meetings.MOST", 10)
    shape = Shape(parse(raw))
    assert Rows(shape, range(len(shape.groups))).partial
    rough = told(raw, seconds=120)
    assert exact["status"] == "optimal"
    assert rough["bound"] <= exact["objective"] <= rough["objective"]


def test_more_highlights_than_half_days_are_counted_at_once() -> None:
    """Twelve in the three half days of one hall: four each, 3 x 6 meetings; the rows alone already say so."""
    raw = week(*[[(slot, "v") for slot in ("am", "pm", "eve")]] * 12, venue_slot=12, spacing=NEAR)
    answer = told(raw, seconds=120)
    assert (answer["status"], answer["objective"], len(answer["spacing"])) == ("optimal", 36, 18)
