"""Activities that begin as copies: of last year, of this one; what cannot come along is said."""

from datetime import date, datetime

import pytest

from skillweek.accounts.models import User
from skillweek.organisations.models import Contact, Organisation, Venue
from skillweek.plan.models import ActivityKind, Audience, Edition, Phase, SafetyItem, Tag, Topic
from skillweek.programme import actions, queries
from skillweek.programme.models import (
    Activity,
    BudgetLine,
    Participation,
    Permit,
    SafetyAnswer,
    Session,
    SessionStaff,
)
from skillweek.programme.rules import ProgrammeError
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.programme.tests.test_activities import at
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")
LISTS = (ActivityKind, Audience, Topic)


@pytest.fixture
def earlier(edition: Edition) -> Edition:
    """The year before: 16 to 20 May 2020, with the same lists, a tag and an item of the safety plan."""
    made = Edition.objects.create(
        city=edition.city, slug="pds-2020", year=2020, name="2020年活动周", name_en="Week 2020",
        theme="匠心", theme_en="Craft",
        starts=date(2020, 5, 16), ends=date(2020, 5, 20), deadline=date(2020, 5, 27),
    )  # fmt: skip
    Phase.objects.create(edition=made, name="archive", starts_at=datetime(2020, 6, 1, tzinfo=ZONE))
    for model in LISTS:
        for one in model.objects.filter(edition=edition):
            model.objects.create(edition=made, code=one.code, label=one.label, label_en=one.label_en)
    Tag.objects.create(edition=made, code="free", label="免费", label_en="Free")
    SafetyItem.objects.create(edition=made, code="exits", label="出口", label_en="Exits")
    return made


@pytest.fixture
def old(earlier: Edition, school: Organisation, county: Organisation, venue: Venue) -> Activity:
    """A public activity of the year before with one of everything."""
    made = make_activity(school, earlier, audiences=("parents", "media"), movable=True)
    made.tags.add(Tag.objects.get(edition=earlier))
    made.topic = Topic.objects.get(edition=earlier, code="models")
    made.save()
    Participation.objects.create(activity=made, organisation=county, role="undertaker", position=1)
    Participation.objects.create(activity=made, name="示例协会", role="co_host", position=2)
    SafetyAnswer.objects.create(
        activity=made, item=SafetyItem.objects.get(edition=earlier), text="两个出口。"
    )
    BudgetLine.objects.create(activity=made, item="陶泥", amount=200)
    Permit.objects.create(activity=made, exemption="政府举办")
    made.safeguard.insurance = "示例保单"
    made.safeguard.save()
    for day in (16, 20):
        make_session(made, starts=datetime(2020, 5, day, 9, tzinfo=ZONE), venue=venue)
    gone = make_session(made, starts=datetime(2020, 5, 18, 9, tzinfo=ZONE), venue=venue)
    Session.objects.filter(pk=gone.pk).update(state="cancelled")
    return made


def copy(edition: Edition, he: User, *sources: Activity) -> tuple[list[Activity], list[str]]:
    done = actions.copy_activities(
        activities=Activity.objects.filter(pk__in=[one.pk for one in sources]), edition=edition, by=he
    )
    return done.made, done.lacks


def test_last_year_becomes_a_draft(old: Activity, edition: Edition, he: User, venue: Venue) -> None:
    Tag.objects.create(edition=edition, code="free", label="免费", label_en="Free")
    SafetyItem.objects.create(edition=edition, code="exits", label="出口", label_en="Exits")
    before = list(Activity.objects.filter(pk=old.pk).values()), list(old.sessions.values())
    [made], lacks = copy(edition, he, old)
    assert lacks == []
    made = Activity.objects.get(pk=made.pk)
    assert (made.state, made.copied_from, made.edition, made.created_by, made.movable) == (
        "draft",
        old,
        edition,
        he,
        True,
    )
    assert made.code != old.code
    assert {one.edition for one in [made.kind, made.topic, *made.audiences.all(), *made.tags.all()]} == {
        edition
    }
    assert [one.code for one in made.audiences.order_by("code")] == ["media", "parents"]
    assert [(one.role, one.label) for one in made.participations.all()] == [
        (one.role, one.label) for one in old.participations.all()
    ]
    assert (made.safeguard.responsible_phone, made.safeguard.insurance) == ("13900000001", "")
    assert [(one.item.edition, one.text) for one in made.safety_answers.all()] == [(edition, "两个出口。")]
    assert [(one.item, one.amount) for one in made.budget.all()] == [("陶泥", 200)]
    assert not Permit.objects.filter(activity=made).exists()
    assert [(one.starts, one.day, one.venue, one.state) for one in made.sessions.all()] == [
        (at(22, 9), date(2021, 5, 22), venue, "planned"), (at(26, 9), date(2021, 5, 26), venue, "planned"),
    ]  # fmt: skip
    assert (list(Activity.objects.filter(pk=old.pk).values()), list(old.sessions.values())) == before


