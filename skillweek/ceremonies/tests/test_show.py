"""The run of show: times, moving, what does not fit, who answers for it."""

from datetime import time, timedelta
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from skillweek.accounts.models import User
from skillweek.ceremonies import actions, printing, queries
from skillweek.ceremonies.models import Ceremony, RunItem
from skillweek.ceremonies.rules import CeremonyError, now_and_next, overrun
from skillweek.ceremonies.tests.factories import OPENING, make_ceremony, make_item
from skillweek.common import clock
from skillweek.organisations.tests.factories import make_contact
from skillweek.programme.actions import cancel_activity


def times(ceremony: Ceremony) -> list[tuple[str, str]]:
    show = queries.show_of(queries.staging(ceremony))
    return [(one.item.title, f"{one.starts:%H:%M}") for one in show]


def test_each_item_begins_when_the_one_before_ends(ceremony: Ceremony) -> None:
    for title, minutes in (("开场", 5), ("国歌", 3), ("致辞", 8)):
        make_item(ceremony, title, minutes)
    assert times(ceremony) == [("开场", "09:00"), ("国歌", "09:05"), ("致辞", "09:08")]


def test_an_inserted_item_moves_what_follows(ceremony: Ceremony) -> None:
    first = make_item(ceremony, "开场", 5)
    make_item(ceremony, "致辞", 8)
    actions.add_item(ceremony=ceremony, after=first, title="国歌", minutes=3)
    assert times(ceremony) == [("开场", "09:00"), ("国歌", "09:05"), ("致辞", "09:08")]


def test_moving_and_removing_recompute(ceremony: Ceremony) -> None:
    items = [make_item(ceremony, title, 5) for title in ("一", "二", "三")]
    actions.move_item(item=items[2], by=-2)
    assert times(ceremony) == [("三", "09:00"), ("一", "09:05"), ("二", "09:10")]
    actions.move_item(item=items[2], by=-1)
    assert times(ceremony)[0] == ("三", "09:00"), "at the end it stays"
    actions.remove_item(item=items[0])
    assert times(ceremony) == [("三", "09:00"), ("二", "09:05")]
    actions.move_item(item=items[1], by=99)
    assert [title for title, _at in times(ceremony)] == ["三", "二"]


def test_gaps_overlaps_and_what_is_too_long_are_told(ceremony: Ceremony) -> None:
    make_item(ceremony, "开场", 10)
    make_item(ceremony, "国歌", 5, fixed=time(9, 5))
    make_item(ceremony, "致辞", 10, fixed=time(9, 20))
    make_item(ceremony, "参观", 45)
    show = queries.show_of(queries.staging(ceremony))
    assert [(one.gap, one.overlap, one.late) for one in show] == [
        (0, 0, 0),
        (0, 5, 0),
        (10, 0, 0),
        (0, 0, 15),
    ]
    assert overrun(show) == 15


def test_the_run_may_begin_before_the_session(ceremony: Ceremony) -> None:
    make_item(ceremony, "签到", 30)
    actions.set_begin(ceremony=ceremony, run_starts=time(8, 30))
    ceremony.refresh_from_db()
    assert times(ceremony) == [("签到", "08:30")]


def test_now_and_next_by_the_clock(ceremony: Ceremony) -> None:
    for title in ("一", "二", "三"):
        make_item(ceremony, title, 10)
    show = queries.show_of(queries.staging(ceremony))
    current, following = now_and_next(show, OPENING + timedelta(minutes=10))
    assert ([one.item.title for one in current], following and following.item.title) == (["二"], "三")
    assert now_and_next(show, OPENING + timedelta(minutes=30)) == ([], None)


def test_an_owner_is_a_contact_of_those_who_hold_it_or_a_name(ceremony: Ceremony, other_county) -> None:
    contact = make_contact(ceremony.activity.owner)
    make_item(ceremony, "致辞", contact=contact)
    make_item(ceremony, "合影", who="示例-摄影")
    make_item(ceremony, "收场")
    people = queries.by_person(queries.show_of(queries.staging(ceremony)))
    assert [one.name for one in people] == [contact.name, "示例-摄影", ""]
    stranger = make_contact(other_county)
    with pytest.raises(CeremonyError):
        make_item(ceremony, "越界", contact=stranger)
    with pytest.raises(CeremonyError):
        make_item(ceremony, "两个", contact=contact, who="示例-别人")
    assert ceremony.items.count() == 3


