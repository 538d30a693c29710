"""Whether everyone gained: the figures by audience, who sees them, and no plain numbers."""

from datetime import timedelta
from typing import Any

import pytest

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import book_visit, join, pass_on, set_places
from skillweek.booking.models import WaitingEntry
from skillweek.common import clock
from skillweek.common.registry import measures
from skillweek.plan.models import Audience, Edition
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_session


@pytest.fixture
def asked(session: Session, wish: dict[str, Any], parents: Audience, pupils: Audience) -> Session:
    """Two with a place; three parents and one pupil in vain; another session has room for one of them."""
    set_places(session=session, places=4, by=None)
    book_visit(**wish)
    book_visit(**wish | {"phone": "13900000002", "audience": pupils})
    for number, (party, audience) in enumerate(((3, parents), (1, pupils), (2, parents))):
        join(
            session=session,
            name="李示例",
            phone=f"1390000040{number}",
            party=party,
            audience=audience,
            consent=True,
        )
    other = make_session(session.activity, starts=session.starts + timedelta(hours=3))
    set_places(session=other, places=2, by=None)
    return other


def figures(user: User, edition: Edition) -> dict[str, tuple[int, int, int, int, int]]:
    return {
        one.audience.code if one.audience else "": (
            one.asked,
            one.placed,
            one.waiting,
            one.without,
            one.offered,
        )
        for one in queries.gains(user, edition)
        if one.asked
    }


def test_the_figures_follow_what_becomes_of_each(
    asked: Session,
    session: Session,
    edition: Edition,
    lin: User,
    zhou: User,
    wish: dict[str, Any],
    parents: Audience,
) -> None:
    assert figures(lin, edition) == {"parents": (7, 2, 5, 0, 0), "pupils": (3, 2, 1, 0, 0)}
    with clock.frozen(session.starts):
        pass_on()
    assert figures(lin, edition) == {"parents": (7, 2, 0, 5, 2), "pupils": (3, 2, 0, 1, 1)}
    assert figures(zhou, edition) == figures(lin, edition)
    keys = ("applicants", "applicants_without", "applicants_offered")
    assert {key: measures[key](edition).value for key in keys} == {
        "applicants": 10, "applicants_without": 6, "applicants_offered": 3,
    }  # fmt: skip
    last = WaitingEntry.objects.last()
    book_visit(session=asked, name="李示例", phone=last.phone, party=2, audience=parents, consent=True)
    assert figures(lin, edition) == {"parents": (7, 4, 0, 3, 0), "pupils": (3, 2, 0, 1, 1)}
    assert measures["applicants_without"](edition).parts == [("家长", 3), ("学生", 1)]


def test_the_rows_behind_a_figure_are_masked_and_for_officers(
    asked: Session, session: Session, sign_in: Any, lin: User, he: User, wu: User
) -> None:
    with clock.frozen(session.starts):
        pass_on()
    page = sign_in(lin).get("/desk/gains/parents/")
    assert [(name, phone) for _one, name, phone, _others in page.context["rows"]] == [
        ("李**", "139****0402"), ("李**", "139****0400"),
    ]  # fmt: skip
    assert "1390000040" not in page.content.decode()
    assert 'href="/desk/gains/parents/"' in sign_in(lin).get("/desk/gains/").content.decode()
    for stranger in (he, wu):
        assert sign_in(stranger).get("/desk/gains/").status_code == 404
        assert sign_in(stranger).get("/desk/gains/parents/").status_code == 404
    assert sign_in(lin).get("/desk/gains/nobody/").status_code == 404
