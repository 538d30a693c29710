"""Rules over any mix of facts: spelled out, counted, changed, taken away and put back."""

from datetime import date, datetime

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.coverage import actions, queries
from skillweek.coverage.models import Target
from skillweek.coverage.rules import CoverageError, urgent_first
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import ActivityKind, Audience, Edition, Tag, ThemeDay
from skillweek.programme.tests.factories import make_activity, make_session
from tests.cast import ZONE

pytestmark = pytest.mark.usefixtures("now")  # 23 May, 09:00


def standing(edition: Edition) -> dict[str, tuple[int, int]]:
    """What every single target has and asks for, by its words."""
    wants = queries.wants(queries.targets(edition), queries.Facts(edition))
    return {gap.label: (gap.have, gap.want.minimum) for gap in queries.standing(edition, wants)}


@pytest.fixture
def tagged(edition: Edition, school: Organisation, venue: Venue) -> Tag:
    """A highlight with a tag on the 24th, a theme day, and a plain session on the 25th."""
    tag = Tag.objects.create(edition=edition, code="try", label="可体验", label_en="Hands-on")
    ThemeDay.objects.create(
        edition=edition, code="open", label="开放日", label_en="Open day", day=date(2021, 5, 24)
    )
    special = make_activity(school, edition, highlight=True, audiences=("parents", "pupils"))
    special.tags.add(tag)
    make_session(special, starts=datetime(2021, 5, 24, 9, tzinfo=ZONE), venue=venue)
    make_session(make_activity(school, edition), starts=datetime(2021, 5, 25, 9, tzinfo=ZONE), venue=venue)
    return tag


def test_a_rule_stands_for_every_value(
    edition: Edition, county: Organisation, other_county: Organisation, tagged: Tag
) -> None:
    actions.set_target(edition=edition, minimum=1, each=["place", "day"])
    found = standing(edition)
    assert len(found) == 14
    assert {label: have for label, (have, _least) in found.items() if have} == {
        "叶县教育体育 · 5 月 24 日": 1, "叶县教育体育 · 5 月 25 日": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("each", "facts", "highlight", "expected"),
    [
        (["host"], {}, True, {"示例-叶县职 · 看点": (1, 2), "示例-宝丰县 · 看点": (0, 2)}),
        (["theme"], {}, False, {"开放日": (1, 2)}),
        (["tag"], {}, False, {"可体验": (1, 2)}),
        ([], {"audience": "parents"}, False, {"家长": (2, 2)}),
        ([], {"audience": "pupils", "kind": "campus"}, True, {"学生 · 校园体验日 · 看点": (1, 2)}),
        ([], {}, False, {"全市": (2, 2)}),
    ],
)
def test_any_mix_is_counted(
    edition: Edition, other_school: Organisation, tagged: Tag, each: list[str], facts: dict[str, str],
    highlight: bool, expected: dict[str, tuple[int, int]],
) -> None:  # fmt: skip
    models = {"audience": Audience, "kind": ActivityKind}
    chosen = {name: models[name].objects.get(edition=edition, code=code) for name, code in facts.items()}
    actions.set_target(edition=edition, minimum=2, each=each, highlight=highlight, **chosen)
    assert standing(edition) == expected


def test_the_more_specific_rule_counts(
    edition: Edition, county: Organisation, other_county: Organisation
) -> None:
    actions.set_target(edition=edition, minimum=1, each=["place", "day"])
    actions.set_target(edition=edition, minimum=3, each=["day"], place=county)
    actions.set_target(edition=edition, minimum=0, place=county, day=date(2021, 5, 28))
    found = standing(edition)
    assert (found["叶县教育体育 · 5 月 22 日"], found["宝丰县教育体 · 5 月 22 日"]) == ((0, 3), (0, 1))
    assert "叶县教育体育 · 5 月 28 日" not in found
    assert len(found) == 13


def test_default_rules_once(edition: Edition, county: Organisation, other_county: Organisation) -> None:
    assert actions.ensure_default_targets(edition=edition) == 3
    assert actions.ensure_default_targets(edition=edition) == 0
    assert len(standing(edition)) == 2 * (7 + 5)  # no schools here
    actions.remove_targets(edition=edition, ids=Target.objects.values_list("pk", flat=True))
    assert actions.ensure_default_targets(edition=edition) == 0
    assert standing(edition) == {}


