"""Every cell of the tables of states."""

from datetime import date
from itertools import combinations, product

from skillweek.plan.models import Notice, Recipient
from skillweek.plan.rules import (
    WORST_FIRST,
    duty_state,
    fires,
    joint_state,
    next_notice_state,
    next_recipient_state,
)


def test_notices() -> None:
    table = {
        (state, step): next_notice_state(state, step)
        for state, step in product(Notice.State.values, ("edit", "send", "supersede"))
    }
    assert table == {
        ("draft", "edit"): "draft", ("draft", "send"): "sent", ("draft", "supersede"): None,
        ("sent", "edit"): None, ("sent", "send"): None, ("sent", "supersede"): "superseded",
        ("superseded", "edit"): None, ("superseded", "send"): None, ("superseded", "supersede"): None,
    }  # fmt: skip


def test_receipts() -> None:
    table = {
        (state, step): next_recipient_state(state, step)
        for state, step in product(Recipient.State.values, ("read", "acknowledge"))
    }
    assert table == {
        ("sent", "read"): "read", ("sent", "acknowledge"): "acknowledged",
        ("read", "read"): "read", ("read", "acknowledge"): "acknowledged",
        ("acknowledged", "read"): "acknowledged", ("acknowledged", "acknowledge"): "acknowledged",
    }  # fmt: skip


def test_duties() -> None:
    due = date(2021, 5, 28)
    days = {"before": date(2021, 5, 27), "on": due, "after": date(2021, 5, 29)}
    table = {
        (count, when): duty_state(count, 2, due, day)
        for count, (when, day) in product((0, 1, 2), days.items())
    }
    assert table == {
        (0, "before"): "open", (0, "on"): "open", (0, "after"): "late",
        (1, "before"): "partly", (1, "on"): "partly", (1, "after"): "late",
        (2, "before"): "met", (2, "on"): "met", (2, "after"): "met",
    }  # fmt: skip
    assert {duty_state(count, 2, due, day, waived=True) for count in (0, 1, 2) for day in days.values()} == {
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
    day = date(2021, 5, 25)
    assert [fires(day, date(2021, 5, number)) for number in range(24, 30)] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]
