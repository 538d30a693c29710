"""Working copies: opened, compared, reviewed, merged in place, refused, dropped."""

import re
from datetime import timedelta

import pytest

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Audience, Edition, SafetyItem, Tag
from skillweek.programme import actions, queries
from skillweek.programme.desk import activities, look
from skillweek.programme.models import Activity, BudgetLine, Participation, SafetyAnswer, Session
from skillweek.programme.queries.revisions import differences, stale
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.programme.tests.test_activities import at
from skillweek.review import queries as reviews

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def public(school: Organisation, edition: Edition, venue: Venue) -> Activity:
    """Public, with two sessions, an answer of the safety plan, a budget line and a co-host by name."""
    made = make_activity(school, edition)
    for day in (25, 26):
        make_session(made, starts=at(day, 9), venue=venue)
    item = SafetyItem.objects.create(edition=edition, code="exits", label="出口", label_en="Exits")
    SafetyAnswer.objects.create(activity=made, item=item, text="两个出口。")
    BudgetLine.objects.create(activity=made, item="陶泥", amount=200, source="学校经费")
    Participation.objects.create(activity=made, name="示例协会", role="co_host", position=1)
    return made


@pytest.fixture
def booked(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Sessions people count on, as a room above would say."""
    found: set[int] = set()
    monkeypatch.setitem(queries.relied_on._providers, "test", lambda ids: found & set(ids))
    return found


def approve(copy: Activity, he: User, zhou: User, lin: User) -> Activity:
    actions.submit_activity(activity=copy, by=he)
    actions.decide_activity(activity=copy, by=zhou, approve=True)
    return actions.decide_activity(activity=copy, by=lin, approve=True)


def said(copy: Activity) -> list[tuple[str, str, bool, bool, list[tuple[str, str, str]]]]:
    copy.refresh_from_db()
    return [
        (one.kind, one.thing, one.added, one.removed, [(f.label, f.before, f.after) for f in one.fields])
        for one in differences(copy)
    ]


def test_a_fresh_copy_says_the_same(public: Activity, he: User) -> None:
    copy = actions.revise_activity(activity=public, by=he)
    assert (copy.state, copy.revises, copy.owner, copy.title) == ("draft", public, public.owner, public.title)
    assert copy.code != public.code
    assert said(copy) == []
    assert copy.safeguard.responsible_phone == "13900000001"
    assert [s.revises_id for s in copy.sessions.all()] == [s.pk for s in public.sessions.all()]
    assert actions.revise_activity(activity=public, by=he) == copy  # twice: the same one
    public.refresh_from_db()
    assert public.state == "published"


def test_only_what_is_public_is_revised(school: Organisation, edition: Edition, he: User) -> None:
    draft = make_activity(school, edition, state="draft")
    with pytest.raises(ProgrammeError, match="只有已发布的活动需要修改稿"):
        actions.revise_activity(activity=draft, by=he)
    with pytest.raises(ProgrammeError, match="不是修改稿"):
        actions.drop_revision(activity=draft, by=he)
    with pytest.raises(ProgrammeError, match="不是修改稿"):
        actions.retake_revision(activity=draft, keep=False)
    assert list(Activity.objects.values_list("pk", "state")) == [(draft.pk, "draft")]


def test_merge_writes_everything_in_place(
    public: Activity, edition: Edition, venue: Venue, county: Organisation, he: User, zhou: User, lin: User
) -> None:
    tag = Tag.objects.create(edition=edition, code="free", label="免费", label_en="Free")
    first, second = public.sessions.all()
    host, answer = public.participations.get(role="host"), public.safety_answers.get()
    copy = actions.revise_activity(activity=public, by=he)
    mine, gone = copy.sessions.all()
    actions.edit_activity(activity=copy, by=he, title="新的名称", body="第一行\n第二行",
                          audiences=Audience.objects.filter(code="pupils"))  # fmt: skip
    copy.tags.add(tag)
    actions.set_partners(activity=copy, undertakers=[county])
    actions.set_safeguard(activity=copy, responsible_name="示例-王老师", responsible_phone="13900000009",
                          capacity=90, expected=80)  # fmt: skip
    SafetyAnswer.objects.filter(activity=copy).update(text="三个出口。")
    copy.budget.all().delete()
    actions.edit_session(session=mine, starts=at(25, 14), ends=at(25, 16), venue=venue)
    actions.remove_session(session=gone)
    actions.add_session(activity=copy, starts=at(27, 9), ends=at(27, 10), venue=venue)
    public.refresh_from_db()
    assert (public.title, public.sessions.count()) == ("汝瓷拉坯体验", 2)  # nothing yet
    done = approve(copy, he, zhou, lin)
    assert (done.pk, done.state, done.published_at) == (copy.pk, "merged", None)
    public = Activity.objects.get(pk=public.pk)
    assert (public.state, public.title, public.body) == ("published", "新的名称", "第一行\n第二行")
    assert [a.code for a in public.audiences.all()] == ["pupils"]
    assert list(public.tags.all()) == [tag]
    assert [(p.role, p.label) for p in public.participations.all()] == [
        ("host", public.owner.name), ("undertaker", county.name),
    ]  # fmt: skip
    assert public.participations.get(role="host") == host
    assert (public.safeguard.responsible_phone, public.safeguard.expected) == ("13900000009", 80)
    assert [(one.pk, one.text) for one in public.safety_answers.all()] == [(answer.pk, "三个出口。")]
    assert not public.budget.exists()
    assert "名称" in public.search
    sessions = {one.pk: (one.starts, one.state, one.code) for one in public.sessions.all()}
    assert sessions.pop(first.pk) == (at(25, 14), "planned", first.code)
    assert sessions.pop(second.pk) == (at(26, 9), "cancelled", second.code)
    assert [(starts, state) for starts, state, _code in sessions.values()] == [(at(27, 9), "planned")]
    assert list(queries.published(edition)) == [public]
    again = actions.revise_activity(activity=public, by=he)  # the way is free for the next one
    assert (again.pk != copy.pk, said(again)) == (True, [])


def test_what_differs_is_said_field_by_field(public: Activity, venue: Venue, he: User) -> None:
    copy = actions.revise_activity(activity=public, by=he)
    mine, gone = copy.sessions.all()
    actions.edit_activity(
        activity=copy, by=he, title="新的名称", audiences=Audience.objects.filter(code="pupils")
    )
    actions.edit_session(session=mine, starts=at(25, 14), ends=at(25, 15, 30), venue=venue)
    actions.remove_session(session=gone)
    copy.budget.update(amount=0)
    assert said(copy) == [
        ("活动", "", False, False, [("活动名称", "汝瓷拉坯体验", "新的名称"), ("适合谁", "家长", "学生")]),
        ("经费", "陶泥", False, False, [("金额", "200.00", "0.00")]),
        ("场次", "5 月 25 日 星期二 09:00 实训楼", False, False,
         [("开始", "2021-05-25 09:00", "2021-05-25 14:00"), ("结束", "2021-05-25 10:30", "2021-05-25 15:30")]),
        ("场次", "5 月 26 日 星期三 09:00 实训楼", False, True, []),
    ]  # fmt: skip


def test_what_people_booked_does_not_move(
    public: Activity, venue: Venue, booked: set[int], he: User, zhou: User, lin: User
) -> None:
    copy = actions.revise_activity(activity=public, by=he)
    mine = copy.sessions.all()[0]
    actions.edit_session(session=mine, starts=at(25, 14), ends=at(25, 16), venue=venue)
    actions.submit_activity(activity=copy, by=he)
    booked.add(public.sessions.all()[0].pk)
    actions.decide_activity(activity=copy, by=zhou, approve=True)
    with pytest.raises(ProgrammeError, match=r"已经有人预约.*5 月 25 日 星期二 09:00 实训楼"):
        actions.decide_activity(activity=copy, by=lin, approve=True)
    copy.refresh_from_db()
    assert (copy.state, public.sessions.all()[0].starts) == ("submitted", at(25, 9))
    actions.decide_activity(activity=copy, by=lin, approve=False, reason="有人预约")
    actions.remove_session(session=mine)  # the way out: cancel it
    assert approve(copy, he, zhou, lin).state == "merged"
    assert list(public.sessions.values_list("state", flat=True)) == ["cancelled", "planned"]


def test_what_people_booked_may_get_a_note(
    public: Activity, venue: Venue, booked: set[int], he: User, zhou: User, lin: User
) -> None:
    session = public.sessions.all()[0]
    booked.add(session.pk)
    copy = actions.revise_activity(activity=public, by=he)
    mine = copy.sessions.all()[0]
    actions.edit_session(session=mine, starts=mine.starts, ends=mine.ends, venue=venue, note="从南门进")
    assert approve(copy, he, zhou, lin).state == "merged"
    session.refresh_from_db()
    assert (session.note, session.starts) == ("从南门进", at(25, 9))


def test_what_has_begun_does_not_move(public: Activity, venue: Venue, he: User) -> None:
    make_session(public, starts=at(22, 9), venue=venue)
    copy = actions.revise_activity(activity=public, by=he)
    over = copy.sessions.all()[0]
    actions.edit_session(session=over, starts=at(24, 9), ends=at(24, 10), venue=venue)
    with pytest.raises(ProgrammeError, match="已经开始的场次"):
        actions.submit_activity(activity=copy, by=he)
    actions.remove_session(session=over)  # what is over is never cancelled
    assert said(copy) == []


def test_sessions_may_change_rooms_with_each_other(
    public: Activity, room: Venue, school: Organisation, edition: Edition, he: User, zhou: User, lin: User
) -> None:
    first, second = public.sessions.all()
    for session, day in ((first, 25), (second, 26)):
        Session.objects.filter(pk=session.pk).update(venue=room, holds_venue=True, starts=at(day, 9))
    other = make_session(make_activity(school, edition), starts=at(27, 9), venue=room, holds_venue=True)
    copy = actions.revise_activity(activity=public, by=he)
    mine = list(copy.sessions.all())
    for session, day in zip(mine, (26, 25), strict=True):
        actions.edit_session(session=session, starts=at(day, 9), ends=at(day, 10, 30), venue=room)
    extra = actions.add_session(activity=copy, starts=at(27, 10), ends=at(27, 11), venue=room)
    actions.submit_activity(activity=copy, by=he)
    actions.decide_activity(activity=copy, by=zhou, approve=True)
    before = list(Session.objects.order_by("pk").values())
    with pytest.raises(ProgrammeError, match="已有别的活动"):
        actions.decide_activity(activity=copy, by=lin, approve=True)
    assert list(Session.objects.order_by("pk").values()) == before
    actions.decide_activity(activity=copy, by=lin, approve=False, reason="场地已有活动")
    actions.remove_session(session=extra)
    assert approve(copy, he, zhou, lin).state == "merged"
    held = Session.objects.filter(holds_venue=True).order_by("pk").values_list("pk", "starts")
    assert list(held) == [(first.pk, at(26, 9)), (second.pk, at(25, 9)), (other.pk, at(27, 9))]


def test_a_stale_copy_is_compared_first(public: Activity, he: User, zhou: User, lin: User) -> None:
    copy = actions.revise_activity(activity=public, by=he)
    actions.edit_activity(activity=copy, by=he, title="新的名称")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        actions.cancel_session(session=public.sessions.all()[1])
        copy.refresh_from_db()
        assert stale(copy)
        with pytest.raises(ProgrammeError, match="公开的活动又变过"):
            actions.submit_activity(activity=copy, by=he)
        actions.retake_revision(activity=copy, keep=True)
        copy = Activity.objects.get(pk=copy.pk)
        assert (stale(copy), copy.title, copy.sessions.count()) == (False, "新的名称", 1)
        actions.retake_revision(activity=copy, keep=False)
        copy = Activity.objects.get(pk=copy.pk)
        assert (copy.title, copy.sessions.count(), said(copy)) == ("汝瓷拉坯体验", 1, [])
        assert approve(copy, he, zhou, lin).state == "merged"


def test_a_cancelled_activity_takes_no_copy(public: Activity, he: User, zhou: User) -> None:
    copy = actions.revise_activity(activity=public, by=he)
    actions.submit_activity(activity=copy, by=he)
    actions.cancel_activity(activity=public)
    with pytest.raises(ProgrammeError, match="正在审核"):
        actions.retake_revision(activity=copy, keep=True)
    actions.decide_activity(activity=copy, by=zhou, approve=False, reason="已取消")
    for step in (
        lambda: actions.retake_revision(activity=copy, keep=True),
        lambda: actions.submit_activity(activity=copy, by=he),
    ):
        with pytest.raises(ProgrammeError, match="已经取消"):
            step()
    actions.drop_revision(activity=copy, by=he)
    copy.refresh_from_db()
    review = reviews.of(copy)
    assert review is not None
    assert (copy.state, review.state) == ("cancelled", "withdrawn")


def test_a_dropped_copy_leaves_everything(public: Activity, he: User) -> None:
    before = list(Activity.objects.values()), list(Session.objects.values())
    copy = actions.revise_activity(activity=public, by=he)
    actions.edit_activity(activity=copy, by=he, title="别的")
    actions.drop_revision(activity=copy, by=he)
    with pytest.raises(ProgrammeError, match="不能放弃"):
        actions.drop_revision(activity=copy, by=he)
    rest = Activity.objects.exclude(pk=copy.pk), Session.objects.exclude(activity=copy)
    assert tuple(list(rows.values()) for rows in rest) == before
    assert actions.revise_activity(activity=public, by=he).pk != copy.pk


def test_the_pages(
    public: Activity, edition: Edition, venue: Venue, he: User, zhou: User, lin: User, wu: User, sign_in
) -> None:
    author, home = sign_in(he), f"/desk/activities/{public.pk}/"
    assert "revise/" in author.get(home).content.decode()
    opened = author.post(f"{home}revise/")
    copy = Activity.objects.get(revises=public)
    mine = f"/desk/activities/{copy.pk}/"
    assert opened["Location"] == f"{mine}check/"
    assert author.post(f"{home}revise/")["Location"] == f"{mine}check/"
    assert "还没有改动" in author.get(f"{mine}check/").content.decode()
    assert "请点“看修改稿”" in author.get(f"{home}what/", follow=True).content.decode()
    author.post(f"{mine}partners/", {"others": "示例社区"})
    page = author.get(f"{mine}check/").content.decode()
    assert "主办" not in page.split("改了什么")[1].split("</section>")[0]
    told = " ".join(re.sub(r"<[^>]+>", " ", page.split("改了什么")[1].split("</section>")[0]).split())
    assert "移除 参与单位： 示例协会 新加 参与单位： 示例社区" in told
    assert mine in author.get(home).content.decode()
    assert "修改稿：草稿" in author.get("/desk/activities/").content.decode()
    assert author.post(f"{mine}check/").status_code == 302
    assert "改了什么" in sign_in(zhou).get(mine).content.decode()
    review = reviews.of(copy)
    assert review is not None
    assert review.title == "汝瓷拉坯体验（修改稿）"
    seen = look(list(activities().prepare(Activity.objects.filter(pk=copy.pk))))
    assert seen == {copy.pk: ["这是修改稿，请打开看改了什么"]}
    for officer, word in ((zhou, "通过，报送"), (lin, "通过，改到公开的活动上")):
        assert word in sign_in(officer).get(mine).content.decode()
        assert sign_in(officer).post(f"{mine}decide/", {"verdict": "approve"}).status_code == 302
    assert [part.label for part in public.participations.filter(role="co_host")] == ["示例社区"]
    assert "已经并入公开的活动" in author.get(mine).content.decode()
    for step in ("revise/", "retake/", "drop/"):
        assert sign_in(wu).post(home + step).status_code == 404


def test_the_pages_of_a_stale_copy(public: Activity, he: User, sign_in) -> None:
    author = sign_in(he)
    copy = actions.revise_activity(activity=public, by=he)
    actions.edit_activity(activity=copy, by=he, title="新的名称")
    mine = f"/desk/activities/{copy.pk}/"
    with clock.frozen(clock.now() + timedelta(hours=1)):
        actions.cancel_session(session=public.sessions.all()[1])
        page = author.get(f"{mine}check/").content.decode()
        assert "公开的活动又变过" in page
        assert "提交审核" not in page
        assert author.post(f"{mine}check/").status_code == 422
        assert author.post(f"{mine}retake/", {"keep": "yes"})["Location"] == f"{mine}check/"
        assert "提交审核" in author.get(f"{mine}check/").content.decode()
        assert "都不变" in author.get(f"{mine}drop/").content.decode()
        assert author.get(f"/desk/activities/{public.pk}/drop/").status_code == 404
        assert author.post(f"{mine}drop/")["Location"] == f"/desk/activities/{public.pk}/"
        assert "已经放弃" in author.get(mine).content.decode()
        assert author.post(f"{mine}drop/", follow=True).status_code == 200
    copy.refresh_from_db()
    assert (copy.state, Activity.objects.get(pk=public.pk).title) == ("cancelled", "汝瓷拉坯体验")
