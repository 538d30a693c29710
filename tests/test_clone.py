"""What an edition shares with the rooms above: parts that a new one takes over, what stands in the way of a move,
and what uses an entry of its lists."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from skillweek.accounts.models import User
from skillweek.collection.models import Call, ItemRule
from skillweek.coverage.models import Target
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries
from skillweek.plan.models import (
    ActivityKind,
    Addressing,
    Clause,
    Duty,
    Edition,
    MaterialKind,
    Notice,
    Opening,
    ReminderRule,
    ThemeDay,
    Waiver,
)
from skillweek.plan.queries.parts import all_parts
from skillweek.plan.tests.factories import make_duty, make_sent_notice
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity, make_session

SignIn = Callable[[User], Client]
FACTS = {
    "name": "平顶山市2022年职业教育活动周", "theme": "成就出彩人生", "mailbox": "",
    "starts": date(2022, 5, 8), "ends": date(2022, 5, 16), "deadline": date(2022, 5, 27),
}  # fmt: skip
EVERYTHING = (
    "codes", "phases", "theme-days", "clauses", "duties", "reminders", "notices", "activities", "targets", "calls",
    "ceremonies",
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def full(edition: Edition, school: Organisation, county: Organisation, lin: User, now: datetime) -> Edition:
    """The edition with one of every part, and things that are no part of it."""
    ActivityKind.objects.create(edition=edition, code="forum", label="论坛", label_en="Forum", position=9)
    ThemeDay.objects.create(
        edition=edition, code="craft", label="工匠日", label_en="Crafts", day=date(2021, 5, 24)
    )
    Opening.objects.create(edition=edition, step="book", opens="register", closes="run")
    end = make_duty(edition, school, anchor="ends", due=date(2021, 5, 28))
    make_duty(edition, school, parameter="online", path="3.2", due=date(2021, 5, 25))
    make_duty(edition, school, evidence="materials", parameter="photo", path="5.3", due=date(2021, 6, 2))
    make_duty(edition, county, path="3.2", ended_at=now)
    Waiver.objects.create(duty=end, reason="停电", by=lin, at=now)
    ReminderRule.objects.create(edition=edition, clause=end.clause, offset_days=-3)
    ReminderRule.objects.create(edition=edition, anchor="deadline", offset_days=1)
    notice = make_sent_notice(edition, school, number="示例〔2021〕1号", sign_by=date(2021, 5, 26))
    Addressing.objects.create(notice=notice, group="schools")
    Target.objects.create(edition=edition, day=date(2021, 5, 23), place=county, minimum=2)
    Target.objects.create(edition=edition, audience=edition.audiences.get(code="media"), minimum=4)
    call = Call.objects.create(
        edition=edition, title="2021年活动周材料", opens=date(2021, 5, 22), deadline=date(2021, 6, 2)
    )
    kind = MaterialKind.objects.get(edition=edition, code="photo")
    ItemRule.objects.create(call=call, kind=kind, minimum=1, maximum=9, media_types="image/png")
    make_session(make_activity(school, edition, kind="forum"), starts=now)
    return edition


def _rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours."""
    models = [model for model in apps.get_models() if model.__module__.startswith("skillweek")]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def _of(rows: dict[str, list[dict[str, Any]]], label: str, edition: Edition) -> list[dict[str, Any]]:
    return [row for row in rows[label] if row.get("edition_id") == edition.pk]


