"""The figures of an edition: large activities, clashes, and the road."""

from collections.abc import Callable

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.plan import actions
from skillweek.plan.actions.editions import FIGURES
from skillweek.plan.models import Edition
from skillweek.plan.rules import figure_errors

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("now")
SET = {
    "crowd_from": 800, "crowd_city_from": 4000, "permit_days": 25, "plan_from": 600, "host_at_once": 5,
    "near_km": 1.5, "travel_kmh": 60,
}  # fmt: skip


def _figures(edition: Edition) -> dict[str, float]:
    edition.refresh_from_db()
    return {name: getattr(edition, name) for name in FIGURES}


def test_set_twice_and_noted(edition: Edition, lin: User, sign_in: SignIn) -> None:
    officer, address = sign_in(lin), f"/desk/plan/editions/{edition.slug}/figures/"
    for _time in range(2):
        assert officer.post(address, SET).status_code == 302
    assert _figures(edition) == SET
    page = officer.get(f"/desk/plan/editions/{edition.slug}/").text
    assert "一个单位同时最多办 5 场，看点之间至少隔 1.5 公里，路上每小时 60 公里" in page
    for label in ("一个单位同时办几场", "看点之间要隔多少公里", "路上的车速"):
        assert f"<dt>{label}</dt>" in page
    english = officer.get(f"/en{address}").text
    assert "Kilometres between highlights" in english


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("host_at_once", "0", "请写 1 到 50 之间的数"),
        ("host_at_once", "51", "请写 1 到 50 之间的数"),
        ("near_km", "50.5", "请写 0 到 50 之间的数"),
        ("travel_kmh", "4", "请写 5 到 120 之间的数"),
        ("travel_kmh", "121", "请写 5 到 120 之间的数"),
        ("crowd_city_from", "799", "市级许可的人数不能小于大型活动的人数"),
    ],
)
def test_refused_at_the_field(
    field: str, value: str, sentence: str, edition: Edition, lin: User, sign_in: SignIn
) -> None:
    before = _figures(edition)
    answer = sign_in(lin).post(f"/desk/plan/editions/{edition.slug}/figures/", SET | {field: value})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}
    assert f'value="{value}"' in answer.text
    assert _figures(edition) == before


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "x", ""])
def test_what_is_no_distance_is_refused(value: str, edition: Edition, lin: User, sign_in: SignIn) -> None:
    before = _figures(edition)
    answer = sign_in(lin).post(f"/desk/plan/editions/{edition.slug}/figures/", SET | {"near_km": value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["near_km"])
    assert _figures(edition) == before


def test_both_ends_are_fine() -> None:
    for low_or_high in ({"host_at_once": 1, "near_km": 0, "travel_kmh": 5},
                        {"host_at_once": 50, "near_km": 50, "travel_kmh": 120}):  # fmt: skip
        assert figure_errors(SET | low_or_high) == {}


def test_strangers(edition: Edition, zhou: User, sign_in: SignIn) -> None:
    before = _figures(edition)
    assert sign_in(zhou).post(f"/desk/plan/editions/{edition.slug}/figures/", SET).status_code == 404
    with pytest.raises(actions.EditionError, match="只有市级管理员"):
        actions.edit_edition(edition=edition, by=zhou, facts=SET)
    assert _figures(edition) == before
