"""Public pages of halls, and the desk's pages for works, shown on halls."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.common import registry
from skillweek.exhibition.models import Exhibit, Hall, Placement
from skillweek.exhibition.tests.factories import exhibit_facts, make_hall, publish
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.review.actions import submit_work
from skillweek.review.models import Review
from skillweek.review.tests.factories import picture

SignIn = Callable[[User], Client]
HALL = {"title": "新展厅", "introduction": "从一团泥开始。"}


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_only_public_halls_are_seen(
    now: datetime, client: Client, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    shown, hidden = (
        publish(make_hall(school, edition), zhou, lin),
        make_hall(school, edition, title="藏着的厅"),
    )
    page = client.get("/halls/").content.decode()
    assert ("土与火" in page, "藏着的厅" in page) == (True, False)
    assert client.get(shown.get_absolute_url()).status_code == 200
    assert client.get(hidden.get_absolute_url()).status_code == 404
    code = Exhibit.objects.get(placements__room__hall=shown).code
    assert client.get(f"/halls/{shown.slug}/{code}/").status_code == 200
    inside = Exhibit.objects.get(placements__room__hall=hidden).code
    assert client.get(f"/halls/{hidden.slug}/{inside}/").status_code == 404
    assert client.get(f"/halls/{shown.slug}/{inside}/").status_code == 404


@pytest.mark.usefixtures("edition")
def test_no_hall_yet(now: datetime, client: Client) -> None:
    assert "展厅还在布置" in client.get("/halls/").content.decode()


def test_pages_ask_the_database_as_often_for_three_as_for_one(
    now: datetime, client: Client, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    one = publish(make_hall(school, edition), zhou, lin)
    first = (_queries(client, "/halls/"), _queries(client, one.get_absolute_url()))
    three = publish(make_hall(school, edition, exhibits=3), zhou, lin)
    publish(make_hall(school, edition), zhou, lin)
    assert (_queries(client, "/halls/"), _queries(client, three.get_absolute_url())) == first


def test_a_school_makes_fills_and_submits_a_hall(
    now: datetime, sign_in: SignIn, he: User, edition: Edition
) -> None:
    client = sign_in(he)
    answer = client.post("/desk/works/hall/new/", HALL | {"cover": picture()})
    hall = Hall.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/works/hall/{hall.pk}/")
    assert client.post(f"/desk/works/hall/{hall.pk}/submit/").status_code == 302
    assert "请至少放入一件展品" in client.get(answer["Location"]).content.decode()
    facts = {key: str(value) if key != "picture" else value for key, value in exhibit_facts().items()}
    client.post(f"/desk/works/hall/{hall.pk}/exhibits/new/", facts)
    placed = Placement.objects.get(room__hall=hall)
    assert client.get(f"/desk/works/hall/{hall.pk}/exhibits/{placed.pk}/").status_code == 200
    client.post(f"/desk/works/hall/{hall.pk}/submit/")
    hall.refresh_from_db()
    assert (hall.state, hall.title, placed.exhibit.title) == ("submitted", "新展厅", "初学者的碗")


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    now: datetime, sign_in: SignIn, he: User, edition: Edition
) -> None:
    client = sign_in(he)
    script = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")
    for facts, said in (({"title": ""}, "这个字段是必填项。"), ({"cover": script}, "不接受这种文件")):
        answer = client.post("/desk/works/hall/new/", HALL | facts)
        page = answer.content.decode()
        assert (answer.status_code, said in page, "从一团泥开始。" in page) == (422, True, True)
    assert Hall.objects.count() == 0


def test_officers_decide_and_a_return_needs_words(
    now: datetime, sign_in: SignIn, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    hall = submit_work(work=make_hall(school, edition), by=None)
    path = f"/desk/works/hall/{hall.pk}/"
    county = sign_in(zhou)
    assert "通过，交上一级审核" in county.get(path).content.decode()
    assert county.post(f"{path}return/", {"reason": ""}).status_code == 422
    assert Review.objects.get().state == "waiting"
    county.post(f"{path}approve/")
    assert "通过并发布" in sign_in(lin).get(path).content.decode()
    sign_in(lin).post(f"{path}return/", {"reason": "请补充班级"})
    hall.refresh_from_db()
    assert hall.state == "returned"
    assert "请补充班级" in county.get(path).content.decode()


def test_strangers_find_nothing(
    now: datetime, sign_in: SignIn, school: Organisation, edition: Edition, wu: User, men: User, zhao: User
) -> None:
    hall = make_hall(school, edition)
    row = Placement.objects.get().pk
    base = f"/desk/works/hall/{hall.pk}/"
    shown = [base, f"{base}edit/", f"{base}exhibits/new/", f"{base}exhibits/{row}/", "/desk/works/nothing/"]
    done = [f"{base}{step}/" for step in ("submit", "withdraw", "approve", "return")]
    done += [f"{base}exhibits/{row}/remove/", f"{base}edit/"]
    for person in (wu, men):
        client = sign_in(person)
        assert {client.get(path).status_code for path in shown} == {404}
        assert {client.post(path).status_code for path in done} == {404}
    leader = sign_in(zhao)
    assert leader.get(base).status_code == 200
    assert {leader.post(path).status_code for path in done} == {404}
    assert Client().get(base).status_code == 302
    hall.refresh_from_db()
    assert (hall.state, Placement.objects.count()) == ("draft", 1)


def test_the_desk_s_list_asks_as_often_for_three_as_for_one(
    now: datetime, sign_in: SignIn, school: Organisation, edition: Edition, he: User
) -> None:
    client = sign_in(he)
    make_hall(school, edition)
    first = _queries(client, "/desk/works/hall/")
    for _number in range(2):
        make_hall(school, edition)
    assert _queries(client, "/desk/works/hall/") == first
    assert client.get("/desk/works/").status_code == 200
    assert client.get("/desk/works/hall/?state=published").status_code == 200


def test_public_halls_are_evidence(
    edition: Edition, school: Organisation, other_school: Organisation, zhou: User, lin: User, now: datetime
) -> None:
    counted = registry.evidence["halls"]
    hall = make_hall(school, edition)
    assert counted(edition) == {}
    publish(hall, zhou, lin)
    assert counted(edition) == {school.pk: 1}
    assert counted.rows is not None
    assert [row.url for row in counted.rows(edition, "", school)] == [hall.get_absolute_url()]
    assert counted.rows(edition, "", other_school) == []
