"""Leading groups and tasks: writing, finishing, lateness, the inbox."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import product

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations import actions, providers
from skillweek.organisations.models import GroupMember, LeadingGroup, Organisation, Task
from skillweek.organisations.rules import is_late, next_state, overlap
from skillweek.organisations.tests.factories import make_contact, make_group, make_task

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("now")
GROUP = {"kind": "leading", "year": "2021", "name": "示例-活动周领导小组", "note": ""}


def test_the_table_of_a_task() -> None:
    steps = ("finish", "drop", "reopen", "dance")
    allowed = {cell: next_state(*cell) for cell in product(Task.State.values, steps) if next_state(*cell)}
    assert allowed == {
        ("open", "finish"): "done", ("open", "drop"): "dropped", ("done", "reopen"): "open",
        ("dropped", "reopen"): "open",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [("open", 22, True), ("open", 23, False), ("done", 22, False), ("dropped", 1, False)],
)
def test_late(state: str, due: int, late: bool) -> None:
    assert is_late(state, date(2021, 5, due), date(2021, 5, 23)) is late


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ((1, 5), (5, 9), False), ((1, 6), (5, 9), True), ((1, None), (5, 9), True), ((9, None), (5, 9), False),
        ((5, None), (1, None), True), ((1, 5), (5, None), False),
    ],
)  # fmt: skip
def test_periods(one: tuple[int, int | None], other: tuple[int, int | None], shared: bool) -> None:
    days = [day and date(2021, 5, day) for day in (*one, *other)]
    assert overlap(*days) is overlap(*days[2:], *days[:2]) is shared  # type: ignore[arg-type]  # starts are days


def test_a_group_with_members(school: Organisation, he: User, sign_in: SignIn) -> None:
    client = sign_in(he)
    made = client.post("/desk/units/school-a/groups/new/", GROUP)
    group = LeadingGroup.objects.get()
    assert made.headers["Location"] == f"/desk/units/group/{group.code}/"
    assert client.post("/desk/units/school-a/groups/new/", GROUP).status_code == 422
    add = f"/desk/units/group/{group.code}/members/new/"
    for role, name in (("member", "示例-丁"), ("head", "示例-甲"), ("deputy", "示例-乙")):
        assert client.post(add, {"role": role, "name": name, "post": "校长", "user": ""}).status_code == 302
    again = client.post(add, {"role": "head", "name": "示例-甲", "post": "", "user": ""})
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name"])
    page = client.get("/desk/units/school-a/groups/")
    (shown,) = page.context["groups"]
    assert [str(seat) for seat in shown.seats] == ["组长 · 示例-甲", "副组长 · 示例-乙", "成员 · 示例-丁"]
    head = shown.seats[0]
    changed = {"role": "head", "name": "示例-甲", "post": "书记", "user": he.pk}
    assert client.post(f"/desk/units/member/{head.pk}/", changed).status_code == 302
    for _ in range(2):
        client.post(f"/desk/units/member/{head.pk}/end/")
    head.refresh_from_db()
    assert (head.post, head.user, head.ended_on) == ("书记", he, date(2021, 5, 23))
    assert "2021-05-23 退出" in client.get(f"/desk/units/group/{group.code}/").text
    assert [change.who for change in history(head)] == [he, he, he]


def test_dissolving_a_group(school: Organisation, he: User, sign_in: SignIn) -> None:
    group = make_group(school, "示例-甲")
    client = sign_in(he)
    for _ in range(2):
        assert client.post(f"/desk/units/group/{group.code}/close/").status_code == 302
    assert list(GroupMember.objects.values_list("group__active", "ended_on")) == [(False, date(2021, 5, 23))]
    assert client.get(f"/desk/units/group/{group.code}/members/new/").status_code == 404
    with pytest.raises(actions.OrganisationError):
        actions.write_member(group=LeadingGroup.objects.get(), member=None, by=he, facts={"name": "x"})


def task_form(**facts: object) -> dict[str, object]:
    return {"title": "报送联络员名单", "due": "2021-05-20", "group": "", "note": "盖章后扫描"} | facts


def test_a_task_from_beginning_to_end(
    school: Organisation, he: User, zhao: User, zhou: User, sign_in: SignIn
) -> None:
    editor, leader = sign_in(he), sign_in(zhao)
    made = editor.post("/desk/units/school-a/tasks/new/", task_form(who=f"user-{zhao.pk}"))
    task = Task.objects.get()
    assert (made.headers["Location"], task.owner, task.created_by) == (
        f"/desk/units/task/{task.code}/",
        zhao,
        he,
    )
    (item,) = providers.tasks(zhao)
    assert (item.title, item.due, item.url) == ("报送联络员名单", date(2021, 5, 20), task.get_absolute_url())
    assert "报送联络员名单" in leader.get("/desk/").text
    listed = editor.get("/desk/units/school-a/tasks/")
    assert (listed.context["counts"]["late"], "逾期" in listed.text) == (1, True)
    address = f"/desk/units/task/{task.code}/"
    assert leader.post(f"{address}step/", {"step": "drop"}).status_code == 302
    assert Task.objects.get().state == "open", "only those who write for the unit drop a task"
    for _ in range(2):
        leader.post(f"{address}step/", {"step": "finish"})
    task.refresh_from_db()
    assert (task.state, task.ended_by, providers.tasks(zhao)) == ("done", zhao, [])
    assert editor.get(f"{address}edit/").status_code == 404
    with pytest.raises(actions.OrganisationError):
        actions.write_task(organisation=school, task=task, by=he, facts={"title": "改"})
    editor.post(f"{address}step/", {"step": "reopen"})
    task.refresh_from_db()
    assert (task.state, task.ended_at, task.ended_by) == ("open", None, None)
    assert [change.who for change in history(task)] == [he, zhao, he]


def test_a_contact_owes_a_task(school: Organisation, he: User, sign_in: SignIn) -> None:
    contact, group = make_contact(school), make_group(school)
    client = sign_in(he)
    form = task_form(who=f"contact-{contact.code}", group=group.pk)
    assert client.post("/desk/units/school-a/tasks/new/", form).status_code == 302
    task = Task.objects.get()
    assert (task.contact, task.group, task.owned_by) == (contact, group, "示例-联络员")
    assert task in client.get(f"/desk/units/group/{group.code}/").context["tasks"]
    assert client.post(f"/desk/units/task/{task.code}/edit/", form | {"title": "改名"}).status_code == 302
    assert Task.objects.get().title == "改名"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"who": ""}, "who"), ({"who": "user-0"}, "who"), ({"due": "x"}, "due"), ({"title": ""}, "title")],
)
def test_bad_input(
    wrong: dict[str, str], field: str, school: Organisation, he: User, sign_in: SignIn
) -> None:
    answer = sign_in(he).post("/desk/units/school-a/tasks/new/", task_form(who=f"user-{he.pk}") | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (Task.objects.count(), "盖章后扫描" in answer.text) == (0, True)


def test_strangers(school: Organisation, he: User, wu: User, zhao: User, sign_in: SignIn) -> None:
    task, group = make_task(school, owner=he), make_group(school, "示例-甲")
    member = group.members.get()
    client = sign_in(wu)
    gets = [
        "/desk/units/school-a/tasks/", "/desk/units/school-a/groups/", f"/desk/units/task/{task.code}/",
        f"/desk/units/group/{group.code}/", f"/desk/units/member/{member.pk}/", f"/desk/units/task/{task.code}/edit/",
    ]  # fmt: skip
    posts = [
        f"/desk/units/task/{task.code}/step/", f"/desk/units/group/{group.code}/close/",
        f"/desk/units/member/{member.pk}/end/",
        f"/desk/units/group/{group.code}/edit/", "/desk/units/school-a/tasks/new/", "/desk/units/school-a/groups/new/",
    ]  # fmt: skip
    assert {path: client.get(path).status_code for path in gets} == dict.fromkeys(gets, 404)
    assert {path: client.post(path).status_code for path in posts} == dict.fromkeys(posts, 404)
    assert {path: sign_in(zhao).post(path).status_code for path in posts} == dict.fromkeys(posts, 404)
    for step in (
        lambda: actions.step_task(task=task, step="finish", by=wu),
        lambda: actions.write_group(
            organisation=school, group=None, by=wu, facts={"year": 2021, "name": "x"}
        ),
        lambda: actions.close_group(group=group, by=wu),
        lambda: actions.end_member(member=member, by=wu),
        lambda: actions.write_task(organisation=school, task=None, by=wu, facts={}),
    ):
        with pytest.raises(actions.OrganisationError):
            step()
    assert (Task.objects.get().state, LeadingGroup.objects.get().active) == ("open", True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_inbox_asks_one_query(
    number: int,
    school: Organisation,
    he: User,
    now: datetime,
    django_assert_num_queries: Callable[..., object],
) -> None:
    for n in range(number):
        make_task(school, title=f"事项{n}", owner=he)
    with django_assert_num_queries(1):
        assert len(providers.tasks(he)) == number