def test_what_cannot_come_along_is_said(
    old: Activity, edition: Edition, he: User, venue: Venue, county: Organisation
) -> None:
    Audience.objects.get(edition=edition, code="media").delete()
    Topic.objects.get(edition=edition, code="models").delete()
    Venue.objects.filter(pk=venue.pk).update(active=False)
    Organisation.objects.filter(pk=county.pk).update(active=False)
    [made], lacks = copy(edition, he, old)
    assert lacks == [
        f"“汝瓷拉坯体验”：{lack}" for lack in (
            "宣传重点没有：典型人物", "参加对象没有：媒体", "标签没有：免费", "单位已停用：叶县教育体育局",
            "安全方案事项没有：出口", "场地已停用：实训楼，2 场没有带来",
        )
    ]  # fmt: skip
    assert (made.sessions.count(), made.audiences.count(), made.topic) == (0, 1, None)


def test_days_beyond_the_week_stay_behind(old: Activity, edition: Edition, he: User, venue: Venue) -> None:
    make_session(old, starts=datetime(2020, 5, 23, 9, tzinfo=ZONE), venue=venue)
    [made], lacks = copy(edition, he, old)
    assert "“汝瓷拉坯体验”：1 场的日期不在活动周以内，没有带来" in lacks
    assert made.sessions.count() == 2


def test_nothing_is_written_when_nothing_can_be(
    old: Activity, edition: Edition, he: User, school: Organisation
) -> None:
    ActivityKind.objects.filter(edition=edition, code="campus").delete()
    with pytest.raises(ProgrammeError, match="没有“校园体验日”这个类别"):
        copy(edition, he, old)
    with pytest.raises(ProgrammeError, match="请选择活动"):
        copy(edition, he)
    public = make_activity(school, edition, kind="online")
    working = actions.revise_activity(activity=public, by=he)
    with pytest.raises(ProgrammeError, match="修改稿不能复制"):
        copy(edition, he, working)
    assert Activity.objects.exclude(copied_from=None).count() == 0


def test_a_copy_in_the_same_edition_keeps_days_and_staff(
    school: Organisation, edition: Edition, venue: Venue, he: User
) -> None:
    public = make_activity(school, edition)
    session = make_session(public, starts=at(25, 9), venue=venue)
    person = Contact.objects.create(
        organisation=school, role="safety", name="示例-张老师", since=date(2021, 1, 1)
    )
    SessionStaff.objects.create(session=session, contact=person)
    [made], lacks = copy(edition, he, public)
    mine = made.sessions.get()
    assert (lacks, mine.starts, mine.code != session.code) == ([], at(25, 9), True)
    assert [one.contact for one in mine.staff.all()] == [person]


def test_the_pages(
    old: Activity,
    edition: Edition,
    school: Organisation,
    other_school: Organisation,
    he: User,
    wu: User,
    sign_in,
) -> None:
    make_activity(other_school, old.edition, title="别校的")
    make_activity(school, old.edition, title="没公开的", state="draft")
    author, page = sign_in(he), "/desk/activities/copy/"
    shown = author.get(page)
    assert [one.title for one in shown.context["found"]] == [old.title]
    assert [one.title for one in sign_in(wu).get(page).context["found"]] == ["别校的"]
    assert author.post(page, {}).status_code == 422
    assert sign_in(wu).post(page, {"activities": [old.pk]}).status_code == 422
    done = author.post(page, {"activities": [old.pk]}, follow=True).content.decode()
    assert "已复制 1 个活动，都是草稿" in done
    assert "标签没有：免费" in done
    assert list(queries.copyable(he, edition)) == []  # once is enough
    assert author.post(page, {"activities": [old.pk]}).status_code == 422
    made = Activity.objects.get(edition=edition)
    again = author.post(f"/desk/activities/{made.pk}/copy/")
    second = Activity.objects.exclude(pk=made.pk).get(edition=edition)
    assert (again["Location"], second.copied_from) == (f"/desk/activities/{second.pk}/check/", made)
    assert sign_in(wu).post(f"/desk/activities/{made.pk}/copy/").status_code == 404
    assert Activity.objects.filter(edition=edition).count() == 2


def test_the_phase_closes_it(old: Activity, edition: Edition, he: User, sign_in) -> None:
    edition.phases.filter(name="collect").update(starts_at=datetime(2021, 5, 23, tzinfo=ZONE))
    assert "截止" in sign_in(he).get("/desk/activities/copy/").content.decode()
    with pytest.raises(ProgrammeError, match="截止"):
        copy(edition, he, old)
