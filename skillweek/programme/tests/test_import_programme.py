"""Taking a table over: nothing is written until it is confirmed, and then only what is right."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme import actions, queries
from skillweek.programme.models import Activity, Participation, ProgrammeImport, Safeguard, Session
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.tests.drawing import Drawn, workbook
from skillweek.programme.tests.test_activities import at

pytestmark = pytest.mark.usefixtures("now", "edition")

HEAD = "活动名称|活动类别|日期|时间|地点|主办单位|承办单位|内容简介|参加对象|预计人数|负责人|电话"
GOOD = f"""
{HEAD}
拉坯体验|校园体验日|5月24日|9:00-10:30|实训楼|示例-叶县职业教育中心|示例协会|做一只茶盏。|家长、初中生|约60人|示例-张老师|13900000001
拉坯体验||5月25日|14:00-15:30|实训楼|示例-叶县职业教育中心|||||
修电器|便民服务|5月26日|全天|实训楼|示例-叶县职业教育中心|||居民|50||
"""


def table(text: str) -> bytes:
    return workbook(Drawn("安排", text))


def take(edition: Edition, by: User, text: str = GOOD) -> ProgrammeImport:
    return actions.take_table(edition=edition, data=table(text), name="安排表.xlsx", by=by)


def fates(taken: ProgrammeImport, by: User) -> list[str]:
    return [line.fate for line in queries.plan_of(taken, queries.table_of(taken).rows, by).lines]


def everything() -> list[object]:
    models = (Activity, Session, Participation, Safeguard)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_it_becomes_drafts_with_sessions(
    edition: Edition, venue: Venue, school: Organisation, he: User
) -> None:
    taken = take(edition, he)
    assert everything() == [[], [], [], []]
    assert fates(taken, he) == ["new", "new", "wrong"]
    done = actions.commit_import(taken=taken, by=he)
    assert (done.state, done.activities, done.sessions, done.left_out) == ("done", 1, 2, 1)
    assert fates(done, he) == ["same", "same", "wrong"]
    assert take(edition, he, "\n".join(GOOD.splitlines()[:3])).content
    done.refresh_from_db()
    assert done.content == ""
    activity = Activity.objects.get()
    assert (activity.title, activity.state, activity.kind.code, activity.summary, activity.owner) == (
        "拉坯体验", "draft", "campus", "做一只茶盏。", school,
    )  # fmt: skip
    assert (activity.created_by, activity.safeguard.expected, activity.safeguard.responsible_phone) == (
        he, 60, "13900000001",
    )  # fmt: skip
    assert sorted(activity.audiences.values_list("code", flat=True)) == ["parents", "pupils"]
    assert [(part.role, part.label) for part in activity.participations.all()] == [
        ("host", "示例-叶县职业教育中心"), ("undertaker", "示例协会"),
    ]  # fmt: skip
    assert [(one.starts, one.ends, one.venue, one.place, one.day) for one in activity.sessions.all()] == [
        (at(24, 9), at(24, 10, 30), venue, venue.place, date(2021, 5, 24)),
        (at(25, 14), at(25, 15, 30), venue, venue.place, date(2021, 5, 25)),
    ]
    assert [change.made for change in history(activity)][-1:] == [True]
    assert [found.pk for found in Activity.objects.filter(search="茶盏")] == [activity.pk]


def test_a_second_time_nothing_changes(edition: Edition, venue: Venue, he: User) -> None:
    actions.commit_import(taken=take(edition, he), by=he)
    before = everything()
    again = take(edition, he)
    assert fates(again, he) == ["same", "same", "wrong"]
    with pytest.raises(ProgrammeError, match="没有可以写入的内容"):
        actions.commit_import(taken=again, by=he)
    assert everything() == before


def test_a_changed_row_changes_its_draft(edition: Edition, venue: Venue, he: User) -> None:
    actions.commit_import(taken=take(edition, he), by=he)
    session = Session.objects.get(starts=at(25, 14))
    text = (
        GOOD.replace("14:00-15:30", "15:00-16:30")
        .replace("约60人", "80人")
        .replace("做一只茶盏。", "做两只茶盏。")
    )
    taken = take(edition, he, text)
    assert fates(taken, he) == ["changed", "changed", "wrong"]
    done = actions.commit_import(taken=taken, by=he)
    assert (done.activities, done.sessions, Activity.objects.count(), Session.objects.count()) == (1, 1, 1, 2)
    session.refresh_from_db()
    assert (session.starts, session.ends) == (at(25, 15), at(25, 16, 30))
    activity = Activity.objects.get()
    assert (activity.summary, activity.safeguard.expected, activity.safeguard.responsible_name) == (
        "做两只茶盏。", 80, "示例-张老师",
    )  # fmt: skip
    assert fates(take(edition, he, text), he) == ["same", "same", "wrong"]


def test_what_is_published_is_not_changed(edition: Edition, venue: Venue, he: User) -> None:
    actions.commit_import(taken=take(edition, he), by=he)
    Activity.objects.update(state="published", published_at=at(1, 8))
    taken = take(edition, he, GOOD.replace("做一只茶盏。", "做两只茶盏。"))
    before = everything()
    plan = queries.plan_of(taken, queries.table_of(taken).rows, he)
    assert [line.fate for line in plan.lines] == ["wrong", "same", "wrong"]
    assert "已经发布，不能直接修改" in plan.lines[0].wrong[0]
    with pytest.raises(ProgrammeError):
        actions.commit_import(taken=taken, by=he)
    assert everything() == before


def test_only_for_units_that_one_may_write_for(
    edition: Edition, venue: Venue, he: User, wu: User, lin: User
) -> None:
    taken = take(edition, wu)
    plan = queries.plan_of(taken, queries.table_of(taken).rows, wu)
    assert plan.lines[0].wrong == ["您不能替“示例-叶县职业教育中心”填报"]
    assert fates(taken, wu) == ["wrong", "wrong", "wrong"]
    with pytest.raises(ProgrammeError):
        actions.commit_import(taken=taken, by=wu)
    assert everything() == [[], [], [], []]
    assert not queries.imports_of(lin).filter(pk=taken.pk).exists()
    assert fates(take(edition, lin), lin) == ["new", "new", "wrong"]


def test_unknown_words_are_asked_and_answered(
    edition: Edition, venue: Venue, school: Organisation, he: User
) -> None:
    text = f"""
{HEAD}
甲|讲座|5月24日|9:00-10:30|三号楼|某某学校||||||
"""
    taken = take(edition, he, text.replace("甲|讲座|", "甲|其他类|").replace("||||||", "|||退伍军人|||"))
    plan = queries.plan_of(taken, queries.table_of(taken).rows, he)
    assert [(ask.kind, ask.owner, ask.text, count) for ask, count in plan.asks.items()] == [
        ("host", "", "某某学校", 1), ("kind", "", "其他类", 1), ("audience", "", "退伍军人", 1),
    ]  # fmt: skip
    answers = {"host||某某学校": school.code, "kind||其他类": "campus", "audience||退伍军人": "residents"}
    taken = actions.answer_import(taken=taken, answers=answers)
    assert [ask.key for ask in queries.plan_of(taken, queries.table_of(taken).rows, he).asks] == [
        "place|school-a|三号楼"
    ]
    taken = actions.answer_import(taken=taken, answers={"place|school-a|三号楼": venue.code})
    actions.commit_import(taken=taken, by=he)
    activity = Activity.objects.get()
    assert (activity.owner, activity.kind.code, activity.sessions.get().venue) == (school, "campus", venue)
    assert [audience.code for audience in activity.audiences.all()] == ["residents"]


def test_what_is_nearly_a_name_is_said(
    edition: Edition, venue: Venue, other_school: Organisation, he: User
) -> None:
    """Within one's own unit a part of a name is enough; a name of another county is never guessed."""
    add_venue(owner=other_school, name="宝丰县文化广场", address="示例路3号", capacity=500)
    rows = (
        GOOD.replace("拉坯体验||", "拉坯体验|校园体验日|")
        .replace("10:30|实训楼|示例-叶县职业教育中心", "10:30|实训楼一层|叶县职教中心")
        .replace("15:30|实训楼", "15:30|县文化广场")
    )
    taken = take(edition, he, rows.replace("叶县职教中心", "叶县职业教育中心"))
    plan = queries.plan_of(taken, queries.table_of(taken).rows, he)
    assert [(line.fate, line.venue, line.said) for line in plan.lines[:2]] == [
        ("new", venue, ["“实训楼一层”按“实训楼”理解"]), ("wrong", None, []),
    ]  # fmt: skip
    assert plan.lines[1].wrong == ["名单里没有“县文化广场”这个场地，请选一个或先在单位页登记"]


