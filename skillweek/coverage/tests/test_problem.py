"""Reading problems: every fault is named by its path."""

import copy
from typing import Any

import pytest

from skillweek.coverage.problem import Option, ProblemError, parse


def small() -> dict[str, Any]:
    """A well-formed problem of two activities."""
    stay = {"day": "2021-05-22", "slot": "am", "venue": "v1"}
    return {
        "days": ["2021-05-22", "2021-05-23"],
        "slots": ["am", "pm"],
        "places": ["yexian", "baofeng"],
        "audiences": ["parents", "pupils"],
        "venues": [{"id": "v1", "place": "yexian"}, {"id": "v2", "place": "baofeng"}],
        "activities": [
            {"id": "a", "host": "h1", "place": "yexian", "audiences": ["parents"],
             "options": [dict(stay), stay | {"day": "2021-05-23"}], "fixed": None},
            {"id": "b", "host": "h1", "place": "yexian", "audiences": [], "options": [], "fixed": dict(stay)},
        ],
        "limits": {"venue_slot": 1, "host_slot": 2},
        "targets": [{"day": "2021-05-23", "place": "yexian", "audience": None, "min": 1, "weight": 2}],
    }  # fmt: skip


def test_a_well_formed_problem_is_read() -> None:
    problem = parse(small())
    assert [item.id for item in problem.items] == ["a", "b"]
    assert problem.items[1].choices == (Option("2021-05-22", "am", "v1"),)
    assert (problem.goals[0].minimum, problem.goals[0].weight, problem.goals[0].day) == (1, 2, "2021-05-23")
    assert (problem.venue_slot, problem.host_slot) == (1, 2)


FAULTS: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("days",), "2021-05-22", "days"),
    (("days", 1), "22 May", "days[1]"),
    (("days", 1), "20210523", "days[1]"),
    (("days", 1), "2021-05-22", "days[1]"),
    (("slots", 0), "", "slots[0]"),
    (("venues", 1, "place"), "luoyang", "venues[1].place"),
    (("venues", 1, "id"), "v1", "venues[1].id"),
    (("activities", 0), None, "activities[0]"),
    (("activities", 0, "id"), 7, "activities[0].id"),
    (("activities", 1, "id"), "a", "activities[1].id"),
    (("activities", 0, "host"), None, "activities[0].host"),
    (("activities", 0, "place"), "luoyang", "activities[0].place"),
    (("activities", 0, "audiences"), "parents", "activities[0].audiences"),
    (("activities", 0, "audiences", 0), "aliens", "activities[0].audiences[0]"),
    (("activities", 0, "options", 1, "venue"), "v9", "activities[0].options[1].venue"),
    (("activities", 0, "options", 1, "day"), "2021-06-01", "activities[0].options[1].day"),
    (("activities", 1, "fixed", "slot"), "night", "activities[1].fixed.slot"),
    (("limits",), [], "limits"),
    (("limits", "host_slot"), -1, "limits.host_slot"),
    (("limits", "venue_slot"), True, "limits.venue_slot"),
    (("targets", 0, "min"), 1.5, "targets[0].min"),
    (("targets", 0, "weight"), -1, "targets[0].weight"),
    (("targets", 0, "weight"), float("nan"), "targets[0].weight"),
    (("targets", 0, "weight"), float("inf"), "targets[0].weight"),
    (("targets", 0, "weight"), 10**400, "targets[0].weight"),
    (("targets", 0, "weight"), True, "targets[0].weight"),
    (("targets", 0, "weight"), "2", "targets[0].weight"),
    (("targets", 0, "min"), -1, "targets[0].min"),
    (("targets", 0, "min"), True, "targets[0].min"),
    (("targets", 0, "day"), "2021-05-30", "targets[0].day"),
    (("targets", 0, "place"), "luoyang", "targets[0].place"),
    (("targets", 0), [], "targets[0]"),
    (("activities", 0, "options"), [], "activities[0].options"),
    (("activities", 0, "options"), None, "activities[0].options"),
    (("activities", 0, "options", 0), "am", "activities[0].options[0]"),
    (("activities", 0, "options", 0, "slot"), ["am"], "activities[0].options[0].slot"),
    (("activities", 0, "fixed"), {"day": "2021-05-22", "slot": "pm", "venue": "v2"}, "activities[0].fixed"),
    (("places", 0), "\ud800", "places[0]"),
    (("targets", 0, "audience"), "aliens", "targets[0].audience"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "value", "path"), FAULTS)
def test_a_fault_is_named_by_its_path(where: tuple[str | int, ...], value: Any, path: str) -> None:
    broken = copy.deepcopy(small())
    inner: Any = broken
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    with pytest.raises(ProblemError) as caught:
        parse(broken)
    assert caught.value.path == path
    assert str(caught.value).startswith(f"{path}：")


@pytest.mark.parametrize("key", ["days", "slots", "places", "audiences", "venues", "activities", "targets"])
def test_a_missing_part_is_named(key: str) -> None:
    broken = small()
    del broken[key]
    with pytest.raises(ProblemError) as caught:
        parse(broken)
    assert caught.value.path == key


@pytest.mark.parametrize(("part", "key"), [
    ("activities", "id"), ("activities", "host"), ("activities", "audiences"), ("activities", "options"),
    ("targets", "min"), ("targets", "weight"), ("venues", "id"), ("venues", "place"),
])  # fmt: skip
def test_a_missing_key_is_named(part: str, key: str) -> None:
    broken = small()
    del broken[part][0][key]
    with pytest.raises(ProblemError) as caught:
        parse(broken)
    assert caught.value.path == f"{part}[0].{key}"


@pytest.mark.parametrize("raw", [None, [], "problem", 3])
def test_something_else_altogether_is_refused(raw: Any) -> None:
    with pytest.raises(ProblemError) as caught:
        parse(raw)
    assert caught.value.path == "$"
