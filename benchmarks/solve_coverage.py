"""The planner on families of random problems: 300 activities x 7 days x 12 places x 6 audiences, and 3,000.

Beside it, in the same run and on the same problems, one row per option as the format states it: CP-SAT with one worker
as it comes, and the HiGHS solver of mixed whole programmes. All get the same number of seconds.
``--only NAME`` measures one family, ``--no-peers`` leaves the others out.
"""

import argparse
import random
import time
from collections.abc import Callable
from typing import Any

from benchmarks import machine

SECONDS = {300: 10, 3000: 60}
#: name: activities, and what differs from a typical city
FAMILIES: dict[str, tuple[int, dict[str, Any]]] = {
    "typical": (300, {}),
    "roomy": (300, {"rooms": 8, "host_slot": 2}),
    "tight": (300, {"sampled": (4, 20)}),
    "few options": (300, {"sampled": (2, 5), "rooms": 5}),
    "hard": (300, {"sampled": (6, 40), "need": 1.2, "seed": 1}),
    "no plan": (300, {"sampled": (1, 2), "rooms": 2}),
    "3000 typical": (3000, {"rooms": 25, "hosts": 600, "host_slot": 2}),
    "3000 roomy": (3000, {"rooms": 40, "hosts": 400, "host_slot": 3}),
    "3000 tight": (3000, {"sampled": (4, 20), "rooms": 25, "hosts": 200}),
}


def main() -> None:
    """Measure and publish."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=FAMILIES)
    parser.add_argument("--no-peers", action="store_true")
    chosen = parser.parse_args()
    from django.conf import settings

    settings.configure(USE_I18N=False)
    names = [chosen.only] if chosen.only else list(FAMILIES)
    about = machine.description()
    figures = {name: _family(name, peers=not chosen.no_peers) for name in names}
    machine.publish(
        "solve_coverage" if not chosen.only else "solve_coverage_part", about, {"families": figures}
    )


def _family(name: str, *, peers: bool) -> dict[str, Any]:
    from skillweek.coverage.problem import parse
    from skillweek.coverage.solver import solve

    count, traits = FAMILIES[name]
    began, worked = time.perf_counter(), time.process_time()
    problem = parse(city(count, **traits))
    answer = solve(problem, seconds=SECONDS[count])
    figures: dict[str, Any] = {
        "options": sum(len(item.choices) for item in problem.items), "targets": len(problem.goals),
        "limit_seconds": SECONDS[count], "seconds": round(time.perf_counter() - began, 2),
        "processor_seconds": round(time.process_time() - worked, 2),
        **_result(answer.status, answer.objective, answer.bound),
    }  # fmt: skip
    for peer, run in (("cp_sat_as_it_comes", _cp_sat), ("highs", _highs)) if peers else ():
        figures[peer] = run(problem, SECONDS[count])
    print(name, figures, flush=True)
    return figures


def _result(status: str, objective: float | None, bound: float | None) -> dict[str, Any]:
    gap = (
        None
        if objective is None or bound is None
        else (objective - bound) / max(bound, 1e-9)
        if objective
        else 0.0
    )
    return {
        "status": status,
        "objective": objective,
        "bound": bound,
        "gap": gap if gap is None else round(gap, 4),
    }


def city(
    count: int, *, rooms: int = 3, hosts: int = 60, host_slot: int = 2, need: float = 1.0,
    sampled: tuple[int, int] | None = None, seed: int = 0,
) -> dict[str, Any]:  # fmt: skip
    """A city's problem: ``rooms`` venues a place; all half days of some days and rooms, or ``sampled`` ones."""
    pick = random.Random(seed)
    days = [f"2021-05-{22 + n}" for n in range(7)]
    places, audiences = [f"p{n}" for n in range(12)], [f"a{n}" for n in range(6)]
    venues = [{"id": f"{place}-v{n}", "place": place} for place in places for n in range(rooms)]
    activities = []
    for number in range(count):
        host = pick.randrange(hosts)
        place = places[host % 12]
        own = [venue["id"] for venue in venues if venue["place"] == place]
        some_days, some_rooms = (
            pick.sample(days, pick.randint(2, 7)),
            pick.sample(own, pick.randint(1, len(own))),
        )
        if sampled:
            some_days, some_rooms = days, own
        options = [
            {"day": d, "slot": s, "venue": v} for d in some_days for s in ("am", "pm") for v in some_rooms
        ]
        if sampled:
            options = pick.sample(options, min(len(options), pick.randint(*sampled)))
        activities.append(
            {"id": f"n{number}", "host": f"h{host}", "place": place, "options": options, "fixed": None,
             "audiences": pick.sample(audiences, pick.randint(1, 3))}
        )  # fmt: skip
    return {
        "days": days, "slots": ["am", "pm"], "places": places, "audiences": audiences, "venues": venues,
        "activities": activities, "limits": {"venue_slot": 1, "host_slot": host_slot},
        "targets": _targets(pick, days, places, audiences, count * need),
    }  # fmt: skip


