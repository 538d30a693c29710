"""The planner on real rows, and putting its moves into the programme."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.accounts.models import User
from skillweek.coverage import actions, queries, tasks
from skillweek.coverage.models import Placement, Proposal, Target
from skillweek.coverage.rules import CoverageError, Stale
from skillweek.coverage.tests.test_problem import small
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue, Window
from skillweek.organisations.tests.factories import make_contact
from skillweek.plan.models import Edition
from skillweek.programme import actions as programme
from skillweek.programme.actions import take_rooms
from skillweek.programme.models import Activity, Session, SessionStaff
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")  # 23 May, 09:00


def at(day: int, hour: int) -> datetime:
    """A moment in May 2021, local time."""
    return datetime(2021, 5, day, hour, tzinfo=ZONE)


@pytest.fixture
def crowded(edition: Edition, school: Organisation, room: Venue) -> list[Session]:
    """Three movable sessions on the 25th in one county; nothing on the 24th and 26th."""
    return [
        make_session(
            make_activity(school, edition, movable=True, title=f"体验{n}"), starts=at(25, hour), venue=where
        )
        for n, (hour, where) in enumerate(
            [
                (9, room),
                (14, room),
                (9, add_venue(owner=school, name="礼堂", address="叶县示例路1号", capacity=300)),
            ]
        )
    ]


def answered(edition: Edition, by: User, **asked: Any) -> Proposal:
    """A question to the planner, answered as the worker would."""
    made = actions.ask_planner(edition=edition, by=by, **asked)
    return actions.solve_proposal(proposal_id=made.pk)


def want(edition: Edition, county: Organisation, *days: int) -> None:
    for day in days:
        actions.set_target(edition=edition, place=county, day=date(2021, 5, day), minimum=1, weight=3)


def test_a_proposal_fills_the_gaps_with_few_moves(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 22, 24, 25, 26)
    proposal = answered(edition, lin)
    assert (proposal.status, proposal.before, proposal.objective) == ("optimal", 9, 3)
    days = [p.to_starts.astimezone(ZONE).day for p in proposal.placements.all()]
    assert days == [24, 26]
    assert [(s.day.day, s.missing, s.closed) for s in proposal.shortfalls.all()] == [(22, 1, 3)]
    assert actions.commit_moves(proposal=proposal, by=lin) == 2
    assert sorted(s.day.day for s in Session.objects.all()) == [24, 25, 26]
    standing = queries.standing(edition, queries.wants(queries.targets(edition), queries.Facts(edition)))
    assert [gap.want.facts["day"].day for gap in queries.gaps(standing)] == [22]
    again = answered(edition, lin)
    assert (again.objective, again.placements.count(), again.fingerprint == proposal.fingerprint) == (
        3,
        0,
        False,
    )


def test_what_is_fixed_begun_or_in_a_full_room_stays(
    edition: Edition, school: Organisation, room: Venue, county: Organisation, lin: User
) -> None:
    fixed = make_session(make_activity(school, edition), starts=at(25, 9), venue=room)
    begun = make_session(make_activity(school, edition, movable=True), starts=at(23, 8), venue=room)
    waiting = make_activity(school, edition, state=Activity.State.SUBMITTED)
    for hour in (9, 14):
        make_session(waiting, starts=at(24, hour), venue=room)
    free = make_session(make_activity(school, edition, movable=True), starts=at(25, 14), venue=room)
    want(edition, county, 24, 25)
    proposal = answered(edition, lin)
    assert not proposal.placements.exists()
    (gap,) = proposal.shortfalls.all()
    assert (gap.day.day, gap.fixed, gap.closed) == (24, 2, 1)
    assert {fixed.pk, begun.pk, free.pk} == set(
        Session.objects.exclude(activity=waiting).values_list("pk", flat=True)
    )


def test_a_move_is_made_once(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    proposal = answered(edition, lin)
    placement = proposal.placements.get()
    assert actions.commit_moves(proposal=proposal, by=lin, chosen=[placement.pk]) == 1
    with pytest.raises(CoverageError, match="已经采纳"):
        actions.commit_moves(proposal=proposal, by=lin, chosen=[placement.pk])
    assert Session.objects.get(pk=placement.session_id).starts == placement.to_starts


def test_some_moves_now_and_the_others_later(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24, 25, 26)
    proposal = answered(edition, lin)
    first, second = proposal.placements.all()
    assert actions.commit_moves(proposal=proposal, by=lin, chosen=[second.pk]) == 1
    assert queries.changed_since(proposal) == []
    assert actions.commit_moves(proposal=proposal, by=lin) == 1
    assert sorted(s.day.day for s in Session.objects.all()) == [24, 25, 26]
    first.refresh_from_db()
    assert first.accepted_by == lin


def test_two_sessions_change_rooms_at_once(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    first, second = crowded[0], crowded[1]
    take_rooms(activity=first.activity)
    take_rooms(activity=second.activity)
    proposal = answered(edition, lin)
    proposal.placements.all().delete()
    for one, other in ((first, second), (second, first)):
        Placement.objects.create(
            proposal=proposal, session=one, from_starts=one.starts, from_ends=one.ends, from_venue=one.venue,
            to_starts=other.starts, to_ends=other.ends, to_venue=other.venue,
        )  # fmt: skip
    assert actions.commit_moves(proposal=proposal, by=lin) == 2
    stands = {one.pk: one.starts for one in Session.objects.all()}
    assert (stands[first.pk], stands[second.pk]) == (second.starts, first.starts)


def test_of_two_proposals_the_second_commit_is_refused(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    first, second = answered(edition, lin), answered(edition, lin)
    actions.commit_moves(proposal=first, by=lin)
    stands = list(Session.objects.order_by("pk").values_list("pk", "starts"))
    with pytest.raises(Stale, match="的时间或场地改过"):
        actions.commit_moves(proposal=second, by=lin)
    assert list(Session.objects.order_by("pk").values_list("pk", "starts")) == stands
    assert not second.placements.exclude(accepted_at=None).exists()


def test_what_came_meanwhile_is_named(
    edition: Edition, crowded: list[Session], county: Organisation, school: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    proposal = answered(edition, lin)
    placement = proposal.placements.get()
    other = make_activity(school, edition, title="临时加的")
    make_session(other, starts=placement.to_starts, venue=placement.to_venue)
    with pytest.raises(Stale, match="新增了“临时加的”"):
        actions.commit_moves(proposal=proposal, by=lin)
    assert Session.objects.get(pk=placement.session_id).starts == placement.from_starts


def test_a_changed_target_is_named(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    proposal = answered(edition, lin)
    actions.set_target(edition=edition, place=county, day=date(2021, 5, 24), minimum=2, weight=3)
    with pytest.raises(Stale, match=r"目标“.*5 月 24 日”改过"):
        actions.commit_moves(proposal=proposal, by=lin)


def test_a_cancelled_activity_is_not_moved(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    proposal = answered(edition, lin)
    programme.cancel_activity(activity=proposal.placements.get().session.activity)
    with pytest.raises(Stale, match="取消或撤回"):
        actions.commit_moves(proposal=proposal, by=lin)


def test_what_is_locked_or_kept_stays(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24, 25, 26)
    for session in crowded[:2]:
        actions.lock_session(edition=edition, session=session, by=lin)
    moves = answered(edition, lin, kept=[]).placements
    assert [move.session for move in moves.all()] == [crowded[2]]
    assert not answered(edition, lin, kept=[crowded[2].activity]).placements.exists()
    lock = actions.lock_cell(edition=edition, by=lin, place=county)
    assert actions.lock_cell(edition=edition, by=lin, place=county) == lock
    assert not answered(edition, lin).placements.exists()
    actions.unlock(lock=lock, by=lin)
    with pytest.raises(CoverageError, match="已经解除"):
        actions.unlock(lock=lock, by=lin)
    assert answered(edition, lin).placements.count() == 1


def test_a_locked_day_gains_nothing(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    actions.lock_cell(edition=edition, by=lin, day=date(2021, 5, 24))
    proposal = answered(edition, lin)
    assert not proposal.placements.exists()
    assert [(gap.day.day, gap.closed) for gap in proposal.shortfalls.all()] == [(24, 3)]


def test_a_lock_set_meanwhile_is_kept(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    proposal = answered(edition, lin)
    session = proposal.placements.get().session
    actions.lock_session(edition=edition, session=session, by=lin)
    with pytest.raises(Stale, match="已被锁定"):
        actions.commit_moves(proposal=proposal, by=lin)


def test_windows_of_rooms_and_people_are_kept(
    edition: Edition,
    crowded: list[Session],
    county: Organisation,
    school: Organisation,
    room: Venue,
    lin: User,
) -> None:
    want(edition, county, 24)
    hall = crowded[2].venue
    for one in (room, hall):
        Window.objects.create(owner=school, venue=one, open=True, starts=at(25, 0), ends=at(27, 0))
    assert not answered(edition, lin).placements.exists()
    Window.objects.filter(venue=hall).update(starts=at(24, 0))
    assert [move.session for move in answered(edition, lin).placements.all()] == [crowded[2]]
    teacher = make_contact(school)
    SessionStaff.objects.create(session=crowded[2], contact=teacher)
    Window.objects.create(owner=school, contact=teacher, open=False, starts=at(24, 0), ends=at(25, 0))
    proposal = answered(edition, lin)
    (move,) = proposal.placements.all()  # another session goes to the hall, which is free on the 24th
    assert (move.session in crowded[:2], move.to_venue) == (True, hall)


def test_weights_of_one_question_leave_the_rules_alone(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    rule = Target.objects.get()
    proposal = answered(edition, lin, weights={rule.pk: 0})
    assert (proposal.before, proposal.placements.count()) == (0, 0)
    assert list(proposal.weights.values_list("weight", "minimum")) == [(0, 1)]
    rule.refresh_from_db()
    assert rule.weight == 3


def test_a_county_moves_its_own(
    edition: Edition, crowded: list[Session], county: Organisation, other_school: Organisation,
    other_county: Organisation, zhou: User, lin: User,
) -> None:  # fmt: skip
    hall = add_venue(owner=other_school, name="操场", address="宝丰县示例路1号", capacity=300)
    theirs = make_session(make_activity(other_school, edition, movable=True), starts=at(25, 9), venue=hall)
    want(edition, county, 24)
    want(edition, other_county, 24)
    every = answered(edition, lin)
    assert {move.session.place for move in every.placements.all()} == {county, other_county}
    mine = [move.session.place for move in queries.placements_of(every, zhou)]
    assert mine == [county]
    assert {move.session.place for move in answered(edition, zhou).placements.all()} == {county}
    assert actions.commit_moves(proposal=every, by=zhou) == 1
    theirs.refresh_from_db()
    assert theirs.starts == at(25, 9)
    with pytest.raises(CoverageError, match="本单位和下属单位"):
        actions.lock_session(edition=edition, session=theirs, by=zhou)


def test_a_question_is_answered_once_by_the_job(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    made = actions.ask_planner(edition=edition, by=lin)
    job = ProcrastinateJob.objects.get(task_name="skillweek.coverage.tasks.solve")
    assert job.args == {"proposal_id": made.pk}
    assert (made.status, made.working) == ("queued", True)
    tasks.solve(proposal_id=made.pk)
    tasks.solve(proposal_id=made.pk)
    made.refresh_from_db()
    assert (made.status, made.placements.count(), made.wanted, made.unmet_before) == ("optimal", 1, 1, 1)


def test_without_targets_there_is_nothing_to_ask(edition: Edition, lin: User) -> None:
    with pytest.raises(CoverageError, match="还没有目标"):
        actions.ask_planner(edition=edition, by=lin)
    assert not Proposal.objects.exists()


def test_two_proposals_side_by_side(
    edition: Edition, crowded: list[Session], county: Organisation, lin: User
) -> None:
    want(edition, county, 24)
    first = answered(edition, lin)
    second = answered(edition, lin, kept=[first.placements.get().session.activity])
    pairs = queries.compared(first, second, lin)
    assert {(pair.first is None, pair.second is None, pair.same) for pair in pairs} == {
        (False, True, False), (True, False, False),
    }  # fmt: skip
    assert len(pairs) == 2
    assert [pair.same for pair in queries.compared(first, first, lin)] == [True]


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