def test_rules_are_spelled_out_and_changed_one_by_one(
    edition: Edition, county: Organisation, other_county: Organisation
) -> None:
    assert actions.spell_out_target(edition=edition, minimum=2, each=["place"]) == 2
    first, second = Target.objects.order_by("-place__code")  # yexian, baofeng
    numbers = {first.pk: (5, 3), second.pk: (2, 1)}
    assert actions.change_targets(edition=edition, numbers=numbers) == 1
    assert standing(edition) == {"叶县教育体育": (0, 5), "宝丰县教育体": (0, 2)}


def test_taken_away_and_put_back(edition: Edition, county: Organisation) -> None:
    kept = actions.set_target(edition=edition, minimum=1, place=county)
    gone = actions.set_target(edition=edition, minimum=2, each=["day"])
    assert actions.remove_targets(edition=edition, ids=[gone.pk]) == [gone.pk]
    assert list(queries.targets(edition)) == [kept]
    with pytest.raises(CoverageError, match="选中"):
        actions.remove_targets(edition=edition, ids=[gone.pk])
    assert actions.restore_targets(edition=edition, ids=[gone.pk]) == 1
    assert set(queries.targets(edition)) == {kept, gone}
    with pytest.raises(CoverageError, match="恢复过"):
        actions.restore_targets(edition=edition, ids=[gone.pk])


def test_what_makes_no_sense_is_refused(edition: Edition, city: Organisation, tagged: Tag) -> None:
    theme = ThemeDay.objects.get()
    wrong = [
        ({"day": date(2021, 6, 1)}, [], "day"), ({"place": city}, [], "place"), ({"host": city}, [], "host"),
        ({"theme": theme}, ["day"], "theme"),
    ]  # fmt: skip
    for facts, each, field in wrong:
        with pytest.raises(CoverageError) as caught:
            actions.set_target(edition=edition, minimum=1, each=each, **facts)
        assert caught.value.field == field
    assert not Target.objects.exists()


def test_gaps_are_grouped_the_most_urgent_first(
    edition: Edition, county: Organisation, other_county: Organisation, tagged: Tag
) -> None:
    actions.set_target(edition=edition, minimum=3, each=["place"], weight=1)
    actions.set_target(edition=edition, minimum=1, each=["day"], weight=5)
    wants = queries.wants(queries.targets(edition), queries.Facts(edition))
    groups = urgent_first(queries.gaps(queries.standing(edition, wants)))
    assert [(group.target.label, len(group.gaps)) for group in groups] == [("每天", 5), ("每个县市区", 2)]
    assert [gap.text for gap in groups[1].gaps] == [
        "现有 0 场，目标 3 场，还差 3 场", "现有 2 场，目标 3 场，还差 1 场",
    ]  # fmt: skip
    assert groups[0].text == "5 处没有达到，共差 5 场"


def test_the_page_adds_changes_removes_and_undoes(
    edition: Edition, county: Organisation, lin: User, sign_in
) -> None:
    client: Client = sign_in(lin)
    home = "/desk/coverage/targets/"
    assert client.post(home, {"place": "*", "day": "*", "minimum": "1", "weight": "3"}).status_code == 302
    rule = Target.objects.get()
    assert rule.each == ("place", "day")
    assert "每个县市区 · 每天" in client.get(home).content.decode()
    answer = client.post(f"{home}save/", {f"min-{rule.pk}": "x", f"weight-{rule.pk}": "9"})
    assert answer.status_code == 422
    assert 'value="x"' in answer.content.decode()
    client.post(f"{home}save/", {f"min-{rule.pk}": "2", f"weight-{rule.pk}": "9"})
    rule.refresh_from_db()
    assert (rule.minimum, rule.weight) == (2, 9)
    undo = client.post(f"{home}remove/", {"pick": rule.pk}).headers["Location"]
    assert undo == f"{home}?undo={rule.pk}"
    page = client.get(undo).content.decode()
    assert "去掉了 1 个目标" in page
    assert "撤销" in page
    client.post(f"{home}restore/", {"pick": rule.pk})
    assert list(queries.targets(edition)) == [rule]


def test_a_wrong_target_keeps_what_was_typed(
    edition: Edition, county: Organisation, tagged: Tag, lin: User, sign_in
) -> None:
    typed = {"theme": "*", "day": "*", "minimum": "7", "weight": "3"}
    answer = sign_in(lin).post("/desk/coverage/targets/", typed)
    page = answer.content.decode()
    assert (answer.status_code, "日期和主题日请只选一样" in page, 'value="7"' in page) == (422, True, True)
    assert not Target.objects.exists()


def test_a_county_sets_no_targets(edition: Edition, zhou: User, sign_in) -> None:
    assert sign_in(zhou).get("/desk/coverage/targets/").status_code == 404
    assert sign_in(zhou).post("/desk/coverage/targets/remove/", {"pick": "1"}).status_code == 404
