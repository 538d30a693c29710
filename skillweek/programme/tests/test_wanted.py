"""A new activity begun from a gap carries what the gap says, until it is saved."""

from datetime import date
from urllib.parse import urlencode

import pytest

from skillweek.accounts.models import User
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import ActivityKind, Audience, Edition, Tag, ThemeDay
from skillweek.programme.forms import SessionForm, WantedForm
from skillweek.programme.models import Activity
from skillweek.programme.tests.factories import make_activity
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")
GAP = {"day": "2021-05-26", "place": "yexian", "audience": "parents", "kind": "campus", "tag": "hands-on"}


@pytest.fixture
def tag(edition: Edition) -> Tag:
    return Tag.objects.create(edition=edition, code="hands-on", label="动手")


def given(edition: Edition, school: Organisation, **facts: object) -> dict[str, object]:
    return {
        "owner": school.pk, "kind": ActivityKind.objects.get(code="campus").pk, "title": "拉坯", "summary": "做一只。",
    } | facts  # fmt: skip


def test_the_facts_of_the_gap_stand_in_both_pages(
    edition: Edition, school: Organisation, room: Venue, tag: Tag, he: User, sign_in
) -> None:
    author = sign_in(he)
    address = f"/desk/activities/new/?{urlencode(GAP | {'highlight': 'on'})}"
    page = author.get(address)
    form = page.context["form"]
    assert page.context["wanted"] == "叶县教育体育 · 5 月 26 日 星期三 · 家长 · 校园体验日 · 动手 · 看点"
    assert page.context["wanted"] in page.content.decode()
    assert form.initial == {
        "kind": ActivityKind.objects.get(code="campus"), "audiences": [Audience.objects.get(code="parents")],
        "tags": [tag], "highlight": True, "owner": school,
    }  # fmt: skip
    assert author.post(address, given(edition, school, title="")).status_code == 422
    author.post(address, given(edition, school))
    when = f"/desk/activities/{Activity.objects.get().pk}/when/"
    for _time in range(2):  # as often as it is opened
        page = author.get(when)
        assert (page.context["form"].initial["day"], page.context["form"].initial["venue"]) == (
            "2021-05-26",
            room,
        )
        assert page.context["wanted"].startswith("叶县教育体育 · 5 月 26 日")
    sent = {"day": "2021-05-27", "starts": "09:00", "ends": "10:30", "venue": room.pk}
    assert author.post(when, sent | {"ends": "08:00"}).status_code == 422
    assert author.get(when).context["form"].initial["day"] == "2021-05-26"
    assert author.post(when, sent).status_code == 302
    page = author.get(when)
    assert (page.context["wanted"], "day" in page.context["form"].initial) == ("", False)
    assert [one.starts.astimezone(ZONE).day for one in Activity.objects.get().sessions.all()] == [27]


def test_only_units_that_the_person_may_write_for(
    edition: Edition, county: Organisation, school: Organisation, other_school: Organisation, he: User, zhou: User,
    lin: User, sign_in,
) -> None:  # fmt: skip
    def owner(user: User, **facts: str) -> Organisation:
        page = sign_in(user).get(f"/desk/activities/new/?{urlencode(facts)}")
        return page.context["form"].initial["owner"]

    assert owner(he, place="baofeng", host="school-b") == school
    assert owner(zhou, host="school-a") == school
    assert owner(lin, place="yexian") == county
    assert owner(lin, place="yexian", host="school-b") == other_school


def test_what_cannot_be_understood_is_passed_over(edition: Edition, he: User, sign_in) -> None:
    day = ThemeDay.objects.create(edition=edition, code="craft", label="工匠日", day=date(2021, 5, 24))
    odd = WantedForm(
        edition, {"day": "2021-06-30", "place": "nowhere", "kind": "x", "theme": "craft", "n": "1"}
    )
    assert (odd.facts, odd.said, odd.codes) == ({"theme": day}, "工匠日", {"theme": "craft"})
    assert odd.on == day.day
    page = sign_in(he).get("/desk/activities/new/?day=%00&place=%27")
    assert (page.status_code, page.context["wanted"]) == (200, "")


def test_a_room_is_named_only_where_one_can_be_meant(
    edition: Edition, school: Organisation, other_school: Organisation, room: Venue
) -> None:
    activity = make_activity(school, edition, state="draft")
    for n in (1, 2):
        add_venue(owner=other_school, name=f"大厅{n}", address="宝丰县示例路1号", capacity=90)
    venues = Venue.objects.order_by("pk")
    found = [WantedForm(edition, {"place": one}).when(activity, venues) for one in ("yexian", "baofeng")]
    assert found == [{"venue": room}, {}]
    groups = SessionForm(activity, venues, place=other_school.parent).fields["venue"].choices
    assert [name for name, _rows in groups] == ["", other_school.parent.called, "本单位的场地"]


def test_giving_up_an_older_draft_leaves_the_gap(edition: Edition, he: User, sign_in) -> None:
    author, address = sign_in(he), f"/desk/activities/new/?{urlencode(GAP)}"
    author.post("/desk/activities/new/autosave/new/", {"title": "旧的", "base": "x"})
    page = author.get(address)
    assert page.context["outdated"] is True
    assert (
        author.get(page.context["mine_url"] and f"{address}&mine=1").context["form"].initial["title"]
        == "旧的"
    )
    answer = author.post(page.context["give_up_url"])
    assert answer["Location"] == address
    assert "outdated" not in author.get(address).context
