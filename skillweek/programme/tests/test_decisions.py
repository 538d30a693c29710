"""From draft to public: submission, the two officers, and the ways back."""

import pytest

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme import actions, queries
from skillweek.programme.models import Activity, Safeguard
from skillweek.programme.rules import NotReady, ProgrammeError
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.programme.tests.test_activities import at
from skillweek.review.models import Decision

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def draft(school: Organisation, edition: Edition, venue: Venue) -> Activity:
    made = make_activity(school, edition, state=Activity.State.DRAFT)
    make_session(made, starts=at(25, 9), venue=venue)
    return made


def test_county_then_city_make_it_public(
    draft: Activity, edition: Edition, he: User, zhou: User, lin: User
) -> None:
    actions.submit_activity(activity=draft, by=he)
    assert actions.decide_activity(activity=draft, by=zhou, approve=True).state == "submitted"
    assert not queries.published(edition).exists()
    done = actions.decide_activity(activity=draft, by=lin, approve=True)
    assert (done.state, done.published_at) == ("published", clock.now())
    assert list(queries.published(edition)) == [draft]
    verdicts = list(Decision.objects.values_list("verdict", "by__username"))
    assert verdicts == [("submitted", "school-a"), ("approved", "county-yexian"), ("approved", "city")]


def test_submit_twice_is_refused(draft: Activity, he: User) -> None:
    actions.submit_activity(activity=draft, by=he)
    with pytest.raises(ProgrammeError, match="不需要提交"):
        actions.submit_activity(activity=draft, by=he)
    assert Decision.objects.count() == 1


def test_the_city_publishes_its_own_by_submitting(
    city: Organisation, edition: Edition, venue: Venue, lin: User
) -> None:
    own = make_activity(city, edition, kind="launch", state=Activity.State.DRAFT)
    make_session(own, starts=at(25, 9), venue=venue)
    actions.submit_activity(activity=own, by=lin)
    own.refresh_from_db()
    assert own.state == "published"


def test_returned_with_a_reason_and_submitted_again(draft: Activity, he: User, zhou: User) -> None:
    actions.submit_activity(activity=draft, by=he)
    with pytest.raises(ProgrammeError) as caught:
        actions.decide_activity(activity=draft, by=zhou, approve=False, reason=" ")
    assert caught.value.field == "reason"
    draft.refresh_from_db()
    assert draft.state == "submitted"
    returned = actions.decide_activity(activity=draft, by=zhou, approve=False, reason="请补充安全措施")
    assert returned.state == "returned"
    review = actions.submit_activity(activity=draft, by=he)
    assert review.round == 2


def test_only_those_above_decide(draft: Activity, he: User, wu: User) -> None:
    actions.submit_activity(activity=draft, by=he)
    for stranger in (he, wu):
        with pytest.raises(ProgrammeError, match="审核范围"):
            actions.decide_activity(activity=draft, by=stranger, approve=True)
    draft.refresh_from_db()
    assert (draft.state, Decision.objects.count()) == ("submitted", 1)


def test_withdraw(draft: Activity, he: User) -> None:
    actions.submit_activity(activity=draft, by=he)
    assert actions.withdraw_activity(activity=draft, by=he).state == "draft"
    with pytest.raises(ProgrammeError, match="不能撤回"):
        actions.withdraw_activity(activity=draft, by=he)


def test_cancel(draft: Activity, edition: Edition, he: User, lin: User) -> None:
    with pytest.raises(ProgrammeError, match="已发布"):
        actions.cancel_activity(activity=draft)
    over = make_session(draft, starts=at(22, 9))
    draft.online_url = "https://example.org/live"
    draft.save()
    actions.submit_activity(activity=draft, by=he)
    actions.decide_activity(activity=draft, by=lin, approve=True)
    actions.cancel_activity(activity=draft)
    assert not queries.published(edition).exists()
    assert list(queries.shown(edition)) == [draft]
    assert {s.state for s in draft.sessions.exclude(pk=over.pk)} == {"cancelled"}
    over.refresh_from_db()
    assert over.state == "planned"


def _gaps(activity: Activity, by: User) -> list[tuple[str, str]]:
    with pytest.raises(NotReady) as caught:
        actions.submit_activity(activity=activity, by=by)
    activity.refresh_from_db()
    assert activity.state == "draft"
    return [(gap.step, gap.field) for gap in caught.value.gaps]


def test_everything_that_is_missing_is_named(school: Organisation, edition: Edition, he: User) -> None:
    bare = make_activity(school, edition, state=Activity.State.DRAFT, audiences=(), summary="")
    bare.safeguard.delete()
    assert _gaps(Activity.objects.get(pk=bare.pk), he) == [
        ("what", "summary"), ("what", "audiences"), ("when", "starts"), ("safety", "responsible_name"),
        ("safety", "responsible_phone"), ("safety", "expected"), ("safety", "capacity"), ("care", "measures"),
        ("care", "insurance"), ("care", "first_aid"),
    ]  # fmt: skip


def test_sessions_outside_and_too_many_people_are_named(draft: Activity, venue: Venue, he: User) -> None:
    make_session(draft, starts=at(30, 9), venue=venue)
    Safeguard.objects.filter(activity=draft).update(expected=101)
    assert _gaps(Activity.objects.get(pk=draft.pk), he) == [("when", "day"), ("safety", "expected")]


def test_online_needs_an_address_but_no_capacity(school: Organisation, edition: Edition, he: User) -> None:
    online = make_activity(school, edition, kind="online", state=Activity.State.DRAFT)
    make_session(online, starts=at(25, 9))
    Safeguard.objects.filter(activity=online).update(capacity=None)
    online = Activity.objects.get(pk=online.pk)
    assert _gaps(online, he) == [("when", "online_url")]
    Activity.objects.filter(pk=online.pk).update(online_url="https://example.org/live")
    actions.submit_activity(activity=online, by=he)
    online.refresh_from_db()
    assert online.state == "submitted"