def test_it_is_over_once(edition: Edition, venue: Venue, he: User) -> None:
    taken = take(edition, he)
    actions.commit_import(taken=taken, by=he)
    dropped = take(edition, he)
    actions.drop_import(taken=dropped)
    before = everything()
    for one, word in ((taken, "已经写入过"), (dropped, "已经放弃")):
        with pytest.raises(ProgrammeError, match=word):
            actions.commit_import(taken=one, by=he)
        with pytest.raises(ProgrammeError, match=word):
            actions.answer_import(taken=one, answers={"kind||": "campus"})
    dropped.refresh_from_db()
    assert (dropped.content, dropped.state, everything()) == ("", "dropped", before)


def test_a_daily_row_is_a_session_a_day(edition: Edition, venue: Venue, he: User) -> None:
    rows = GOOD.replace("5月24日|9:00-10:30", "5月24日-26日|9:00-10:30")
    actions.commit_import(taken=take(edition, he, rows), by=he)
    assert list(Session.objects.order_by("starts").values_list("day", flat=True)) == [
        date(2021, 5, 24), date(2021, 5, 25), date(2021, 5, 25), date(2021, 5, 26),
    ]  # fmt: skip


def test_online_needs_an_address(edition: Edition, he: User, venue: Venue) -> None:
    rows = GOOD.replace("10:30|实训楼", "10:30|线上直播").replace(
        "15:30|实训楼", "15:30|https://example.invalid/live"
    )
    taken = take(edition, he, rows)
    plan = queries.plan_of(taken, queries.table_of(taken).rows, he)
    assert [(line.fate, line.wrong) for line in plan.lines[:2]] == [
        ("wrong", ["线上活动要写网址"]),
        ("new", []),
    ]
    actions.commit_import(taken=taken, by=he)
    assert Session.objects.get().venue is None
    assert Activity.objects.get().online_url == "https://example.invalid/live"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04junk", "文件已损坏"),
        (b"%PDF-1.7 junk", "这不是表格"),
        (b"<html><table></table></html>", "网页格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "打不开"),
        (b"\xff\x00\x80\x81", "这不是表格"),
        ("说明\n没有表".encode(), "没有找到活动"),
    ],
)
def test_what_is_no_table_is_said(edition: Edition, he: User, data: bytes, sentence: str) -> None:
    with pytest.raises(ProgrammeError, match=sentence):
        actions.take_table(edition=edition, data=data, name="x.xlsx", by=he)
    assert not ProgrammeImport.objects.exists()


