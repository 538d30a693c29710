"""The permit of a large activity: when, from whom, until when; what blocks publishing, and what needs a new one."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme import actions
from skillweek.programme.models import Activity, Permit, Safeguard
from skillweek.programme.queries.safeguards import permits_of, standing_of
from skillweek.programme.queries.waiting import permits_stale, permits_waiting
from skillweek.programme.rules import NotReady, ProgrammeError
from skillweek.programme.rules.permits import authority, last_filing_day, needs_permit
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.programme.tests.test_activities import ZONE, at
from skillweek.programme.tests.test_safety_plan import PDF, large


@pytest.fixture
def event(now: datetime, edition: Edition, school: Organisation, venue: Venue, zhou: User) -> Activity:
    """A draft for 1200 people on the 25th, whose permit is due on the 5th."""
    found = make_activity(school, edition, state=Activity.State.DRAFT)
    make_session(found, starts=at(25, 9), venue=venue)
    large(found)
    return Activity.objects.get(pk=found.pk)


def stands(activity: Activity, day: int = 1, month: int = 5) -> tuple[str, date | None, str]:
    with clock.frozen(datetime(2021, month, day, 9, tzinfo=ZONE)):
        found = standing_of(Activity.objects.get(pk=activity.pk))
    return found.state, found.last_day, found.tone


def with_file(activity: Activity, by: User, **facts: object) -> Permit:
    return actions.set_permit(activity=activity, by=by, file=BytesIO(PDF), file_name="许可.pdf", **facts)  # type: ignore[arg-type]  # facts are of the action


@pytest.mark.parametrize(("expected", "needed"), [(None, False), (999, False), (1000, True), (5000, True)])
def test_from_how_many_people_on(edition: Edition, expected: int | None, needed: bool) -> None:
    assert needs_permit(expected, edition) is needed
    assert needs_permit(expected, edition, online=True) is False


def test_whose_permit_it_is(edition: Edition) -> None:
    assert authority(4999, edition) == "县级公安机关"
    assert authority(5000, edition) == "市级公安机关"
    edition.crowd_city_from = 3000
    assert authority(4999, edition) == "市级公安机关"


def test_the_last_filing_day_follows_the_edition(edition: Edition) -> None:
    assert last_filing_day(date(2021, 5, 22), edition) == date(2021, 5, 2)
    edition.permit_days = 30
    assert last_filing_day(date(2021, 5, 22), edition) == date(2021, 4, 22)


@pytest.mark.parametrize(
    ("day", "state", "tone"),
    [(24, "open", "idle"), (25, "near", "bad"), (5, "near", "bad"), (6, "late", "bad")],
)
def test_how_urgent_it_is(event: Activity, day: int, state: str, tone: str) -> None:
    month = 4 if day > 20 else 5
    assert stands(event, day, month) == (state, date(2021, 5, 5), tone)


def test_the_first_session_counts(event: Activity, venue: Venue) -> None:
    make_session(event, starts=at(23, 9), venue=venue)
    assert stands(event)[1] == date(2021, 5, 3)


def test_applied_granted_and_exempt(event: Activity, he: User, now: datetime) -> None:
    actions.set_permit(activity=event, by=he, filed_on=date(2021, 5, 3))
    assert stands(event)[0] == "filed"
    permit = with_file(
        event, he, filed_on=date(2021, 5, 3), granted_on=date(2021, 5, 9), number="示例〔2021〕1号"
    )
    assert (permit.file.public, permit.number) == (False, "示例〔2021〕1号")  # type: ignore[union-attr]  # it has one
    assert stands(event)[0] == "granted"
    Permit.objects.all().delete()
    exempt = actions.set_permit(activity=event, by=he, exemption="由县人民政府直接举办")
    assert (exempt.exemption_by, stands(event)[0]) == (he, "exempt")
    gone = actions.set_permit(activity=event, by=he)
    assert (gone.exemption_by, stands(event)[0]) == (None, "late" if stands(event)[0] == "late" else "near")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"filed_on": date(2021, 5, 24)}, "filed_on"),
        ({"granted_on": date(2021, 5, 24)}, "granted_on"),
        ({"filed_on": date(2021, 5, 9), "granted_on": date(2021, 5, 8)}, "granted_on"),
        ({"number": "示例〔2021〕1号"}, "file"),
    ],
)
def test_what_cannot_be(
    event: Activity, he: User, now: datetime, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(ProgrammeError) as caught:
        actions.set_permit(activity=event, by=he, **facts)  # type: ignore[arg-type]  # facts are of the action
    assert caught.value.field == field
    assert not Permit.objects.exists()


def test_a_wrong_file_changes_nothing(event: Activity, he: User, now: datetime) -> None:
    with pytest.raises(ProgrammeError, match="不接受这种文件"):
        actions.set_permit(activity=event, by=he, file=BytesIO(b"MZ" + b"\0" * 99), file_name="许可.exe")
    assert not Permit.objects.exists()


def test_it_is_reviewed_without_and_published_with_a_permit(
    event: Activity, he: User, zhou: User, lin: User, now: datetime
) -> None:
    actions.submit_activity(activity=event, by=he)
    actions.decide_activity(activity=event, by=zhou, approve=True)
    with pytest.raises(NotReady, match="大型活动还没有许可文件"):
        actions.decide_activity(activity=event, by=lin, approve=True)
    event.refresh_from_db()
    assert event.state == "submitted"
    with_file(event, he)  # a permit comes when it comes, while the activity waits
    actions.decide_activity(activity=event, by=lin, approve=True)
    event.refresh_from_db()
    assert event.state == "published"


def test_the_citys_own_is_not_even_submitted_without(event: Activity, city: Organisation, lin: User) -> None:
    Activity.objects.filter(pk=event.pk).update(owner=city)
    with pytest.raises(NotReady, match="大型活动还没有许可文件"):
        actions.submit_activity(activity=event, by=lin)
    event.refresh_from_db()
    assert event.state == "draft"


def test_more_people_or_another_time_need_a_new_permit(event: Activity, he: User, venue: Venue) -> None:
    with_file(event, he)
    assert stands(event)[0] == "granted"
    Safeguard.objects.filter(activity=event).update(expected=1100)
    assert stands(event)[0] == "granted", "fewer people are covered"
    Safeguard.objects.filter(activity=event).update(expected=1300)
    assert stands(event)[0] == "stale"
    Safeguard.objects.filter(activity=event).update(expected=1200)
    session = event.sessions.get()
    session.ends += timedelta(hours=1)
    session.save()
    found = standing_of(Activity.objects.get(pk=event.pk))
    assert (found.state, found.text) == ("stale", "办好许可以后，时间或地点改了，需要重新申请")
    with_file(event, he)
    assert stands(event)[0] == "granted"


def test_an_application_too_is_for_a_time_and_so_many_people(event: Activity, he: User) -> None:
    actions.set_permit(activity=event, by=he, filed_on=date(2021, 5, 3))
    assert stands(event)[0] == "filed"
    Safeguard.objects.filter(activity=event).update(expected=1300)
    actions.set_permit(activity=event, by=he, filed_on=date(2021, 5, 3), authority="示例县公安局")
    found = standing_of(Activity.objects.get(pk=event.pk))
    assert (found.state, found.text) == ("stale", "申请许可时是 1200 人，现在预计 1300 人，需要重新申请")
    actions.set_permit(activity=event, by=he, filed_on=date(2021, 5, 4))
    assert stands(event)[0] == "filed"
    event.sessions.update(starts=at(26, 9), ends=at(26, 11), day=date(2021, 5, 26))
    found = standing_of(Activity.objects.get(pk=event.pk))
    assert (found.state, found.text) == ("stale", "申请许可以后，时间或地点改了，需要重新申请")
    actions.set_permit(activity=event, by=he, exemption="由县人民政府直接举办")
    assert stands(event)[0] == "exempt"


def test_a_stale_permit_waits_for_the_unit_and_its_reviewers(
    event: Activity, he: User, wu: User, zhou: User, lin: User, now: datetime, sign_in
) -> None:
    with_file(event, he)
    assert [permits_stale(one) for one in (he, zhou, lin, wu)] == [[], [], [], []]
    session = event.sessions.get()
    session.ends += timedelta(hours=1)
    session.save()
    (mine,), (reviewed,) = permits_stale(he), permits_stale(zhou)
    assert (mine.title, mine.note) == (event.title, "办好许可以后，时间或地点改了，需要重新申请")
    assert (mine.url, mine.due) == (f"/desk/activities/{event.pk}/permit/", date(2021, 5, 5))
    assert (reviewed.url, permits_stale(lin)) == (event.get_desk_url(), [reviewed])
    assert permits_stale(wu) == []
    assert mine.note in sign_in(he).get("/desk/").content.decode()
    with clock.frozen(datetime(2021, 5, 26, 9, tzinfo=ZONE)):
        assert permits_stale(he) == [], "over"
    with_file(event, he)
    assert permits_stale(he) == permits_stale(zhou) == []


def test_what_is_over_takes_no_permit(event: Activity, he: User) -> None:
    Activity.objects.filter(pk=event.pk).update(state="cancelled")
    with pytest.raises(ProgrammeError, match="不用再办许可"):
        actions.set_permit(activity=event, by=he, exemption="x")


def test_the_list_of_officers(
    event: Activity,
    edition: Edition,
    school: Organisation,
    venue: Venue,
    lin: User,
    zhou: User,
    he: User,
    wu: User,
) -> None:
    earlier = make_activity(school, edition, state=Activity.State.DRAFT, title="更早的")
    make_session(earlier, starts=at(23, 9), venue=venue)
    large(earlier)
    make_session(make_activity(school, edition, title="小的"), starts=at(22, 9), venue=venue)
    for officer in (lin, zhou):
        rows = permits_of(officer, edition)
        assert [(one.title, standing.last_day) for one, standing in rows] == [
            ("更早的", date(2021, 5, 3)), (event.title, date(2021, 5, 5)),
        ]  # fmt: skip
    assert permits_of(he, edition) == []
    assert permits_of(wu, edition) == []


def _titles(user: User, day: int, month: int = 5) -> list[str]:
    with clock.frozen(datetime(2021, month, day, 9, tzinfo=ZONE)):
        found = permits_waiting(user)
        return [
            item.title for rows in found for item in rows.items([key.pk for key in rows.every()]).values()
        ]


def test_the_units_are_reminded_in_time(event: Activity, he: User, wu: User, zhou: User) -> None:
    assert _titles(he, 24, 4) == []
    assert _titles(he, 25, 4) == [event.title]
    assert _titles(he, 10) == [event.title], "past its day it is more urgent, not less"
    assert _titles(wu, 25, 4) == _titles(zhou, 25, 4) == []
    assert _titles(he, 26) == [], "over"
    with clock.frozen(datetime(2021, 5, 3, 9, tzinfo=ZONE)):
        actions.set_permit(activity=event, by=he, filed_on=date(2021, 5, 3))
    assert _titles(he, 4) == []


def test_the_permit_page(event: Activity, he: User, wu: User, now: datetime, sign_in) -> None:
    address = f"/desk/activities/{event.pk}/permit/"
    page = sign_in(he).get(address).content.decode()
    assert "最晚应在 5 月 5 日 向县级公安机关申请许可，已经过了" in page.replace("5月5日", "5 月 5 日")
    assert sign_in(wu).get(address).status_code == 404
    refused = sign_in(he).post(address, {"number": "示例〔2021〕1号"})
    assert (refused.status_code, "请把许可文件也传上来" in refused.content.decode()) == (422, True)
    file = SimpleUploadedFile("许可.pdf", PDF, "application/pdf")
    assert sign_in(he).post(address, {"number": "示例〔2021〕1号", "file": file}).status_code == 302
    assert "已有许可：示例〔2021〕1号" in sign_in(he).get(event.get_desk_url()).content.decode()


def test_a_published_activity_takes_its_permit_too(event: Activity, he: User, now: datetime, sign_in) -> None:
    Activity.objects.filter(pk=event.pk).update(state="published", published_at=clock.now())
    address = f"/desk/activities/{event.pk}/permit/"
    assert sign_in(he).post(address, {"exemption": "由县人民政府直接举办"}).status_code == 302
    assert stands(event)[0] == "exempt"


def test_the_list_as_page_and_sheet(event: Activity, lin: User, he: User, now: datetime, sign_in) -> None:
    page = sign_in(lin).get("/desk/permits/").content.decode()
    assert event.title in page
    assert "1 个活动要马上处理" in page
    assert sign_in(he).get("/desk/permits/").status_code == 404
    book = CalamineWorkbook.from_filelike(BytesIO(sign_in(lin).get("/desk/permits/?format=xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["活动", "单位", "状态", "预计人数"]
    assert [(row[0], row[3], row[4], row[5]) for row in rows[1:]] == [
        (event.title, 1200, "县级公安机关", date(2021, 5, 5))
    ]


def test_the_authors_list_and_check_page_say_until_when(event: Activity, he: User, sign_in) -> None:
    with clock.frozen(datetime(2021, 5, 1, 9, tzinfo=ZONE)):
        author = sign_in(he)
        assert "快到期限" in author.get("/desk/activities/").content.decode()
        assert (
            "可以先提交审核，有了许可才会发布"
            in author.get(f"/desk/activities/{event.pk}/check/").content.decode()
        )


def test_a_working_copy_has_the_permit_of_what_it_stands_for(
    event: Activity, school: Organisation, edition: Edition, venue: Venue, he: User
) -> None:
    with_file(event, he)
    Activity.objects.filter(pk=event.pk).update(state="published", published_at=clock.now())
    copy = make_activity(school, edition, state=Activity.State.DRAFT, revises=event)
    make_session(copy, starts=at(25, 9), venue=venue)
    large(copy)
    assert stands(copy)[0] == "granted"
    copy.sessions.update(ends=at(25, 12))
    assert stands(copy)[0] == "stale"
    permit = with_file(copy, he)
    assert (permit.activity, Permit.objects.count(), stands(copy)[0]) == (event, 1, "granted")
