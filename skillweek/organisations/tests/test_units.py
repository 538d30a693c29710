"""Adding, changing, moving and closing units, kinds, and the list of units."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations import actions, queries
from skillweek.organisations.models import Organisation, OrganisationKind
from skillweek.organisations.tests.factories import make_contact, make_task

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("now")


def kind(code: str = "other") -> OrganisationKind:
    return actions.ensure_kinds()[code]


def unit_form(**facts: Any) -> dict[str, Any]:
    return {
        "name": "示例-叶县农机公司", "short_name": "叶县农机", "code": "Yexian-NJ", "kind": kind().pk,
        "name_en": "Farm", "division_code": "410422", "located_in": "", "address": "叶县示例路9号",
        "latitude": "33.62660", "longitude": "113.35730", "introduction": "修农机。",
    } | facts  # fmt: skip


def test_a_county_adds_a_company(county: Organisation, zhou: User, sign_in: SignIn) -> None:
    client = sign_in(zhou)
    page = client.get("/desk/units/yexian/new/")
    assert set(page.context["form"].fields) & {"counts_in_report", "stand_in"} == set()
    done = client.post("/desk/units/yexian/new/", unit_form())
    made = Organisation.objects.get(code="yexian-nj")
    assert (done.status_code, done.headers["Location"]) == (302, "/desk/units/yexian-nj/")
    assert (made.parent, made.city, made.kind.is_education_bureau) == (county, county.parent, False)
    again = client.post("/desk/units/yexian/new/", unit_form())
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["code"])
    assert Organisation.objects.count() == 3
    assert "示例-叶县农机公司" in again.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"), ({"kind": ""}, "kind"), ({"code": "a b"}, "code"),
        ({"code": "kinds"}, "code"), ({"latitude": ""}, "latitude"),
        ({"division_code": "41"}, "division_code"), ({"latitude": "91"}, "latitude"),
    ],
)  # fmt: skip
def test_bad_input(
    wrong: dict[str, str], field: str, county: Organisation, zhou: User, sign_in: SignIn
) -> None:
    answer = sign_in(zhou).post("/desk/units/yexian/new/", unit_form(**wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Organisation.objects.count() == 2


def test_extra_fields_are_not_taken(school: Organisation, he: User, sign_in: SignIn) -> None:
    """A school writes its own address; what its superior says of it stays, whatever is posted."""
    form = {"name_en": "", "introduction": "新的简介", "address": "", "latitude": "", "longitude": ""}
    more = {"name": "改名", "counts_in_report": "", "kind": kind("county-bureau").pk}
    assert sign_in(he).post("/desk/units/school-a/edit/", form | more).status_code == 302
    school.refresh_from_db()
    assert (school.introduction, school.name, school.counts_in_report) == (
        "新的简介",
        "示例-叶县职业教育中心",
        True,
    )
    assert [(change.who, [one.after for one in change.fields]) for change in history(school)[:1]] == [
        (he, ["新的简介"])
    ]


def test_what_is_not_allowed_is_refused_by_the_action(school: Organisation, he: User) -> None:
    with pytest.raises(actions.OrganisationError) as refused:
        actions.edit_unit(unit=school, by=he, facts={"name": "改名", "address": "新"})
    assert refused.value.field == "name"
    assert list(Organisation.objects.filter(pk=school.pk).values_list("name", "address")) == [
        (school.name, "")
    ]


def test_the_city_says_what_counts_in_the_report(county: Organisation, lin: User, zhou: User) -> None:
    with pytest.raises(actions.OrganisationError):
        actions.edit_unit(unit=county, by=zhou, facts={"counts_in_report": False})
    for _ in range(2):
        actions.edit_unit(unit=county, by=lin, facts={"counts_in_report": False})
    assert Organisation.objects.get(pk=county.pk).counts_in_report is False


@pytest.mark.parametrize("to", ["school-a", "moon", "other-city"])
def test_moving_to_nowhere(to: str, school: Organisation, lin: User, sign_in: SignIn) -> None:
    Organisation.objects.create(kind=kind("city-bureau"), code="other-city", name="别的市", short_name="别市")
    answer = sign_in(lin).post("/desk/units/school-a/move/", {"parent": to})
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"parent"})


def test_a_unit_does_not_go_below_itself(county: Organisation, school: Organisation, lin: User) -> None:
    with pytest.raises(actions.OrganisationError) as refused:
        actions.move_unit(unit=county, parent=school, by=lin)
    assert refused.value.field == "parent"


def test_counties_move_nothing(school: Organisation, zhou: User, sign_in: SignIn) -> None:
    assert sign_in(zhou).get("/desk/units/school-a/move/").status_code == 404
    with pytest.raises(actions.OrganisationError):
        actions.move_unit(unit=school, parent=school.city, by=zhou)


def test_closing_says_what_is_open(school: Organisation, he: User, zhou: User, sign_in: SignIn) -> None:
    task, contact = make_task(school, owner=he), make_contact(school)
    client = sign_in(zhou)
    refused = client.post("/desk/units/school-a/close/")
    assert refused.status_code == 422
    assert [(thing.label, thing.count) for thing in refused.context["things"]] == [
        ("有角色的人", 1), ("未完成的工作事项", 1),
    ]  # fmt: skip
    assert Organisation.objects.get(pk=school.pk).active is True
    actions.step_task(task=task, step="finish", by=he)
    actions.end_role(membership=he.memberships.get(), by=zhou)
    for _ in range(2):
        actions.close_unit(unit=school, by=zhou)
    contact.refresh_from_db()
    assert (Organisation.objects.get(pk=school.pk).active, contact.until) == (False, date(2021, 5, 23))
    assert [unit.code for unit in client.get("/desk/units/").context["units"]] == ["yexian"]
    assert [unit.code for unit in client.get("/desk/units/?closed=on").context["units"]] == ["school-a"]
    assert client.get("/schools/school-a/").status_code == 404
    client.post("/desk/units/school-a/reopen/")
    assert Organisation.objects.get(pk=school.pk).active is True


def test_nobody_closes_their_own_unit(
    county: Organisation, school: Organisation, zhou: User, he: User
) -> None:
    for unit, person in ((county, zhou), (school, he)):
        with pytest.raises(actions.OrganisationError):
            actions.close_unit(unit=unit, by=person)
    assert Organisation.objects.filter(active=False).count() == 0


def test_kinds_are_data(city: Organisation, lin: User, zhou: User, sign_in: SignIn) -> None:
    client, form = sign_in(lin), {"label": "行业协会", "label_en": "Association", "code": "association"}
    assert client.post("/desk/units/kinds/new/", form).status_code == 302
    assert client.post("/desk/units/kinds/new/", form).status_code == 422
    made = OrganisationKind.objects.get(code="association")
    assert client.post("/desk/units/kinds/association/edit/", form | {"is_place": "on"}).status_code == 302
    actions.add_unit(parent=city, kind=made, code="club", name="示例-烹饪协会")
    refused = client.post("/desk/units/kinds/association/edit/", form | {"label": "协会"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["is_place"])
    made.refresh_from_db()
    assert (made.label, made.is_place) == ("行业协会", True)
    assert (
        client.post(
            "/desk/units/kinds/association/edit/", form | {"is_place": "on", "label": "协会"}
        ).status_code
        == 302
    )
    assert OrganisationKind.objects.get(code="association").label == "协会"
    assert sign_in(zhou).get("/desk/units/kinds/").status_code == 404
    with pytest.raises(actions.OrganisationError):
        actions.write_kind(kind=made, facts={"label": "改"}, by=zhou)


def test_the_list_opens_level_by_level(
    county: Organisation, school: Organisation, zhou: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(zhou)
    assert [unit.code for unit in client.get("/desk/units/").context["units"]] == ["yexian", "school-a"]
    monkeypatch.setattr("skillweek.organisations.queries.units.SMALL_TREE", 1)
    page = client.get("/desk/units/")
    assert ([unit.code for unit in page.context["units"]], page.context["shelf"].under) == (
        ["school-a"],
        county,
    )
    for n in range(60):
        actions.add_unit(parent=county, kind=kind(), code=f"u{n:02}", name=f"示例-{n:02}", position=n + 1)
    assert [len(client.get(f"/desk/units/?page={n}").context["units"]) for n in (1, 2)] == [50, 11]
    for words in ("u07", "例-07"):
        assert [unit.code for unit in client.get("/desk/units/", {"q": words}).context["units"]] == ["u07"]
    assert client.get("/desk/units/?under=moon").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("small", [0, 60])
def test_the_list_asks_a_constant_number_of_queries(
    number: int, small: int, county: Organisation, zhou: User, monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    monkeypatch.setattr("skillweek.organisations.queries.units.SMALL_TREE", small)
    for n in range(number):
        actions.add_unit(parent=county, kind=county.kind, code=f"u{n}", name=f"示例-{n}")
    with django_assert_num_queries(2 if small else 5):
        rows = list(queries.shelf(zhou).rows)
        assert [(unit.below, unit.people) for unit in rows] == [(number, 1)] * bool(small) + [(0, 0)] * number


def test_ten_thousand_units(county: Organisation, zhou: User, sign_in: SignIn) -> None:
    below = {"parent": county, "city": county.city, "kind": county.kind, "short_name": "x"}
    units = [Organisation(**below, code=f"s{n:05}", name=f"示例-{n:05}", position=n) for n in range(10_000)]
    client, asked = sign_in(zhou), []
    for some in (units[:100], units[100:]):
        Organisation.objects.bulk_create(some, 2000)
        with CaptureQueriesContext(connection) as seen:
            page = client.get("/desk/units/")
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert (len(page.context["units"]), page.context["shelf"].total) == (50, 10_001)
    assert len(page.content) < 100_000
    found = client.get("/desk/units/", {"q": "示例-09999"})
    assert [unit.code for unit in found.context["units"]] == ["s09999"]
