"""The matrix, the targets, the planner on real rows, and putting its moves into the programme."""

import json
from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.coverage import actions, queries
from skillweek.coverage.models import Proposal, Target
from skillweek.coverage.rules import CoverageError, Stale
from skillweek.coverage.tests.test_problem import small
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Audience, Edition
from skillweek.programme import actions as programme
from skillweek.programme.models import Activity, Session
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")  # 23 May, 09:00


def at(day: int, hour: int) -> datetime:
    """A moment in May 2021, local time."""
    return datetime(2021, 5, day, hour, tzinfo=ZONE)


@pytest.fixture
def crowded(edition: Edition, school: Organisation, venue: Venue) -> list[Session]:
    """Three movable sessions on the 25th in one county; nothing on the 24th and 26th."""
    return [
        make_session(
            make_activity(school, edition, movable=True, title=f"体验{n}"), starts=at(25, hour), venue=room
        )
        for n, (hour, room) in enumerate(
            [
                (9, venue),
                (14, venue),
                (9, add_venue(owner=school, name="礼堂", address="叶县示例路1号", capacity=300)),
            ]
        )
    ]


def test_the_matrix_counts_public_sessions(
    edition: Edition, crowded: list[Session], county: Organisation, other_county: Organisation
) -> None:
    Target.objects.create(edition=edition, place=county, day=date(2021, 5, 24), minimum=1)
    Target.objects.create(edition=edition, place=other_county, minimum=2)
    make_session(make_activity(county, edition, state=Activity.State.DRAFT), starts=at(24, 9))
    crowded[0].activity.audiences.add(Audience.objects.get(code="media"))
    found, counted = list(queries.targets(edition)), queries.counts(edition)
    by_day = queries.matrix(edition, "place-day", found, counted)
    rows = {row.head.code: [cell.count for cell in row.cells] for row in by_day.rows}
    assert rows == {"yexian": [0, 0, 0, 3, 0, 0, 0], "baofeng": [0] * 7}
    assert by_day.gaps == 1
    assert [cell.tone for cell in by_day.rows[1].cells][:4] == ["", "", "h0", "h2"]
    by_audience = queries.matrix(edition, "place-audience", found, counted)
    rows = {row.head.code: [cell.count for cell in row.cells] for row in by_audience.rows}
    assert rows["yexian"] == [3, 0, 0, 0, 1]
    assert [row.total for row in queries.matrix(edition, "audience-day", found, counted).rows] == [
        3,
        0,
        0,
        0,
        1,
    ]
    assert [(gap.target.place, gap.missing) for gap in queries.gaps(found, counted)] == [
        (other_county, 2), (county, 1)
    ]  # fmt: skip


def test_counting_asks_the_database_equally_often(
    edition: Edition, school: Organisation, venue: Venue
) -> None:
    asked = []
    for number in (1, 6):
        for hour in range(number):
            make_session(make_activity(school, edition), starts=at(25, 8 + hour), venue=venue)
        with CaptureQueriesContext(connection) as captured:
            counted, found = queries.counts(edition), list(queries.targets(edition))
            queries.matrix(edition, "place-day", found, counted)
            queries.gaps(found, counted)
        asked.append(len(captured))
    assert asked[0] == asked[1] == 4


def test_default_targets_once(edition: Edition, county: Organisation, other_county: Organisation) -> None:
    assert actions.ensure_default_targets(edition=edition) == 2 * (7 + 5)
    actions.set_target(edition=edition, place=county, day=date(2021, 5, 24), minimum=0)
    assert actions.ensure_default_targets(edition=edition) == 0
    assert Target.objects.count() == 24
    assert queries.targets(edition).count() == 23
    with pytest.raises(CoverageError):
        actions.set_target(edition=edition, day=date(2021, 6, 1), minimum=1)
    with pytest.raises(CoverageError):
        actions.set_target(edition=edition, place=edition.city, minimum=1)


def want(edition: Edition, county: Organisation, *days: int) -> None:
    for day in days:
        actions.set_target(edition=edition, place=county, day=date(2021, 5, day), minimum=1, weight=3)


def test_a_proposal_fills_the_gaps_with_few_moves(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 22, 24, 25, 26)
    proposal = actions.propose(edition=edition, by=lin)
    assert (proposal.status, proposal.before, proposal.objective) == ("optimal", 9, 3)
    days = [p.to_starts.astimezone(ZONE).day for p in proposal.placements.all()]
    assert days == [24, 26]
    assert [(s.target.day.day, s.missing, s.closed) for s in proposal.shortfalls.all()] == [(22, 1, 3)]
    done, refused = actions.commit_proposal(proposal=proposal, by=lin)
    assert (done, refused) == (2, [])
    assert sorted(s.day.day for s in Session.objects.all()) == [24, 25, 26]
    assert [
        gap.target.day.day for gap in queries.gaps(list(queries.targets(edition)), queries.counts(edition))
    ] == [22]
    again = actions.propose(edition=edition, by=lin)
    assert (again.objective, again.placements.count(), again.fingerprint == proposal.fingerprint) == (
        3,
        0,
        False,
    )


