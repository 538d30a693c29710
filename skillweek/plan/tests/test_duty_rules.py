"""Rules of duties and reminders: every state alone and together, and the days on which a reminder fires."""

from datetime import date
from itertools import combinations, product

from skillweek.plan.rules import WORST_FIRST, duty_state, fires, joint_state


def test_waived_whatever_was_done_and_when() -> None:
    due = date(2021, 5, 28)
    days = (date(2021, 5, 27), due, date(2021, 5, 29))
    assert {duty_state(count, 2, due, day, waived=True) for count, day in product((0, 1, 2), days)} == {
        "waived"
    }


def test_the_state_of_several_duties() -> None:
    table = {
        states: joint_state(set(states)) for size in range(6) for states in combinations(WORST_FIRST, size)
    }
    assert {state for states, state in table.items() if "late" in states} == {"late"}
    assert {states: state for states, state in table.items() if "late" not in states} == {
        (): "", ("open",): "open", ("partly",): "partly", ("met",): "met", ("waived",): "waived",
        ("open", "partly"): "partly", ("open", "met"): "partly", ("open", "waived"): "partly",
        ("partly", "met"): "partly", ("partly", "waived"): "partly", ("met", "waived"): "met",
        ("open", "partly", "met"): "partly", ("open", "partly", "waived"): "partly",
        ("open", "met", "waived"): "partly", ("partly", "met", "waived"): "partly",
        ("open", "partly", "met", "waived"): "partly",
    }  # fmt: skip


def test_days_on_which_a_reminder_fires() -> None:
    day, week = date(2021, 5, 25), [date(2021, 5, number) for number in range(24, 30)]
    assert [one.day for one in week if fires(day, one)] == [25, 26, 27, 28]
