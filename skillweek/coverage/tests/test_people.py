"""Sharing a unit's people out over its sessions: fair, explained, written only as it was looked at."""

from datetime import datetime
from itertools import combinations, product
from random import Random

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.coverage import actions, queries
from skillweek.coverage.fair import Fair, Shift, assign
from skillweek.coverage.rules import CoverageError, Stale
from skillweek.organisations.models import Contact, Organisation, Window
from skillweek.plan.models import Edition
from skillweek.programme.models import Session, SessionStaff
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")  # 23 May, 09:00


def brute(shifts: list[Shift], people: list[int]) -> tuple[int, int, int]:
    """(-filled, longest, squares) of the best sharing, by trying all."""
    best = None
    options = []
    for shift in shifts:
        free = [one for one in people if one in shift.can and one not in shift.fixed]
        room = max(shift.need - len(shift.fixed), 0)
        options.append([some for size in range(room + 1) for some in combinations(free, size)])
    for chosen in product(*options):
        there = [{*shift.fixed, *added} for shift, added in zip(shifts, chosen, strict=True)]
        clash = any(
            one in added_to and one in also
            for (a, added_to), (b, also) in combinations(list(zip(shifts, there, strict=True)), 2)
            if a.meets(b)
            for one in people
            if not (one in a.fixed and one in b.fixed)
        )
        if clash:
            continue
        totals = [sum(s.minutes for s, t in zip(shifts, there, strict=True) if one in t) for one in people]
        score = (-sum(map(len, chosen)), max(totals), sum(total * total for total in totals))
        best = min(best or score, score)
    assert best is not None
    return best


def score(found: Fair) -> tuple[int, int, int]:
    totals = list(found.minutes.values())
    return -sum(map(len, found.added.values())), max(totals), sum(total * total for total in totals)


@pytest.mark.parametrize("seed", range(12))
def test_no_sharing_is_fairer(seed: int) -> None:
    chance, people = Random(seed), [1, 2, 3]
    shifts = []
    for number in range(4):
        starts = chance.randrange(0, 6)
        can = frozenset(one for one in people if chance.random() < 0.8)
        fixed = frozenset(people[:1]) if chance.random() < 0.2 else frozenset()
        shifts.append(Shift(number, starts, starts + chance.randint(1, 4), chance.randint(1, 2), can, fixed))
    found = assign(shifts, people)
    assert found.proven
    assert score(found) == brute(shifts, people)
    assert found == assign(list(reversed(shifts)), people)


def test_one_works_no_longer_than_need_be() -> None:
    everybody = frozenset({1, 2, 3})
    shifts = [Shift(number, number * 60, number * 60 + 60, 1, everybody) for number in range(6)]
    assert assign(shifts, everybody).minutes == {1: 120, 2: 120, 3: 120}


@pytest.fixture
def people(school: Organisation) -> list[Contact]:
    made = [("甲示例", "head"), ("乙示例", "liaison")]
    since = datetime(2021, 1, 1, tzinfo=ZONE).date()
    return [
        Contact.objects.create(organisation=school, role=role, name=name, since=since) for name, role in made
    ]


@pytest.fixture
def sessions(edition: Edition, school: Organisation) -> list[Session]:
    """Two on the 25th at once, one after them."""
    return [
        make_session(make_activity(school, edition, title=f"第{n}场"), starts=starts, hours=2)
        for n, hour in ((1, 9), (2, 10), (3, 14))
        for starts in [datetime(2021, 5, 25, hour, tzinfo=ZONE)]
    ]


def test_everybody_gets_a_share(
    school: Organisation, edition: Edition, he: User, people: list[Contact], sessions: list[Session]
) -> None:
    found = queries.sharing(school, edition, 1)
    assert [len(row.proposed) for row in found.rows] == [1, 1, 1]
    assert sorted(hours for _person, hours in found.loads) == [2.0, 4.0]
    assert actions.share_out(unit=school, edition=edition, each=1, footing=found.footing, by=he) == 3
    there = dict(SessionStaff.objects.values_list("session", "contact"))
    assert there[sessions[0].pk] != there[sessions[1].pk]
    again = queries.sharing(school, edition, 1)
    assert (again.added, again.missing) == ({}, 0)
    with pytest.raises(CoverageError, match="没有要新排"):
        actions.share_out(unit=school, edition=edition, each=1, footing=again.footing, by=he)


def test_who_cannot_come_is_counted_by_reason(
    school: Organisation, edition: Edition, people: list[Contact], sessions: list[Session]
) -> None:
    day = [datetime(2021, 5, 25, hour, tzinfo=ZONE) for hour in (8, 18)]
    Window.objects.create(owner=school, contact=people[0], open=False, starts=day[0], ends=day[1])
    rows = queries.sharing(school, edition, 1).rows
    assert [(row.missing, row.shut, row.elsewhere) for row in rows if row.missing] == [(1, 1, 1)]


def test_a_proposal_that_no_longer_holds_is_refused(
    school: Organisation, edition: Edition, he: User, people: list[Contact], sessions: list[Session]
) -> None:
    footing = queries.sharing(school, edition, 1).footing
    SessionStaff.objects.create(session=sessions[2], contact=people[1])
    with pytest.raises(Stale):
        actions.share_out(unit=school, edition=edition, each=1, footing=footing, by=he)
    assert SessionStaff.objects.count() == 1


def test_a_stranger_shares_nothing_out(
    school: Organisation, edition: Edition, wu: User, people: list[Contact], sessions: list[Session]
) -> None:
    footing = queries.sharing(school, edition, 1).footing
    with pytest.raises(CoverageError, match="只有本单位"):
        actions.share_out(unit=school, edition=edition, each=1, footing=footing, by=wu)
    assert not SessionStaff.objects.exists()


def test_the_page_shows_and_writes(
    sign_in, school: Organisation, he: User, people: list[Contact], sessions: list[Session]
) -> None:  # type: ignore[no-untyped-def]  # sign_in is a function
    client: Client = sign_in(he)
    asked = {"unit": school.pk, "each": 1}
    shown = client.get("/desk/coverage/people/", asked)
    assert shown.status_code == 200
    at_once = client.get("/desk/coverage/people/")
    assert at_once.context["found"].footing == shown.context["found"].footing, (
        "with one unit nothing is asked"
    )
    posted = {**asked, "footing": shown.context["found"].footing}
    assert client.post("/desk/coverage/people/", posted).status_code == 302
    assert SessionStaff.objects.count() == 3
    late = client.post("/desk/coverage/people/", posted)
    assert (late.status_code, SessionStaff.objects.count()) == (422, 3)
    assert "刚刚有变" in late.content.decode()
    assert client.get("/desk/coverage/people/", {"unit": school.pk, "each": 99}).status_code == 422


def test_another_school_cannot_be_chosen(
    sign_in, school: Organisation, wu: User, people: list[Contact], sessions: list[Session]
) -> None:  # type: ignore[no-untyped-def]  # sign_in is a function
    assert sign_in(wu).get("/desk/coverage/people/", {"unit": school.pk, "each": 1}).status_code == 422