def test_somebody_without_a_unit_takes_nothing(edition: Edition, men: User) -> None:
    with pytest.raises(ProgrammeError, match="没有可以填报的单位"):
        take(edition, men)


def run(*words: str) -> object:
    out = StringIO()
    call_command("import_programme", *words, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_prints_rows_and_writes_only_when_told(
    edition: Edition, venue: Venue, tmp_path: Path
) -> None:
    file = tmp_path / "安排表.xlsx"
    file.write_bytes(table(GOOD))
    said = run(str(file), "--edition", edition.slug, "--json")
    assert isinstance(said, dict)
    assert set(said) == {"rows", "ignored_rows"}
    assert said["rows"][0] == {
        "sheet": "安排", "row": 2, "title": "拉坯体验", "starts": "2021-05-24T09:00", "ends": "2021-05-24T10:30",
        "place": "实训楼", "host": "示例-叶县职业教育中心", "audiences": ["家长", "初中生"], "expected_people": 60,
        "contact": "示例-张老师", "phone": "13900000001", "problems": [],
    }  # fmt: skip
    assert said["ignored_rows"] == [{"sheet": "安排", "row": 1, "why": "header"}]
    assert everything() == [[], [], [], []]
    written = run(str(file), "--edition", edition.slug, "--commit", "--json")
    assert isinstance(written, dict)
    assert written["written"] == {
        "activities": 1,
        "sessions": 2,
        "new": 2,
        "changed": 0,
        "same": 0,
        "wrong": 1,
    }
    assert [(left["row"], left["problems"]) for left in written["left_out"]] == [(4, ["要写清楚几点到几点"])]
    assert Activity.objects.get().created_by is None


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [("没有.xlsx", None, "读不了文件"), ("坏.xlsx", b"PK\x03\x04x", "文件已损坏"), ("", None, "这不是文件")],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, name: str, data: bytes | None, sentence: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("import_programme", str(tmp_path / name), edition="pds-2021")
    assert refused.value.returncode == 2


def test_the_command_needs_a_known_edition(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有编号为“nowhere”的活动周") as refused:
        call_command("import_programme", str(tmp_path), edition="nowhere")
    assert refused.value.returncode == 2