def test_nothing_is_written_once_the_activity_is_called_off(ceremony: Ceremony) -> None:
    item = make_item(ceremony)
    cancel_activity(activity=ceremony.activity)
    for step in (
        lambda: make_item(ceremony, "还写"), lambda: actions.edit_item(item=item, title="改"),
        lambda: actions.move_item(item=item, by=1), lambda: actions.remove_item(item=item),
    ):  # fmt: skip
        with pytest.raises(CeremonyError):
            step()
    assert list(RunItem.objects.values_list("title", flat=True)) == ["鼓队开场"]


def test_pages_write_move_and_refuse(ceremony: Ceremony, zhou: User, wu: User, sign_in) -> None:
    officer, home = sign_in(zhou), f"/desk/ceremonies/{ceremony.activity_id}/show/"
    facts = {"title": "开场", "minutes": "5", "place": "舞台", "cue": "大屏到零"}
    assert officer.post(f"{home}new/", facts).status_code == 302
    assert officer.post(f"{home}new/", facts | {"title": "国歌", "fixed": "09:30"}).status_code == 302
    page = officer.get(home).content.decode()
    assert "前面空出 25 分钟" in page
    assert "还没有人负责" in page
    refused = officer.post(f"{home}new/", facts | {"minutes": "", "title": "缺"})
    assert (refused.status_code, "缺" in refused.content.decode()) == (422, True)
    second = ceremony.items.get(title="国歌")
    assert officer.post(f"{home}{second.pk}/move/", {"by": "-1"}).status_code == 302
    assert [one.title for one in ceremony.items.all()] == ["国歌", "开场"]
    assert officer.post(f"{home}begin/", {"run_starts": "25:00"}).status_code == 422
    assert officer.post(f"{home}begin/", {"run_starts": "08:30"}).status_code == 302
    for address in (home, f"{home}new/", f"{home}{second.pk}/", f"{home}stage/", f"{home}people/"):
        assert sign_in(wu).get(address).status_code == 404
    assert sign_in(wu).post(f"{home}{second.pk}/remove/").status_code == 404
    assert officer.post(f"{home}{second.pk}/remove/").status_code == 302
    assert [one.title for one in ceremony.items.all()] == ["开场"]


def test_the_stage_shows_now_and_next(ceremony: Ceremony, zhou: User, sign_in) -> None:
    make_item(ceremony, "鼓队开场", 10)
    make_item(ceremony, "奏唱国歌", 5)
    with clock.frozen(OPENING + timedelta(minutes=3)):
        page = sign_in(zhou).get(f"/desk/ceremonies/{ceremony.activity_id}/show/stage/").content.decode()
    current, following = page.split('class="following"')
    assert "鼓队开场" in current
    assert "奏唱国歌" in following


def test_the_sheet_has_everything_as_word_and_pdf(ceremony: Ceremony, zhou: User, sign_in) -> None:
    make_item(ceremony, "滍阳鼓队", 5, who="示例-堃", material="鼓 24 面", place="舞台", cue="灯亮")
    stage = queries.staging(ceremony)
    word = Document(BytesIO(printing.run_word(stage, queries.show_of(stage))))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert {"09:00–09:05", "5", "示例-堃", "鼓 24 面", "舞台", "滍阳鼓队\n▶ 灯亮"} <= set(cells)
    answer = sign_in(zhou).get(f"/desk/ceremonies/{ceremony.activity_id}/print/show/")
    assert (answer.status_code, answer.content[:5], answer.headers["Cache-Control"]) == (
        200, b"%PDF-", "private, no-store",
    )  # fmt: skip


def test_three_items_cost_no_more_queries_than_one(ceremony: Ceremony, zhou: User, sign_in) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client: Client = sign_in(zhou)
    contact = make_contact(ceremony.activity.owner)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(f"/desk/ceremonies/{ceremony.activity_id}/show/").status_code == 200
        return len(found)

    make_item(ceremony, "一", contact=contact)
    asked()
    one = asked()
    make_item(ceremony, "二", contact=contact)
    make_item(ceremony, "三", who="示例-甲")
    assert asked() == one


def test_only_a_launch_has_a_ceremony(ceremony: Ceremony, edition, county) -> None:
    from skillweek.programme.tests.factories import make_activity

    with pytest.raises(CeremonyError):
        actions.begin_ceremony(activity=make_activity(county, edition))
    assert actions.begin_ceremony(activity=ceremony.activity) == ceremony
    assert Ceremony.objects.count() == 1
    make_ceremony(county, edition, None, title="第二场")
    assert Ceremony.objects.count() == 2
