"""Who holds an activity together: found by name, in order, on the partners' desk to read alone."""

import pytest

from skillweek.accounts.models import User
from skillweek.organisations.actions import add_unit, ensure_kinds
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition, Tag
from skillweek.programme import actions, queries
from skillweek.programme.models import Activity, Autosave
from skillweek.programme.tests.factories import make_activity
from skillweek.programme.tests.test_pages import what_page

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def draft(school: Organisation, edition: Edition) -> Activity:
    return make_activity(school, edition, state=Activity.State.DRAFT)


def shown(client, page: str) -> dict[str, list[str]]:
    form = client.get(page).context["form"]
    return {role: [unit.code for unit in units] for role, units in form.chosen().items()}


def test_found_added_moved_saved(
    draft: Activity,
    county: Organisation,
    other_county: Organisation,
    other_school: Organisation,
    he: User,
    sign_in,
) -> None:
    author, page = sign_in(he), f"/desk/activities/{draft.pk}/partners/"
    answer = author.post(page, {"find": "yes", "q": "宝丰", "others": "示例协会"})
    assert answer["Location"] == f"{page}?q=%E5%AE%9D%E4%B8%B0"
    found = author.get(answer["Location"])
    assert [unit.code for unit in found.context["search"]["found"]] == ["baofeng", "school-b"]
    assert "示例协会" in found.content.decode()  # what was typed beside is still there
    for unit in (county, other_county):
        fields = {"co_hosts": [one.pk for one in [county, other_county][: 0 if unit == county else 1]]}
        author.post(page, fields | {"add": f"co_hosts:{unit.pk}"})
    assert shown(author, page) == {"undertakers": [], "co_hosts": ["yexian", "baofeng"]}
    both = {"co_hosts": [county.pk, other_county.pk], "others": "示例协会"}
    author.post(page, both | {"up": f"co_hosts:{other_county.pk}"})
    assert shown(author, page)["co_hosts"] == ["baofeng", "yexian"]
    author.post(page, {"co_hosts": [other_county.pk, county.pk], "add": f"undertakers:{county.pk}"})
    assert shown(author, page) == {"undertakers": ["yexian"], "co_hosts": ["baofeng"]}
    assert draft.participations.count() == 1  # nothing is saved until the button says so
    author.post(
        page,
        {
            "undertakers": [county.pk],
            "co_hosts": [other_school.pk, other_county.pk],
            "others": "示例协会\n示例社区",
        },
    )
    assert [(one.role, one.label) for one in draft.participations.all()] == [
        ("host", draft.owner.name), ("undertaker", county.name), ("co_host", other_school.name),
        ("co_host", other_county.name), ("co_host", "示例协会"), ("co_host", "示例社区"),
    ]  # fmt: skip
    assert not Autosave.objects.exists()


def test_nonsense_adds_nothing(draft: Activity, school: Organisation, he: User, sign_in) -> None:
    author, page = sign_in(he), f"/desk/activities/{draft.pk}/partners/"
    for given in (
        {"add": "owner:1"},
        {"add": "co_hosts:x"},
        {"add": f"co_hosts:{school.pk}"},
        {"up": "co_hosts:99"},
    ):
        author.post(page, given)
        assert shown(author, page) == {"undertakers": [], "co_hosts": []}
    assert author.post(page, {"co_hosts": [school.pk]}).status_code == 422
    assert draft.participations.count() == 1


def test_few_units_are_listed_many_are_searched(
    draft: Activity, county: Organisation, edition: Edition
) -> None:
    units = queries.partner_units(draft)
    few = len(queries.found_units(units, ""))
    assert few == units.count()
    for n in range(25):
        add_unit(
            parent=county,
            kind=ensure_kinds()["vocational-school"],
            code=f"more-{n}",
            name=f"示例-第{n}职校",
            short_name=f"第{n}",
        )
    assert queries.found_units(units, "") == []
    assert len(queries.found_units(units, "职校")) == 21  # one more than is shown
    assert [unit.code for unit in queries.found_units(units, "第24 职校")] == ["more-24"]


def test_partners_read_it_from_submission_on(
    draft: Activity, other_school: Organisation, edition: Edition, he: User, wu: User, zhou: User, sign_in
) -> None:
    actions.set_partners(activity=draft, co_hosts=[other_school])
    partner, home = sign_in(wu), f"/desk/activities/{draft.pk}/"
    assert (list(queries.shared_with(wu)), partner.get(home).status_code) == ([], 404)
    Activity.objects.filter(pk=draft.pk).update(state="submitted")
    assert (list(queries.shared_with(wu)), list(queries.shared_with(he))) == ([draft], [])
    page = partner.get(home).content.decode()
    assert "这里只能看" in page
    assert "13900000001" not in page
    assert "13900000001" in sign_in(he).get(home).content.decode()
    assert draft.title in partner.get("/desk/activities/shared/").content.decode()
    assert "一起办的活动（1）" in partner.get("/desk/activities/").content.decode()
    assert "一起办的活动" not in sign_in(he).get("/desk/activities/").content.decode()
    for inner in ("what/", "when/", "safety/", "partners/", "check/", "cancel/"):
        assert partner.get(home + inner).status_code == 404
    assert partner.post(f"{home}decide/", {"verdict": "approve"}).status_code == 404
    assert partner.post(f"{home}withdraw/").status_code == 404
    assert partner.post(f"{home}copy/").status_code == 404


def test_a_working_copy_is_shared_with_nobody(
    school: Organisation, other_school: Organisation, edition: Edition, he: User, wu: User
) -> None:
    public = make_activity(school, edition)
    copy = actions.revise_activity(activity=public, by=he)
    actions.set_partners(activity=copy, co_hosts=[other_school])
    Activity.objects.filter(pk=copy.pk).update(state="submitted")
    assert list(queries.shared_with(wu)) == []


def test_tags_are_chosen_and_shown(
    draft: Activity, edition: Edition, school: Organisation, he: User, sign_in, client
) -> None:
    author, page = sign_in(he), f"/desk/activities/{draft.pk}/what/"
    assert "tags" not in author.get(page).context["form"].fields  # an edition without tags asks for none
    free, other = (
        Tag.objects.create(edition=edition, code=code, label=code, label_en=code) for code in ("free", "kids")
    )
    author.post(page, what_page(edition, tags=[free.pk, other.pk]))
    author.post(page, what_page(edition, tags=[free.pk]))
    assert list(draft.tags.all()) == [free]
    assert author.post(page, what_page(edition, tags=[99999])).status_code == 422
    author.post("/desk/activities/new/", what_page(edition, owner=school.pk, title="又一个", tags=[other.pk]))
    assert list(Activity.objects.get(title="又一个").tags.all()) == [other]
    free.label = "免费参加"
    free.save()
    Activity.objects.filter(pk=draft.pk).update(state="published", published_at=draft.created_at)
    assert "免费参加" in client.get(f"/activities/{draft.code}/").content.decode()
    assert "免费参加" in author.get(f"/desk/activities/{draft.pk}/").content.decode()
