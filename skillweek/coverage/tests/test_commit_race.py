"""Two officers put two proposals into the programme at the same moment: one wins, the other is told why not."""

import contextvars
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection

from skillweek.accounts.models import User
from skillweek.coverage import actions
from skillweek.coverage.actions import commits
from skillweek.coverage.models import Placement, Proposal
from skillweek.coverage.rules import Stale
from skillweek.coverage.tests.test_planner import answered, at, crowded, want
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.programme.models import Session
from tests.cast import ZONE

__all__ = ["crowded"]
pytestmark = pytest.mark.usefixtures("transactional_db", "now")


@pytest.fixture
def pair(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User, zhou: User
) -> list[tuple[Proposal, User]]:
    """Two answers to the same gap on the 24th, each with another session: no row of the one is in the other."""
    want(edition, county, 24)
    found = []
    for officer, moved in ((lin, crowded[0]), (zhou, crowded[2])):
        kept = [one.activity for one in crowded if one != moved]
        found.append((answered(edition, officer, kept=kept), officer))
    first, second = (proposal.placements.get() for proposal, _by in found)
    assert {first.session, second.session} == {crowded[0], crowded[2]}
    assert first.to_venue != second.to_venue  # no room keeps them apart
    return found


def others_wait() -> bool:
    """True when some connection to this database waits for a row that another holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def at_once(pair: list[tuple[Proposal, User]], monkeypatch: pytest.MonkeyPatch) -> list[int | str]:
    """What both are told. Who has looked whether anything changed goes on only when the other has looked, or waits."""
    start, real = Barrier(len(pair)), commits.changed_since
    looked = {proposal.pk: Event() for proposal, _by in pair}

    def look(proposal: Proposal) -> list[str]:
        changes = real(proposal)
        looked[proposal.pk].set()
        while not (all(one.is_set() for one in looked.values()) or others_wait()):
            pass
        return changes

    def commit(proposal: Proposal, by: User) -> int | str:
        start.wait()
        try:
            return actions.commit_moves(proposal=proposal, by=by)
        except Stale as refusal:
            return str(refusal)
        finally:
            connection.close()

    monkeypatch.setattr(commits, "changed_since", look)
    with ThreadPoolExecutor(len(pair)) as pool:
        jobs = [pool.submit(contextvars.copy_context().run, commit, *one) for one in pair]
        return [job.result() for job in jobs]


def days() -> list[int]:
    return [
        one.astimezone(ZONE).day
        for one in Session.objects.order_by("starts").values_list("starts", flat=True)
    ]


def touched(since: int) -> set[int]:
    """Sessions of which anything was written after the entry ``since`` of their history."""
    steps: Any = Session.pgh_event_model.objects  # type: ignore[attr-defined]  # made by pghistory
    return set(steps.filter(pgh_id__gt=since).values_list("pgh_obj_id", flat=True))


def last_step() -> int:
    """The last entry in the history of sessions."""
    return int(Session.pgh_event_model.objects.latest("pgh_id").pgh_id)  # type: ignore[attr-defined]  # as above


def test_one_wins_and_the_other_is_refused(
    pair: list[tuple[Proposal, User]], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = last_step()
    told = at_once(pair, monkeypatch)
    assert sorted(isinstance(one, int) for one in told) == [False, True]
    won, lost = (pair[n][0] for n in sorted(range(2), key=lambda n: isinstance(told[n], str)))
    refusal = next(one for one in told if isinstance(one, str))
    title = str(won.placements.get().session.activity)
    assert refusal == f"提出建议以后，“{title}”的时间或场地改过，所以没有采纳。请再请求解器算一次"
    taken, left = won.placements.get(), lost.placements.get()
    assert (taken.accepted_at is None, left.accepted_at, left.accepted_by) == (False, None, None)
    stands = dict(Session.objects.values_list("pk", "starts"))
    assert stands[taken.session_id] == taken.to_starts
    assert stands[left.session_id] == left.from_starts == at(25, left.from_starts.astimezone(ZONE).hour)
    assert (days(), touched(before)) == ([24, 25, 25], {taken.session_id})
    with pytest.raises(Stale):
        actions.commit_moves(proposal=lost, by=pair[0][1])
    assert Placement.objects.exclude(accepted_at=None).count() == 1


def test_without_the_lock_both_would_go_through(
    pair: list[tuple[Proposal, User]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the test above would see if commits did not wait for each other: the gap is filled twice."""
    monkeypatch.setattr(Edition.objects, "select_for_update", lambda **how: Edition.objects.all())
    assert at_once(pair, monkeypatch) == [1, 1]
    assert days() == [24, 24, 25]
