"""What a phase closes is refused in every room: with the sentence that says why, and without touching a row."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking.queries import open_sessions
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition, Opening
from skillweek.plan.queries import closed
from skillweek.plan.rules import STEPS
from skillweek.programme.actions import submit_activity
from skillweek.programme.tests.factories import make_activity, make_session
from tests.guards.test_matrix import writes
from tests.guards.world import World, build

ZONE = ZoneInfo("Asia/Shanghai")
PLANNING, ARCHIVED = datetime(2021, 4, 27, 9, tzinfo=ZONE), datetime(2021, 6, 17, 9, tzinfo=ZONE)
BEFORE_AND_AFTER = (PLANNING, ARCHIVED)
SAFETY = {
    "responsible_name": "示例-张老师",
    "responsible_phone": "139 0000 0001",
    "capacity": "80",
    "expected": "60",
}


@pytest.fixture
def world(
    now: datetime, school: Organisation, edition: Edition, venue: Venue, wu: User, he: User, zhou: User, lin: User,
    men: User,
) -> World:  # fmt: skip
    built = build({"wu": wu, "he": he, "zhou": zhou, "lin": lin, "men": men}, school, edition, venue)
    waiting = make_activity(school, edition, state="draft", title="等着审的")
    make_session(waiting, starts=now, venue=venue)
    submit_activity(activity=waiting, by=he)
    built.things["waiting"] = waiting
    return built


#: step > who tries, the page they post to and what, when it is closed
TRIES: list[tuple[str, str, Callable[[World], tuple[str, dict[str, Any]]], tuple[datetime, ...]]] = [
    ("change_plan", "lin", lambda w: (f"/desk/plan/editions/{w.edition.slug}/clauses/3/remove/", {}), (ARCHIVED,)),
    ("change_plan", "lin", lambda w: (
        f"/desk/plan/editions/{w.edition.slug}/lists/tags/new/", {"label": "新", "label_en": "new"}), (ARCHIVED,)),
    ("write_notices", "lin", lambda w: (
        "/desk/notices/write/",
        {"title": "晚到的通知", "addressees": "各单位：", "body": "请签收。", "signed_on": "2021-06-17"}), (ARCHIVED,)),
    ("give_duties", "lin", lambda w: (f"/desk/duties/{w.duty.pk}/waive/", {"reason": "停电"}), (ARCHIVED,)),
    ("write_activities", "he", lambda w: (f"/desk/activities/{w.draft.pk}/safety/", SAFETY), BEFORE_AND_AFTER),
    ("write_activities", "he", lambda w: (f"/desk/activities/{w.draft.pk}/check/", {}), BEFORE_AND_AFTER),
    ("review_activities", "zhou", lambda w: (
        f"/desk/activities/{w.waiting.pk}/decide/", {"verdict": "approve"}), BEFORE_AND_AFTER),
    ("arrange", "lin", lambda w: ("/desk/coverage/targets/", {"minimum": "3", "weight": "1"}), (ARCHIVED,)),
    ("arrange", "lin", lambda w: ("/desk/coverage/targets/defaults/", {}), (ARCHIVED,)),
    ("write_points", "he", lambda w: (
        f"/desk/services/{w.service.pk}/", {"kind": w.point.kind_id, "staff_count": "5"}), BEFORE_AND_AFTER),
    ("write_works", "he", lambda w: (f"/desk/works/hall/{w.work.pk}/submit/", {}), (ARCHIVED,)),
    ("review_works", "zhou", lambda w: (f"/desk/works/hall/{w.work.pk}/approve/", {}), (ARCHIVED,)),
    ("set_places", "he", lambda w: (
        f"/desk/activities/{w.activity.pk}/places/",
        {"row": w.session.code, f"{w.session.code}-places": "44", f"{w.session.code}-largest_party": "5"}),
        BEFORE_AND_AFTER),
    ("hand_in", "he", lambda w: (f"/desk/materials/{w.call.pk}/{w.school.code}/hand-in/", {}), (ARCHIVED,)),
    ("hand_in", "he", lambda w: (f"/desk/materials/item/{w.item.code}/remove/", {}), BEFORE_AND_AFTER),
    ("decide_materials", "zhou", lambda w: (
        f"/desk/materials/item/{w.item.code}/decide/", {"verdict": "accept"}), BEFORE_AND_AFTER),
    ("report", "lin", lambda w: (f"/desk/report/{w.edition.slug}/build/", {"format": "docx"}), (PLANNING,)),
]  # fmt: skip


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("trial", TRIES, ids=lambda trial: f"{trial[0]} {TRIES.index(trial)}")
def test_closed_is_refused_with_its_sentence(world: World, trial: Any) -> None:
    step, who, built, moments = trial
    path, data = built(world)
    for moment in moments:
        with clock.frozen(moment):
            reason = closed(world.edition, step)
            assert reason is not None
            client = _client(world.people[who])
            before = writes()
            answer = client.post(path, data, follow=True)
            assert writes() == before, f"{step} wrote at {moment}"
            assert answer.status_code in {200, 422}, (path, answer.status_code)
            assert reason in answer.text


def test_every_step_is_tried_somewhere() -> None:
    elsewhere = {"book", "check_in"}  # below
    assert {trial[0] for trial in TRIES} | elsewhere == set(STEPS)


def test_visitors_book_and_come_in_by_phase(world: World) -> None:
    session = world.session
    parents = world.edition.audiences.get(code="parents")
    sheet = {
        "name": "陈示例", "phone": "13900000077", "party": "1", "audience": parents.pk, "consent": "on", "key": "k1",
    }  # fmt: skip
    early = Opening.objects.create(edition=world.edition, step="book", opens="plan", closes="publish")
    before = writes()
    answer = Client().post(f"/sessions/{session.code}/book/", sheet)
    assert (answer.status_code, writes()) == (422, before)
    assert "现在不在预约时间内" in answer.text
    assert not open_sessions(world.edition).exists()
    shut = Opening.objects.create(edition=world.edition, step="check_in", opens="plan", closes="publish")
    gate, scan = _client(world.people["he"]), {"code": world.booking.code, "nonce": "n1"}
    said = gate.post(f"/gate/{session.code}/", scan)
    assert "“入口核验”已于 5 月 22 日 截止" in said.text
    assert world.booking.checkins.count() == 0
    shut.delete()
    gate.post(f"/gate/{session.code}/", scan)
    assert world.booking.checkins.count() == 1
    early.delete()
    answer = Client().post(f"/sessions/{session.code}/book/", sheet)
    assert answer.status_code == 302, answer.text


def test_an_opening_of_its_own_counts_everywhere(world: World) -> None:
    """Closed by the preset, opened by the edition: the same request goes through."""
    Opening.objects.create(edition=world.edition, step="write_activities", opens="plan", closes="archive")
    with clock.frozen(ARCHIVED):
        answer = _client(world.people["he"]).post(f"/desk/activities/{world.draft.pk}/safety/", SAFETY)
        assert answer.status_code == 302
        world.draft.refresh_from_db()
        assert world.draft.safeguard.expected == 60


def test_after_the_archive_everything_can_still_be_read(world: World) -> None:
    officer, teacher = _client(world.people["lin"]), _client(world.people["he"])
    with clock.frozen(ARCHIVED):
        for path in ("/desk/", "/desk/plan/", f"/desk/plan/editions/{world.edition.slug}/", "/desk/duties/",
                     "/desk/activities/", "/desk/coverage/", "/desk/report/", "/desk/notices/sent/"):  # fmt: skip
            assert officer.get(path).status_code == 200, path
        for path in (f"/desk/activities/{world.draft.pk}/", f"/desk/works/hall/{world.work.pk}/",
                     f"/desk/materials/{world.call.pk}/{world.school.code}/"):  # fmt: skip
            page = teacher.get(path)
            assert page.status_code == 200, path
            assert "现在是归档阶段" in page.text, path
        assert teacher.get("/desk/activities/new/", follow=True).redirect_chain != []
        assert Client().get("/").status_code == 200
