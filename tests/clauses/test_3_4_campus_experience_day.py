"""三（四） A campus day: a school writes it, county and city let it through, parents book and enter at the gate."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from tests.cast import ZONE
from tests.clauses.steps import approve, submit, text, what, when, write_activity

BEFORE = datetime(2021, 5, 18, 9, 0, tzinfo=ZONE)
AT_THE_GATE = datetime(2021, 5, 25, 8, 50, tzinfo=ZONE)
TITLE = "走进实训楼"


@pytest.fixture
def page(
    edition: Edition, school: Organisation, venue: Venue, he: User, zhou: User, lin: User, sign_in
) -> str:
    """The public address of a campus day with five places, which school, county and city brought there."""
    teacher = sign_in(he)
    with clock.frozen(BEFORE):
        first = what(edition, school, kind="campus", title=TITLE, audiences="parents pupils media")
        home = write_activity(teacher, first, when(25, "09:00", "10:30", venue))
        submit(teacher, home)
        assert TITLE not in text(Client(), "/days/2021-05-25/")
        for officer in (zhou, lin):
            approve(sign_in(officer), home)
        places = text(teacher, f"{home}places/")
        row = re.search(r'name="row" value="(\w+)"', places)
        assert row is not None
        code = row[1]
        typed = {"row": code, f"{code}-places": "5", f"{code}-largest_party": "4"}
        assert teacher.post(f"{home}places/", typed).status_code == 302
    return re.findall(r'href="(/activities/[\w-]+/)"', text(teacher, home))[0]


def _form(page: str) -> str:
    """The address of the form that the activity's page leads to."""
    return re.findall(r"/sessions/\w+/book/", text(Client(), page))[0]


def _wish(edition: Edition, phone: str, party: int) -> dict[str, Any]:
    parents = edition.audiences.get(code="parents").pk
    return {"name": "陈示例", "phone": phone, "party": party, "audience": parents, "consent": "on",
            "key": f"K{phone}"}  # fmt: skip


def test_from_the_schools_desk_through_the_gate(
    page: str, edition: Edition, men: User, wu: User, sign_in
) -> None:
    parent = Client()
    with clock.frozen(BEFORE):
        form = _form(page)
        booked = parent.post(form, _wish(edition, "13900000001", 3))
        receipt = booked.headers["Location"]
        shown = text(parent, receipt)
    assert "为您留好 3 个位子" in shown
    assert "<svg" in shown
    code = re.findall(r'<span class="code">(\w+)</span>', shown)[0]
    gate = form.replace("/sessions/", "/gate/").removesuffix("book/")
    with clock.frozen(AT_THE_GATE):
        door = sign_in(men)
        assert gate in text(door, "/gate/")
        let_in = door.post(gate, {"code": code, "nonce": "n1"})
        assert (let_in.status_code, "陈**，3 人" in let_in.content.decode()) == (200, True)
        assert "欢迎，已经入场" in text(parent, receipt)
        assert door.post(gate, {"code": code, "nonce": "n2"}).status_code == 422, "a code opens once"
        assert door.post(gate, {"code": "NOTHING", "nonce": "n3"}).status_code == 422
        assert sign_in(wu).post(gate, {"code": code, "nonce": "n4"}).status_code == 404


def test_a_full_session_refuses_and_a_cancelled_visit_frees_its_places(
    page: str, edition: Edition, he: User, sign_in
) -> None:
    first, second = Client(), Client()
    with clock.frozen(BEFORE):
        form = _form(page)
        receipt = first.post(form, _wish(edition, "13900000001", 4)).headers["Location"]
        refused = second.post(form, _wish(edition, "13900000002", 2))
        assert (refused.status_code, "这一场只剩 1 个名额" in refused.content.decode()) == (422, True)
        assert 'value="13900000002"' in refused.content.decode(), "what was typed is kept"
        third = Client().post(form, _wish(edition, "13900000003", 1))
        assert third.status_code == 302
        full = second.post(form, _wish(edition, "13900000002", 1))
        assert (full.status_code, "这一场已经约满" in full.content.decode()) == (422, True)
        assert "这一场已经约满" in text(second, form)

        assert first.post(f"{receipt}cancel/").status_code == 302
        assert "预约已取消" in text(first, receipt)
        assert second.post(form, _wish(edition, "13900000002", 4)).status_code == 302
        desk = form.replace("/sessions/", "/desk/bookings/").removesuffix("book/")
        people = text(sign_in(he), desk)
    assert "139****0002" in people
    assert "13900000002" not in people


def test_posting_the_form_twice_is_one_visit(page: str, edition: Edition) -> None:
    with clock.frozen(BEFORE):
        form, wish = _form(page), _wish(edition, "13900000001", 4)
        again = [Client().post(form, wish).headers["Location"] for _ in range(2)]
        assert again[0] == again[1]
        assert Client().post(form, _wish(edition, "13900000002", 1)).status_code == 302
