"""What the programme tells other rooms: evidence, inbox, measures, search."""

import pytest

from skillweek.accounts.models import User
from skillweek.common import clock, registry, search
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme import actions
from skillweek.programme.models import Activity, Participation
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.programme.tests.test_activities import at

pytestmark = pytest.mark.usefixtures("now")


def test_evidence_counts_owners_hosts_and_undertakers(
    edition: Edition, school: Organisation, other_school: Organisation, city: Organisation
) -> None:
    launch = make_activity(city, edition, kind="launch")
    Participation.objects.create(activity=launch, organisation=school, role=Participation.Role.UNDERTAKER)
    Participation.objects.create(activity=launch, organisation=other_school, role=Participation.Role.CO_HOST)
    make_activity(school, edition)
    make_activity(school, edition, state=Activity.State.DRAFT)
    counted = registry.evidence["activities"]
    assert counted(edition, "launch") == {city.pk: 1, school.pk: 1}
    assert counted(edition, "campus") == {school.pk: 1}
    assert counted(edition, "") == {city.pk: 1, school.pk: 2}


def test_what_was_counted_can_be_looked_at(
    edition: Edition, school: Organisation, other_school: Organisation, city: Organisation
) -> None:
    launch, own = make_activity(city, edition, kind="launch"), make_activity(school, edition)
    Participation.objects.create(activity=launch, organisation=school, role=Participation.Role.UNDERTAKER)
    rows = registry.evidence["activities"].rows
    assert rows is not None
    assert {row.url for row in rows(edition, "", school)} == {
        launch.get_absolute_url(),
        own.get_absolute_url(),
    }
    assert [row.url for row in rows(edition, "campus", None)] == [own.get_absolute_url()]
    assert rows(edition, "", other_school) == []
    assert ("campus", "校园体验日") in registry.evidence["activities"].parameters(edition)


def test_a_ceremony_counts_when_it_was_held(
    edition: Edition, county: Organisation, school: Organisation, venue: Venue
) -> None:
    launch = make_activity(county, edition, kind="launch")
    counted = registry.evidence["ceremonies"]
    make_session(make_activity(school, edition), starts=at(22, 9), venue=venue)  # held, and no ceremony
    make_session(launch, starts=at(22, 9), venue=venue, state="cancelled")
    make_session(launch, starts=at(23, 14), venue=venue)
    assert (registry.evidence["activities"](edition, "launch"), counted(edition)) == ({county.pk: 1}, {})
    with clock.frozen(at(23, 18)):
        assert counted(edition) == {county.pk: 1}
        assert counted.rows is not None
        assert [row.url for row in counted.rows(edition, "", county)] == [launch.get_absolute_url()]


def test_drafts_wait_for_their_authors_when_the_week_is_near(
    edition: Edition, school: Organisation, he: User, wu: User, zhou: User
) -> None:
    draft = make_activity(school, edition, state=Activity.State.DRAFT, title="还没填完")
    make_activity(school, edition, state=Activity.State.RETURNED)
    (rows,) = registry.inbox["drafts"](he)
    ((pk, item),) = rows.items([draft.pk]).items()
    assert (pk, item.title, item.url, rows.count()) == (
        draft.pk,
        "还没填完",
        f"/desk/activities/{draft.pk}/",
        1,
    )
    assert [key.due for key in rows.every(["填完"])] == [edition.starts]
    assert rows.every(["没有这样的"]) == []
    assert [one.count() for user in (wu, zhou) for one in registry.inbox["drafts"](user)] == [0, 0]
    with clock.frozen(at(1, 9)):
        assert registry.inbox["drafts"](he) == []


def test_measures(edition: Edition, school: Organisation, other_school: Organisation, venue: Venue) -> None:
    campus = make_activity(school, edition)
    make_session(campus, starts=at(22, 9), venue=venue)
    make_session(campus, starts=at(25, 9), venue=venue)
    make_session(campus, starts=at(25, 14), venue=venue, state="cancelled")
    make_session(make_activity(other_school, edition, kind="service"), starts=at(22, 9))
    make_activity(school, edition, state=Activity.State.DRAFT)
    published = registry.measures["activities_published"](edition)
    assert (published.value, published.parts) == (2, [("校园体验日", 1), ("便民服务", 1)])
    planned = registry.measures["sessions_planned"](edition)
    assert (planned.value, sorted(planned.parts)) == (3, [("叶县教育体育", 2), ("宝丰县教育体", 1)])
    assert registry.measures["sessions_held"](edition).value == 2
    other_school.counts_in_report = False
    other_school.save()
    assert registry.measures["activities_published"](edition).value == 1


def found(edition: Edition, words: str) -> list[str]:
    return [entry.title for entry in registry.search["activities"](edition, search.words(words))]


def test_search_ranks_titles_first_and_shows_only_what_is_public(
    edition: Edition, school: Organisation
) -> None:
    in_text = make_activity(school, edition, title="开放日", body="可以看汝瓷烧制")
    in_title = make_activity(school, edition, title="汝瓷拉坯")
    hidden = make_activity(school, edition, title="汝瓷内部会", state=Activity.State.DRAFT)
    for activity in (in_text, in_title, hidden):
        actions.refresh_search(activity=activity)
    assert found(edition, "汝瓷") == ["汝瓷拉坯", "开放日"]
    assert found(edition, "家长 汝瓷")[0] == "汝瓷拉坯"
    assert found(edition, "没有的东西") == []
    assert found(edition, "") == []
