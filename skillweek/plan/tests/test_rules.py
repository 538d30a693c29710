"""Every cell of the tables of states."""

from datetime import date
from itertools import product

from skillweek.plan.models import Notice, Recipient
from skillweek.plan.rules import (
    REFUSALS,
    differences,
    duty_state,
    is_overdue,
    next_notice_state,
    next_recipient_state,
)

STEPS = ("edit", "send", "supersede", "send further", "read", "acknowledge", "urge", "forward", "revise")


def test_notices() -> None:
    table = {
        (state, step): next_notice_state(state, step) for state, step in product(Notice.State.values, STEPS)
    }
    allowed = {key: following for key, following in table.items() if following}
    assert allowed == {
        ("draft", "edit"): "draft", ("draft", "send"): "sent",
        ("sent", "supersede"): "superseded", ("sent", "send further"): "sent", ("sent", "read"): "sent",
        ("sent", "acknowledge"): "sent", ("sent", "urge"): "sent", ("sent", "forward"): "sent",
        ("sent", "revise"): "sent", ("superseded", "read"): "superseded",
    }  # fmt: skip
    assert len(table) == len(Notice.State.values) * len(STEPS) == 27
    assert set(REFUSALS) == set(Notice.State.values)


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


def test_overdue_begins_the_day_after_the_last() -> None:
    due = date(2021, 5, 28)
    table = {
        (state, day.day): is_overdue(state, due, day)
        for state, day in product(Recipient.State.values, (due, date(2021, 5, 29)))
    }
    assert {key for key, late in table.items() if late} == {("sent", 29), ("read", 29)}
    assert not is_overdue("sent", None, due)


def test_differences_of_texts() -> None:
    def said(old: str, new: str) -> list[list[tuple[str, str]]]:
        return [[(piece.kind, piece.text) for piece in part] for part in differences(old, new)]

    assert said("甲\n\n乙", "甲\n乙") == [[("same", "甲")], [("same", "乙")]]
    assert said("", "甲") == [[("ins", "甲")]]
    assert said("甲\n乙", "乙") == [[("del", "甲")], [("same", "乙")]]
    assert said("五月八日前报送", "五月九日前报送") == [
        [("same", "五月"), ("del", "八"), ("ins", "九"), ("same", "日前报送")]
    ]
    assert said("完全不同", "另写一段") == [[("del", "完全不同"), ("ins", "另写一段")]]
    long = "甲" * 3000
    assert said(long, long + "乙") == [[("del", long), ("ins", long + "乙")]]
