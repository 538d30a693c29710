"""The board of duties: states by evidence, for those who may see them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from skillweek.accounts.models import User
from skillweek.common import clock, registry
from skillweek.common.registry import Evidence, Registry
from skillweek.organisations.models import Organisation
from skillweek.plan import queries
from skillweek.plan.models import Edition
from skillweek.plan.tests.factories import make_duty

SignIn = Callable[[User], Client]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, school: Organisation) -> list[str]:
    """A registry with a provider of this test alone; returns what it was asked."""
    calls: list[str] = []

    def count(edition: Edition, parameter: str) -> dict[int, int]:
        calls.append(parameter)
        return {school.pk: {"campus": 2, "online": 1}.get(parameter, 0)}

    providers: Registry[Evidence] = Registry()
    providers.register("activities", Evidence("活动", count))
    monkeypatch.setattr(registry, "evidence", providers)
    return calls


def test_states_by_evidence_and_date(
    edition: Edition, school: Organisation, other_school: Organisation, asked: list[str], now: datetime
) -> None:
    make_duty(edition, school)
    make_duty(edition, school, path="3.2", parameter="online", minimum=2)
    make_duty(edition, school, path="3.1", parameter="launch", due=date(2021, 5, 22))
    make_duty(edition, other_school)
    board = queries.board(edition, [school, other_school])
    assert [clause.path for clause in board.clauses] == ["3.1", "3.2", "3.4"]
    assert {row.organisation: [cell.state for cell in row.cells] for row in board.rows} == {
        school: ["late", "partly", "met"], other_school: ["", "", "open"],
    }  # fmt: skip
    assert board.figures == queries.Cell(late=1, open=1, partly=1, met=1)
    assert sorted(asked) == ["campus", "launch", "online"]
    states = queries.worst_first(queries.states_of(edition, [school]))
    assert [one.state for one in states] == ["late", "partly", "met"]


def test_a_duty_is_late_the_day_after_its_date(
    edition: Edition, school: Organisation, asked: list[str], now: datetime
) -> None:
    duty = make_duty(edition, school, parameter="launch", due=now.date())
    assert queries.board(edition, [school]).figures.late == 0
    with clock.frozen(now + timedelta(days=1)):
        assert queries.board(edition, [school]).figures.late == 1
        assert [one.duty for one in queries.states_of(edition, [school]) if one.state == "late"] == [duty]


@pytest.mark.usefixtures("asked")
def test_who_sees_which_row(
    edition: Edition, city: Organisation, county: Organisation, school: Organisation, other_school: Organisation,
    lin: User, zhou: User, he: User, men: User, now: datetime, sign_in: SignIn,
) -> None:  # fmt: skip
    for unit in (county, school, other_school):
        make_duty(edition, unit)

    def seen(user: User) -> list[str]:
        return [row.organisation.code for row in queries.board(edition, queries.board_units(user)).rows]

    assert (seen(lin), seen(zhou), seen(he), seen(men)) == (
        ["school-b", "yexian", "school-a"], ["yexian", "school-a"], ["school-a"], [],
    )  # fmt: skip
    mine = sign_in(he).get("/desk/duties/")
    assert ("board" in mine.context, [one.duty.organisation for one in mine.context["mine"]]) == (
        False,
        [school],
    )
    everybody = sign_in(lin).get("/desk/duties/")
    assert (everybody.status_code, len(everybody.context["board"].rows)) == (200, 3)


@pytest.mark.usefixtures("asked", "now")
@pytest.mark.parametrize("number", [1, 3])
def test_constant_number_of_queries(
    number: int, edition: Edition, school: Organisation, django_assert_num_queries: Callable[..., object]
) -> None:
    for path in range(number):
        make_duty(edition, school, path=f"3.{path}")
    with django_assert_num_queries(3):  # duties, waivers, clauses
        queries.board(edition, [school])
    with django_assert_num_queries(2):  # duties, waivers
        queries.states_of(edition, [school])


def test_pages_of_the_plan(edition: Edition, he: User, sign_in: SignIn, now: datetime) -> None:
    page = sign_in(he).get("/desk/plan/")
    assert (page.status_code, page.context["phase"]) == (200, "run")


def test_every_evidence_has_words_and_a_way(edition: Edition) -> None:
    for key, found in registry.evidence.items():
        assert isinstance(found, Evidence), f"{key} is registered without words"
        assert str(found.label) != key
        assert (bool(found.way), bool(found.verb)) == (True, True), key
        assert reverse(found.way).startswith("/desk/"), key
        assert found.rows is not None, key
        assert (found(edition), found.rows(edition, "", None)) == ({}, []), key