def _targets(pick: random.Random, days: list[str], places: list[str], audiences: list[str],
             count: float) -> list[dict[str, Any]]:  # fmt: skip
    """Each place every day, each audience in most places every day, each audience in each place."""

    def target(day: str | None, place: str | None, audience: str | None, least: int) -> dict[str, Any]:
        weight = pick.choice((1, 2, 3, 5))
        return {"day": day, "place": place, "audience": audience, "min": least, "weight": weight}

    cells = [target(d, p, a, 1) for d in days for p in places for a in audiences if pick.random() < 0.6]
    rows = [target(d, p, None, max(1, round(count / 84))) for d in days for p in places]
    columns = [target(d, None, a, round(count / 21)) for d in days for a in audiences]
    return [*cells, *rows, *columns, *(target(None, p, a, 2) for p in places for a in audiences)]


def _stated(
    problem: Any, variable: Callable[[], Any], number: Callable[[int], Any], add: Callable[[Any], Any]
) -> Any:
    """The problem as the format states it, one variable an option, for any solver; gives what is minimised."""
    rooms: dict[Any, list[Any]] = {}
    hours: dict[Any, list[Any]] = {}
    helpers: dict[int, list[Any]] = {}
    for item in problem.items:
        taken = {option: variable() for option in item.choices}
        add(sum(taken.values()) == 1)
        for option, one in taken.items():
            rooms.setdefault(option, []).append(one)
            hours.setdefault((item.host, option.day, option.slot), []).append(one)
            for goal in problem.goals_met(item, option):
                helpers.setdefault(goal, []).append(one)
    for limit, users in ((problem.venue_slot, rooms), (problem.host_slot, hours)):
        for ones in users.values():
            if len(ones) > limit:
                add(sum(ones) <= limit)
    short = {n: number(goal.minimum) for n, goal in enumerate(problem.goals) if goal.minimum}
    for n, one in short.items():
        add(one + sum(helpers.get(n, [])) >= problem.goals[n].minimum)
    return sum(problem.goals[n].weight * one for n, one in short.items())


def _cp_sat(problem: Any, seconds: float) -> dict[str, Any]:
    from ortools.sat.python import cp_model

    began, model = time.perf_counter(), cp_model.CpModel()
    goal = _stated(
        problem, lambda: model.new_bool_var(""), lambda most: model.new_int_var(0, most, ""), model.add
    )
    model.minimize(goal)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(0.1, seconds - (time.perf_counter() - began))
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    objective, bound = (solver.objective_value, solver.best_objective_bound) if found else (None, None)
    return {"seconds": round(time.perf_counter() - began, 2),
            **_result(solver.status_name(status).lower(), objective, bound)}  # fmt: skip


def _highs(problem: Any, seconds: float) -> dict[str, Any]:
    from ortools.linear_solver import pywraplp

    began, solver = time.perf_counter(), pywraplp.Solver.CreateSolver("HIGHS")
    solver.SuppressOutput()
    solver.Minimize(
        _stated(problem, lambda: solver.BoolVar(""), lambda most: solver.NumVar(0, most, ""), solver.Add)
    )
    solver.SetTimeLimit(max(100, round(1000 * (seconds - (time.perf_counter() - began)))))
    status = solver.Solve()
    words = {solver.OPTIMAL: "optimal", solver.FEASIBLE: "feasible", solver.INFEASIBLE: "infeasible"}
    goal = solver.Objective()
    found = status in (solver.OPTIMAL, solver.FEASIBLE)
    objective, bound = (round(goal.Value(), 6), round(goal.BestBound(), 6)) if found else (None, None)
    return {"seconds": round(time.perf_counter() - began, 2),
            **_result(words.get(status, "unknown"), objective, bound)}  # fmt: skip


if __name__ == "__main__":
    main()