def test_what_is_fixed_begun_or_in_a_full_room_stays(
    edition: Edition, school: Organisation, venue: Venue, county: Organisation, lin: User
) -> None:
    fixed = make_session(make_activity(school, edition), starts=at(25, 9), venue=venue)
    begun = make_session(make_activity(school, edition, movable=True), starts=at(23, 8), venue=venue)
    waiting = make_activity(school, edition, state=Activity.State.SUBMITTED)
    for hour in (9, 14):
        make_session(waiting, starts=at(24, hour), venue=venue)
    free = make_session(make_activity(school, edition, movable=True), starts=at(25, 14), venue=venue)
    want(edition, county, 24, 25)
    proposal = actions.propose(edition=edition, by=lin)
    assert not proposal.placements.exists()
    (gap,) = proposal.shortfalls.all()
    assert (gap.target.day.day, gap.fixed, gap.closed) == (24, 2, 1)
    assert {fixed.pk, begun.pk, free.pk} == set(
        Session.objects.exclude(activity=waiting).values_list("pk", flat=True)
    )


def test_a_move_is_made_once(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    placement = actions.propose(edition=edition, by=lin).placements.get()
    actions.commit_placement(placement=placement, by=lin)
    with pytest.raises(CoverageError, match="已经采纳"):
        actions.commit_placement(placement=placement, by=lin)
    assert Session.objects.get(pk=placement.session_id).starts == placement.to_starts


def test_a_stale_move_is_refused(
    edition: Edition, crowded: list[Session], county: Organisation, school: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    first, second = (actions.propose(edition=edition, by=lin, seed=seed).placements.get() for seed in (0, 0))
    actions.commit_placement(placement=first, by=lin)
    moved = Session.objects.get(pk=first.session_id)
    with pytest.raises(Stale, match="改过"):
        actions.commit_placement(placement=second, by=lin)
    moved.refresh_from_db()
    assert moved.starts == first.to_starts


def test_a_room_taken_meanwhile_is_refused(
    edition: Edition, crowded: list[Session], county: Organisation, school: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    proposal = actions.propose(edition=edition, by=lin)
    placement = proposal.placements.get()
    make_session(make_activity(school, edition), starts=placement.to_starts, venue=placement.to_venue)
    done, refused = actions.commit_proposal(proposal=proposal, by=lin)
    assert (done, len(refused)) == (0, 1)
    assert "已有别的活动" in refused[0]
    assert Session.objects.get(pk=placement.session_id).starts == placement.from_starts


def test_a_cancelled_activity_is_not_moved(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    placement = actions.propose(edition=edition, by=lin).placements.get()
    programme.cancel_activity(activity=placement.session.activity)
    with pytest.raises(Stale):
        actions.commit_placement(placement=placement, by=lin)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("solve_coverage", *words)
    return capsys.readouterr().out


def test_the_command_on_an_edition(
    edition: Edition, crowded: list[Session], county: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    want(edition, county, 22, 24)
    answer = json.loads(run(capsys, "--edition", "pds-2021", "--json"))
    assert (answer["status"], answer["objective"], answer["bound"]) == ("optimal", 3, 3)
    assert set(answer["assignment"]) == {session.code for session in crowded}
    assert [gap["missing"] for gap in answer["unmet"]] == [1]
    assert not Proposal.objects.exists()
    assert "optimal" in run(capsys, "--edition", "pds-2021")


def test_the_command_on_a_file(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(small()), encoding="utf-8")
    answer = json.loads(run(capsys, "--problem", str(file), "--json", "--seed", "3", "--seconds", "5"))
    assert list(answer) == ["status", "objective", "bound", "assignment", "unmet", "seconds"]
    assert answer["assignment"]["a"] == {"day": "2021-05-23", "slot": "am", "venue": "v1"}


@pytest.mark.parametrize(
    ("text", "words"),
    [(b"{", "不是 JSON：第 1 行"), (b'{"days": 1}', "days"), (b"\xff\xfe", "UTF-8"), (None, "读不了文件")],
)
def test_the_command_says_what_is_wrong(tmp_path, text: bytes | None, words: str) -> None:
    file = tmp_path / "problem.json"
    if text is not None:
        file.write_bytes(text)
    with pytest.raises(CommandError, match=words):
        call_command("solve_coverage", "--problem", str(file))


@pytest.mark.parametrize("words", [("--edition", "no-such-week"), ("--problem", "x", "--seconds", "0")])
def test_the_command_refuses(db: None, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("solve_coverage", *words)
