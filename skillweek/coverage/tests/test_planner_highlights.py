"""Spacing and travel of highlights on the pages of the planner."""

import re
from datetime import date
from typing import Any

import pytest

from skillweek.accounts.models import User
from skillweek.coverage import queries, tasks
from skillweek.coverage.models import Proposal
from skillweek.coverage.tests.test_planner import answered, at, want
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")  # 23 May, 09:00


@pytest.fixture
def shown(edition: Edition, school: Organisation, other_school: Organisation) -> list[Session]:
    """Highlights of the 25th: two in the morning 1.1 km apart, of which the second may move; one far off at noon."""
    spots = [(school, "汝瓷馆", 33.72, 9), (school, "实训楼", 33.73, 9), (other_school, "豫剧台", 34.40, 14)]
    found = []
    for owner, name, north, hour in spots:
        room = add_venue(owner=owner, name=name, address=f"{name}路1号", capacity=100)
        Venue.objects.filter(pk=room.pk).update(latitude=north, longitude=113.3)
        activity = make_activity(owner, edition, movable=name == "实训楼", title=f"看{name}", highlight=True)
        found.append(make_session(activity, starts=at(25, hour), hours=1, venue=room))
    return found


def asked(page: str, **other: Any) -> dict[str, Any]:
    """What the form of the planner holds as it is shown."""
    fields = dict(re.findall(r'name="(weight-\d+|spacing|travel)"[^>]*value="(\d+)"', page))
    return {
        **fields,
        "seconds": "10",
        "moves": re.findall(r'name="moves" value="(\d+)" checked', page),
    } | other


def test_highlights_are_put_apart_through_the_page(
    edition: Edition, shown: list[Session], county: Organisation, lin: User, sign_in: Any
) -> None:
    want(edition, county, 25)
    client = sign_in(lin)
    form = asked(client.get("/desk/coverage/plan/").content.decode())
    assert (form["spacing"], form["travel"]) == ("2", "1")
    sent = client.post("/desk/coverage/plan/", form)
    proposal = Proposal.objects.get()
    assert sent.url == f"/desk/coverage/proposals/{proposal.pk}/"
    tasks.solve(proposal_id=proposal.pk)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.before, proposal.objective, proposal.bound) == ("optimal", 4, 1, 1)
    (move,) = proposal.placements.all()
    assert (move.session, move.to_starts.astimezone(ZONE).date() != date(2021, 5, 25)) == (shown[1], True)
    page = client.get(sent.url).content.decode()
    assert "还有 1 对看点挨得太近或赶不过去" in page
    assert "5 月 25 日上午到下午，车程约 148 分钟" in page
    assert "相距" not in page


def test_highlights_that_stay_near_are_told_and_compared(
    edition: Edition, shown: list[Session], county: Organisation, lin: User, sign_in: Any
) -> None:
    want(edition, county, 25)
    client = sign_in(lin)
    form = asked(client.get("/desk/coverage/plan/").content.decode(), spacing="0", travel="0")
    address = client.post("/desk/coverage/plan/", form).url
    careless = Proposal.objects.get()
    tasks.solve(proposal_id=careless.pk)
    careless.refresh_from_db()
    assert (careless.spacing, careless.travel, careless.objective) == (0, 0, 0)
    assert [(p.kind, p.first, p.second) for p in queries.pairs_of(careless)] == [
        ("near", shown[0], shown[1]), ("far", shown[0], shown[2]), ("far", shown[1], shown[2]),
    ]  # fmt: skip
    page = client.get(address).content.decode()
    assert "上午，相距 1.1 公里" in page
    again = client.get(f"/desk/coverage/plan/?from={careless.pk}").content.decode()
    assert (asked(again)["spacing"], asked(again)["travel"]) == ("0", "0")
    careful = answered(edition, lin)
    table = client.get(f"/desk/coverage/proposals/{careless.pk}/compare/{careful.pk}/").content.decode()
    for head, one, other in (
        ("挨得太近的看点，几对", 1, 0), ("赶不过去的看点，几对", 2, 1), ("权重：看点之间隔开", 0, 2),
        ("权重：看点之间的路程", 0, 1),
    ):  # fmt: skip
        cells = f'<td data-label="甲">{one}</td><td data-label="乙">{other}</td>'
        assert f'<th scope="row">{head}</th>{cells}' in table
    assert "权重：每" not in table, "what weighs the same in both is not listed"


@pytest.mark.parametrize("typed", ["", "-1", "101", "many"])
def test_a_wrong_weight_of_highlights_is_refused(
    edition: Edition, shown: list[Session], county: Organisation, lin: User, sign_in: Any, typed: str
) -> None:
    want(edition, county, 25)
    client = sign_in(lin)
    form = asked(client.get("/desk/coverage/plan/").content.decode(), spacing=typed)
    answer = client.post("/desk/coverage/plan/", form)
    assert answer.status_code == 422
    assert re.search(
        r'name="spacing" id="id_spacing" value="([^"]*)"[^>]*aria-invalid', answer.content.decode()
    )
    assert not Proposal.objects.exists()


def test_sessions_of_one_highlight_are_not_in_its_way(
    edition: Edition, shown: list[Session], county: Organisation, lin: User
) -> None:
    Session.objects.filter(pk=shown[1].pk).update(activity=shown[0].activity)
    want(edition, county, 25)
    pairs = queries.pairs_of(answered(edition, lin))
    assert [(p.kind, p.second) for p in pairs] == [("far", shown[2])] * 2
