"""Contacts: appointing, following, correcting, ending; who sees which number; the register; the public page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.common import cipher
from skillweek.organisations import actions, providers, queries
from skillweek.organisations.models import Contact, Organisation
from skillweek.organisations.tests.factories import contact_facts, make_contact, make_group, make_task

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("now")
FORM = {
    "role": "liaison", "duty": "", "name": "示例-新联络员", "post": "办公室", "phone": "０１３９-0000-0002",
    "email": "", "user": "", "since": "2021-05-10", "until": "", "name_public": "on",
}  # fmt: skip


def test_a_new_one_ends_the_old(school: Organisation, he: User, sign_in: SignIn) -> None:
    first = make_contact(school, since=date(2021, 3, 1))
    client = sign_in(he)
    form = FORM | {"phone": "139-0000-0002"}
    assert client.post("/desk/units/school-a/contacts/new/", form).status_code == 302
    first.refresh_from_db()
    second = Contact.objects.get(until=None)
    assert (first.until, first.last_day, second.since) == (
        date(2021, 5, 10),
        date(2021, 5, 9),
        date(2021, 5, 10),
    )
    assert (second.phone, second.phone_index) == ("13900000002", cipher.blind_index("13900000002"))
    names = {
        day: getattr(queries.who_was(school, "liaison", day), "name", None)
        for day in (date(2021, 2, 28), date(2021, 5, 9), date(2021, 5, 10), date(2030, 1, 1))
    }
    assert list(names.values()) == [None, "示例-联络员", "示例-新联络员", "示例-新联络员"]
    page = client.get("/desk/units/school-a/contacts/?on=2021-05-01")
    assert [one.name for one in page.context["contacts"]] == ["示例-联络员"]
    assert "2021-03-01 — 2021-05-09" in page.text
    again = client.post("/desk/units/school-a/contacts/new/", form)
    assert (again.status_code, list(again.context["form"].errors), Contact.objects.count()) == (
        422,
        ["since"],
        2,
    )
    assert [(change.who, [one.after for one in change.fields]) for change in history(first)[:1]] == [
        (he, ["2021-05-10"])
    ]


def test_the_number_is_encrypted(school: Organisation) -> None:
    make_contact(school, phone="13900000001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, email FROM organisations_contact")
        rows = cursor.fetchall()
        cursor.execute("SELECT phone FROM organisations_contactevent")
        rows += cursor.fetchall()
    assert not any("13900000001" in cell or "invalid" in cell for row in rows for cell in row)


def test_tasks_without_a_sign_in_follow(school: Organisation, he: User) -> None:
    first = make_contact(school)
    task = make_task(school, contact=first)
    second = actions.appoint(
        organisation=school, by=he, facts=contact_facts(name="示例-乙", since=date(2021, 5, 1))
    )
    task.refresh_from_db()
    assert (task.contact, task.owner) == (second, None)
    actions.appoint(
        organisation=school, by=he, facts=contact_facts(name="何示例", since=date(2021, 5, 2), user=he)
    )
    task.refresh_from_db()
    assert (task.contact, task.owner) == (None, he)


def test_earlier_people_are_written_afterwards(school: Organisation, he: User) -> None:
    make_contact(school, since=date(2021, 3, 1))
    facts = contact_facts(name="示例-从前", since=date(2019, 1, 1), until=date(2020, 1, 1))
    actions.appoint(organisation=school, by=he, facts=facts)
    with pytest.raises(actions.OrganisationError) as refused:
        actions.appoint(organisation=school, by=he, facts=facts | {"until": date(2021, 3, 2)})
    assert (refused.value.field, Contact.objects.count()) == ("since", 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"), ({"role": "king"}, "role"), ({"phone": "12"}, "phone"), ({"email": "x"}, "email"),
        ({"since": "五月"}, "since"), ({"until": "2021-05-10"}, "until"), ({"role": "other"}, "duty"),
        ({"phone": "", "phone_public": "on"}, "phone"), ({"email_public": "on"}, "email"),
    ],
)  # fmt: skip
def test_bad_input(
    wrong: dict[str, str], field: str, school: Organisation, he: User, sign_in: SignIn
) -> None:
    good = FORM | {"phone": "03750000000"}
    answer = sign_in(he).post("/desk/units/school-a/contacts/new/", good | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Contact.objects.count() == 0


def test_another_role_says_what_it_is_for(school: Organisation, he: User, sign_in: SignIn) -> None:
    client = sign_in(he)
    for duty in ("志愿服务", "防疫"):
        form = FORM | {"phone": "0000000", "role": "other", "duty": duty}
        assert client.post("/desk/units/school-a/contacts/new/", form).status_code == 302
    assert [one.called for one in queries.contacts_of(school)] == ["志愿服务", "防疫"]


def test_correcting_and_ending(school: Organisation, he: User, zhou: User, sign_in: SignIn) -> None:
    contact = make_contact(school)
    client, address = sign_in(zhou), f"/desk/units/contact/{contact.code}/"
    form = FORM | {"name": contact.name, "phone": "13900000003", "since": "2021-03-01"}
    assert client.post(address, form).status_code == 302
    contact.refresh_from_db()
    assert (contact.phone, contact.phone_index) == ("13900000003", cipher.blind_index("13900000003"))
    task = make_task(school, contact=contact)
    assert client.post(f"{address}end/").status_code == 302
    contact.refresh_from_db()
    assert contact.until is None, "an open task would be left without anybody"
    actions.step_task(task=task, step="finish", by=zhou)
    for _ in range(2):
        client.post(f"{address}end/")
    contact.refresh_from_db()
    assert (contact.until, list(queries.contacts_of(school))) == (date(2021, 5, 23), [])
    assert "••••" in client.get(address).text, "the history hides what is encrypted"


def test_strangers_and_onlookers(school: Organisation, zhao: User, wu: User, sign_in: SignIn) -> None:
    contact = make_contact(school)
    for person, status in ((wu, 404), (zhao, 200)):
        client = sign_in(person)
        for address in (
            "/desk/units/school-a/contacts/",
            f"/desk/units/contact/{contact.code}/",
            "/desk/units/school-a/",
        ):
            answer = client.get(address)
            assert answer.status_code == status
            assert contact.phone not in answer.text
        assert client.post("/desk/units/school-a/contacts/new/", FORM).status_code == 404
        assert client.post(f"/desk/units/contact/{contact.code}/", FORM).status_code == 404
        assert client.post(f"/desk/units/contact/{contact.code}/end/").status_code == 404
        for step in (
            lambda who: actions.appoint(organisation=school, by=who, facts=contact_facts()),
            lambda who: actions.edit_contact(contact=contact, by=who, facts={}),
            lambda who: actions.end_contact(contact=contact, by=who),
        ):
            with pytest.raises(actions.OrganisationError):
                step(person)
    assert "139****0001" in sign_in(zhao).get("/desk/units/school-a/contacts/").text
    assert list(Contact.objects.values_list("until", flat=True)) == [None]


def test_the_register(
    county: Organisation, school: Organisation, lin: User, zhou: User, he: User, wu: User, sign_in: SignIn
) -> None:
    make_contact(county, name="示例-周")
    make_contact(school, role="safety", name="示例-安")
    make_contact(school, name="示例-旧", since=date(2020, 1, 1), until=date(2021, 1, 1))
    client = sign_in(zhou)

    def shown(query: str) -> list[tuple[str, list[str]]]:
        page = client.get(f"/desk/units/register/{query}")
        assert "13900000001" not in page.text
        return [(unit.code, [one.name for one in unit.holders]) for unit in page.context["page"]]

    assert shown("") == [("school-a", []), ("yexian", ["示例-周"])]
    assert shown("?role=safety") == [("school-a", ["示例-安"]), ("yexian", [])]
    assert shown("?missing=on") == [("school-a", [])]
    assert shown("?q=示例-周") == [("yexian", ["示例-周"])]
    assert shown("?q=school-a&role=king") == [("school-a", [])]
    assert "1 个单位还没有联络员" in client.get("/desk/units/register/").text
    assert len(sign_in(lin).get("/desk/units/register/").context["page"].object_list) == 5
    for person in (he, wu):
        assert sign_in(person).get("/desk/units/register/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_asks_a_constant_number_of_queries(
    number: int, county: Organisation, zhou: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    for n in range(number):
        unit = actions.add_unit(parent=county, kind=county.kind, code=f"u{n}", name=f"示例-{n}")
        make_contact(unit)
    with django_assert_num_queries(4):
        assert len(list(queries.register(zhou, "liaison"))) == number + 1
        assert queries.register_counts(zhou)[1]["liaison"] == number


def test_the_public_sees_what_is_public(
    edition: Any, county: Organisation, school: Organisation, client: Client
) -> None:
    make_contact(school, name="示例-公开", phone_public=True, phone="0000000", email="no@example.invalid")
    make_contact(school, role="press", name="示例-新闻", name_public=True, post="宣传科")
    make_contact(county, role="safety", name="示例-安全")
    page = client.get("/schools/school-a/").text
    assert ("0000000" in page, "示例-公开" in page, "no@example.invalid" in page) == (True, False, False)
    assert ("示例-新闻" in page, "宣传科" in page, "13900000001" in page) == (True, True, False)
    assert "示例-安全" not in client.get("/places/yexian/").text
    Contact.objects.filter(organisation=county).update(name_public=True)
    assert "示例-安全" in client.get("/places/yexian/").text
    assert "示例-安全" in client.get("/en/places/yexian/").text


def test_evidence_for_duties(
    edition: Any,
    city: Organisation,
    county: Organisation,
    school: Organisation,
    other_county: Organisation,
) -> None:
    for role in ("head", "liaison", "safety", "press"):
        make_contact(county, role=role)
    make_contact(school, role="head")
    make_contact(other_county, role="head", since=date(2021, 5, 25))
    assert providers.CONTACTS(edition, "") == {county.pk: 1}
    assert providers.CONTACTS(edition, "head") == {county.pk: 1, school.pk: 1}
    county.contacts.filter(role="press").update(until=date(2021, 5, 1))
    assert providers.CONTACTS(edition, "") == {}
    make_group(county, "示例-组长")
    make_group(county, "示例-甲", "示例-乙", name="示例-办公室", kind="office")
    make_group(school)
    make_group(city, "示例-市长", year=2020)
    assert providers.LEADING_GROUPS(edition, "") == {county.pk: 2}
    assert providers.LEADING_GROUPS(edition, "leading") == {county.pk: 1}
    groups, contacts = providers.LEADING_GROUPS.rows, providers.CONTACTS.rows
    assert groups is not None
    assert contacts is not None
    assert [(row.title, row.note) for row in groups(edition, "office", county)] == [
        ("示例-办公室", "组长 · 示例-甲"),
        ("示例-办公室", "组长 · 示例-乙"),
    ]
    assert [row.title for row in contacts(edition, "head", None)] == ["领导小组组长 · 示例-联络员"] * 2
    assert {code for code, _label in providers.CONTACTS.parameters(edition)} == {
        "head",
        "liaison",
        "safety",
        "press",
    }