def test_everything_follows_the_new_dates_and_the_source_stays(full: Edition, lin: User) -> None:
    before = _rows()
    made, taken = actions.clone_edition(source=full, by=lin, facts=FACTS, parts=EVERYTHING)
    assert {one.key: one.count for one in taken} == {
        "codes": 21, "phases": 7, "theme-days": 1, "clauses": 3, "duties": 3, "reminders": 2, "notices": 1,
        "activities": 1, "targets": 2, "calls": 1, "ceremonies": 0,
    }  # fmt: skip
    assert (made.cloned_from, made.slug, made.retention_days) == (full, "pds-2022", full.retention_days)
    assert list(queries.entries(made, "kinds").values_list("code", flat=True))[-1] == "forum"
    assert ThemeDay.objects.get(edition=made).day == date(2022, 5, 10)
    assert queries.calendar(made).days == {
        "plan": date(2022, 4, 12), "register": date(2022, 4, 14), "publish": date(2022, 5, 1), "run": date(2022, 5, 8),
        "collect": date(2022, 5, 17), "archive": date(2022, 6, 10),
    }  # fmt: skip
    assert queries.calendar(made).span("book") == ("register", "run")
    duties = Duty.objects.filter(clause__edition=made).order_by("due")
    assert list(duties.values_list("clause__path", "parameter", "due")) == [
        ("3.2", "online", date(2022, 5, 11)), ("3.4", "campus", date(2022, 5, 16)), ("5.3", "photo", date(2022, 5, 27)),
    ]  # fmt: skip
    assert Waiver.objects.filter(duty__clause__edition=made).count() == 0
    rules = ReminderRule.objects.filter(edition=made)
    assert [rule.clause and rule.clause.edition for rule in rules] == [made, None]
    notice = Notice.objects.get(edition=made)
    assert (notice.state, notice.number, notice.sent_at, notice.signed_on, notice.sign_by) == (
        "draft", "", None, date(2021, 5, 23), date(2022, 5, 12),
    )  # fmt: skip
    assert (notice.recipients.count(), [rule.group for rule in notice.addressing.all()]) == (0, ["schools"])
    targets = Target.objects.filter(edition=made)
    assert {(one.day, one.audience and one.audience.edition, one.minimum) for one in targets} == {
        (date(2022, 5, 9), None, 2), (None, made, 4),
    }  # fmt: skip
    call = Call.objects.get(edition=made)
    assert (call.title, call.opens, call.deadline) == (
        "2022年活动周材料",
        date(2022, 5, 8),
        date(2022, 5, 27),
    )
    assert call.rules.get().kind.edition == made
    activity = Activity.objects.get(edition=made)
    assert (activity.state, activity.copied_from, activity.kind.code, activity.kind.edition) == (
        "draft", Activity.objects.get(edition=full), "forum", made,
    )  # fmt: skip
    assert [one.day for one in activity.sessions.all()] == [date(2022, 5, 9)]
    _source_untouched(before, full, made)


def _source_untouched(before: dict[str, list[dict[str, Any]]], source: Edition, made: Edition) -> None:
    after = _rows()
    for label, rows in before.items():
        kept = {row["id"]: row for row in after[label] if "id" in row}
        assert [row for row in rows if "id" in row and kept.get(row["id"]) != row] == [], label
        assert _of(after, label, source) == _of(before, label, source)
    same = ("booking.Booking", "plan.Recipient", "review.Review",
            "collection.Item", "plan.Waiver", "plan.Reminder")  # fmt: skip
    assert {label: len(after[label]) for label in same} == {label: len(before[label]) for label in same}


def test_what_is_not_chosen_is_not_taken(full: Edition, lin: User) -> None:
    made, taken = actions.clone_edition(source=full, by=lin, facts=FACTS, parts=["clauses"])
    assert [(one.key, one.count) for one in taken] == [("clauses", 3)]
    assert Clause.objects.filter(edition=made).count() == 3
    assert (
        Duty.objects.filter(clause__edition=made).count(),
        Notice.objects.filter(edition=made).count(),
    ) == (0, 0)
    assert not ActivityKind.objects.filter(edition=made, code="forum").exists()
    assert ActivityKind.objects.filter(edition=made).count() == 5


@pytest.mark.parametrize(
    ("part", "need"),
    [
        ("duties", "方案条款"),
        ("targets", "类别与标签"),
        ("calls", "类别与标签"),
        ("activities", "类别与标签"),
    ],
)
def test_parts_that_need_others(part: str, need: str, full: Edition, lin: User) -> None:
    with pytest.raises(actions.EditionError, match=need) as problem:
        actions.clone_edition(source=full, by=lin, facts=FACTS, parts=[part])
    assert (problem.value.field, Edition.objects.count()) == ("parts", 1)


def test_a_clone_of_a_clone(full: Edition, lin: User) -> None:
    once, first = actions.clone_edition(source=full, by=lin, facts=FACTS, parts=EVERYTHING)
    later = {
        name: value.replace(year=2023) if isinstance(value, date) else value for name, value in FACTS.items()
    }
    twice, second = actions.clone_edition(
        source=once, by=lin, facts=later | {"name": "第三届"}, parts=EVERYTHING
    )
    public = {one.key: one.count for one in first} | {"activities": 0}  # a draft is not taken over again
    assert {one.key: one.count for one in second} == public
    assert ThemeDay.objects.get(edition=twice).day == date(2023, 5, 10)
    assert twice.cloned_from == once


def test_everything_or_nothing(full: Edition, lin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(source: Edition, target: Edition, shift: object) -> int:
        raise actions.EditionError("坏了")

    monkeypatch.setattr("skillweek.collection.providers.clone_calls", broken)
    before = _rows()
    with pytest.raises(actions.EditionError, match="坏了"):
        actions.clone_edition(source=full, by=lin, facts=FACTS, parts=EVERYTHING)
    assert _rows() == before


def test_through_the_pages(full: Edition, lin: User, zhou: User, sign_in: SignIn) -> None:
    officer, address = sign_in(lin), f"/desk/plan/editions/new/clone/?source={full.slug}"
    page = officer.get(address).text
    for part in all_parts().values():
        assert f"{part.label}（" in page
    typed = {name: value.isoformat() if isinstance(value, date) else value for name, value in FACTS.items()}
    wrong = officer.post(address, typed | {"parts": ["duties"]})
    assert (wrong.status_code, Edition.objects.count()) == (422, 1)
    assert "要带“各单位的任务”，就要一起带“方案条款”" in wrong.text
    assert "成就出彩人生" in wrong.text
    made = officer.post(address, typed | {"parts": ["clauses", "duties", "codes"]}, follow=True)
    assert (made.status_code, Edition.objects.count()) == (200, 2)
    assert "“平顶山市2022年职业教育活动周”建好了" in made.text
    assert "各单位的任务 3 项" in made.text
    again = officer.post(address, typed | {"parts": ["clauses"]})
    assert (again.status_code, "已经有同名的一届" in again.text, Edition.objects.count()) == (422, True, 2)
    assert sign_in(zhou).get(address).status_code == 404
    assert sign_in(zhou).post(address, typed).status_code == 404


def test_calls_follow_when_the_dates_move(full: Edition, lin: User) -> None:
    full.activities.update(state="cancelled")
    Target.objects.filter(day__isnull=False).delete()
    moved = {"starts": date(2021, 5, 29), "ends": date(2021, 6, 4), "deadline": date(2021, 6, 12)}
    actions.move_edition(edition=full, by=lin, **moved)
    call = Call.objects.get()
    assert (call.opens, call.deadline) == (date(2021, 5, 29), date(2021, 6, 12))


def test_public_sessions_and_targets_outside(full: Edition, school: Organisation, lin: User) -> None:
    moved = {"starts": date(2021, 5, 29), "ends": date(2021, 6, 4), "deadline": date(2021, 6, 12)}
    with pytest.raises(actions.EditionError, match="1 场活动 已经公布"):
        actions.move_edition(edition=full, by=lin, **moved, confirmed=True)
    full.activities.update(state="draft")
    with pytest.raises(actions.Unconfirmed) as problem:
        actions.move_edition(edition=full, by=lin, **moved)
    assert problem.value.warnings == [
        f"1 场活动会落在新日期之外：{full.activities.get().title}", "1 个按天定的目标会落在新日期之外",
    ]  # fmt: skip
    actions.move_edition(edition=full, by=lin, **moved, confirmed=True)
    full.refresh_from_db()
    assert full.starts == date(2021, 5, 29)


def test_what_is_used_stays_and_says_by_what(
    edition: Edition, school: Organisation, lin: User, sign_in: SignIn
) -> None:
    make_activity(school, edition, kind="campus")
    make_activity(school, edition, kind="campus")
    make_duty(edition, school)
    make_duty(edition, school, evidence="materials", parameter="photo")
    officer, base = sign_in(lin), f"/desk/plan/editions/{edition.slug}/lists"
    said = officer.post(f"{base}/kinds/campus/remove/", follow=True).text
    assert "“校园体验日”正在被 2 个活动、1 个任务使用，不能删除" in said
    said = officer.post(f"{base}/materials/photo/remove/", follow=True).text
    assert "“照片”正在被 1 个任务使用，不能删除" in said
    assert ActivityKind.objects.filter(code="campus").exists()
    assert officer.post(f"{base}/materials/video/remove/").status_code == 302
    assert not MaterialKind.objects.filter(code="video").exists()
