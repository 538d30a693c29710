"""Laying, changing and ending duties, and moving them with the edition's dates."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries
from skillweek.plan.models import Anchor, Clause, Duty, Edition
from skillweek.plan.tests.factories import make_duty

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("now")
FACTS: dict[str, Any] = {
    "title": "至少一场校园体验日", "evidence": "activities", "parameter": "campus", "minimum": 1,
    "due": date(2021, 5, 28), "anchor": "", "offset_days": 0,
}  # fmt: skip
TYPED = {
    "clause": "3.4", "title": "至少一场校园体验日", "evidence": "activities:campus", "minimum": "1", "when": "fixed",
    "due": "2021-05-28", "anchor": "starts", "side": "after", "days": "",
}  # fmt: skip


@pytest.fixture
def clause(edition: Edition) -> Clause:
    return Clause.objects.create(edition=edition, path="3.4", number="三（四）", heading="校园体验日")


def rows() -> list[tuple[Any, ...]]:
    return list(Duty.objects.order_by("pk").values_list(
        "organisation__code", "title", "minimum", "due", "anchor", "offset_days", "laid_by__code", "ended_at"
    ))  # fmt: skip


def test_laid_once_and_changed_only_when_asked(
    clause: Clause, city: Organisation, school: Organisation, other_school: Organisation, lin: User
) -> None:
    def lay(*units: Organisation, update: bool = False, **facts: Any) -> actions.Laid:
        return actions.lay_duties(
            clause=clause, issuer=city, organisations=units, by=lin, facts=FACTS | facts, update=update
        )

    assert lay(school) == (1, 0, 0)
    before = rows()
    assert before == [
        ("school-a", "至少一场校园体验日", 1, date(2021, 5, 28), "", 0, "pds", None),
    ]  # fmt: skip
    assert lay(school, title="别的话") == (0, 0, 1)
    assert rows() == before
    assert lay(school, other_school, title="两场", minimum=2, update=True) == (1, 1, 0)
    assert [row[:3] for row in rows()] == [("school-a", "两场", 2), ("school-b", "两场", 2)]
    assert [len(history(duty)) for duty in Duty.objects.order_by("pk")] == [2, 1]


def test_a_county_lays_on_its_own_schools_and_on_no_others(
    clause: Clause, county: Organisation, school: Organisation, other_school: Organisation, zhou: User, lin: User,
    he: User,
) -> None:  # fmt: skip
    facts: dict[str, Any] = {"clause": clause, "issuer": county, "facts": FACTS}
    assert actions.lay_duties(**facts, organisations=[school, county], by=zhou) == (2, 0, 0)
    before = rows()
    for units, person, sentence in (
        ([other_school], zhou, "所选单位里有不归本单位管理的单位"),
        ([], zhou, "请至少选择一个单位"),
        ([school], he, "您不能以这个单位的名义布置任务"),
    ):
        with pytest.raises(actions.DutyError, match=sentence):
            actions.lay_duties(**facts, organisations=units, by=person)
    for evidence, parameter in (("nothing", ""), ("activities", "nothing")):
        wrong = FACTS | {"evidence": evidence, "parameter": parameter}
        with pytest.raises(actions.DutyError, match="认定依据"):
            actions.lay_duties(clause=clause, issuer=county, facts=wrong, organisations=[school], by=zhou)
    assert rows() == before


def test_what_the_city_laid_a_county_may_not_change_or_end(
    clause: Clause, edition: Edition, city: Organisation, county: Organisation, school: Organisation, zhou: User,
    lin: User,
) -> None:  # fmt: skip
    actions.lay_duties(clause=clause, issuer=city, organisations=[school], by=lin, facts=FACTS)
    plain = make_duty(edition, school, path="3.2")  # laid by nobody in particular: by the city
    before = rows()
    kept = actions.lay_duties(
        clause=clause,
        issuer=county,
        organisations=[school],
        by=zhou,
        facts=FACTS | {"minimum": 9},
        update=True,
    )
    assert kept == (0, 0, 1)
    for duty in Duty.objects.all():
        with pytest.raises(actions.DutyError, match="只有布置任务的单位"):
            actions.end_duties(duties=[duty], by=zhou)
        with pytest.raises(actions.DutyError, match="只有布置任务的单位"):
            actions.edit_duties(duties=[duty], by=zhou, facts=FACTS)
    assert rows() == before
    assert queries.duties_managed_by(zhou).count() == 0
    assert actions.end_duties(duties=[plain], by=lin) == 1


def test_an_ended_duty_is_owed_no_more_until_it_is_laid_again(
    clause: Clause, edition: Edition, city: Organisation, school: Organisation, lin: User
) -> None:
    laid: dict[str, Any] = {"clause": clause, "issuer": city, "organisations": [school], "by": lin}
    actions.lay_duties(**laid, facts=FACTS)
    duty = Duty.objects.get()
    assert actions.end_duties(duties=[duty], by=lin) == 1
    assert queries.board(edition, [school]).rows == []
    assert queries.states_of(edition, [school]) == []
    for step in (
        lambda: actions.end_duties(duties=[duty], by=lin),
        lambda: actions.edit_duties(duties=[duty], by=lin, facts=FACTS),
        lambda: actions.waive_duty(duty=duty, by=lin, reason="停课"),
    ):
        with pytest.raises(actions.DutyError, match="已经停止"):
            step()
    assert actions.lay_duties(**laid, facts=FACTS | {"minimum": 3}) == (1, 0, 0)
    assert [(row[2], row[-1]) for row in rows()] == [(3, None)]
    assert queries.board(edition, [school]).figures.total == 1


def test_dates_that_follow_the_edition_move_with_it(
    edition: Edition,
    clause: Clause,
    city: Organisation,
    school: Organisation,
    other_school: Organisation,
    lin: User,
) -> None:
    fixed = make_duty(edition, school, path="3.2")
    for anchor, days in ((Anchor.STARTS, -3), (Anchor.ENDS, 0), (Anchor.DEADLINE, 2)):
        actions.lay_duties(
            clause=clause, issuer=city, organisations=[school], by=lin,
            facts=FACTS | {"anchor": anchor, "offset_days": days, "due": None, "parameter": {
                "starts": "campus", "ends": "online", "deadline": "service"}[anchor]},
        )  # fmt: skip
    following = Duty.objects.exclude(pk=fixed.pk).order_by("pk")
    assert list(following.values_list("due", flat=True)) == [
        date(2021, 5, 19), date(2021, 5, 28), date(2021, 6, 4),
    ]  # fmt: skip
    assert actions.redate(edition) == 0
    edition.starts, edition.ends, edition.deadline = date(2021, 6, 5), date(2021, 6, 11), date(2021, 6, 2)
    edition.save()
    assert actions.redate(edition) == 2
    assert list(following.values_list("due", flat=True)) == [
        date(2021, 6, 2), date(2021, 6, 11), date(2021, 6, 4),
    ]  # fmt: skip
    fixed.refresh_from_db()
    assert fixed.due == date(2021, 5, 28)


def test_pages_from_what_to_whom_to_a_look_before_it_is_laid(
    clause: Clause,
    school: Organisation,
    other_school: Organisation,
    county: Organisation,
    lin: User,
    sign_in: SignIn,
) -> None:
    client, address = sign_in(lin), "/desk/duties/lay/"
    assert client.get(address).templates[0].name == "plan/lay_what.html"
    wrong = client.get(address, TYPED | {"due": ""})
    assert (wrong.status_code, "请写截止日期" in wrong.content.decode()) == (422, True)
    far = client.get(address, TYPED | {"due": "9999-12-31"})
    assert (far.status_code, "请检查年份" in far.content.decode()) == (422, True)
    assert client.get(address, TYPED).templates[0].name == "plan/lay_whom.html"
    assert client.get(address, TYPED | {"whom": "1"}).status_code == 422
    chosen = TYPED | {"whom": "1", "groups": ["schools"], "units": ["yexian"]}
    look = client.get(address, chosen)
    assert [(unit.code, has) for unit, has in look.context["units"]] == [
        ("school-a", False), ("school-b", False), ("yexian", False),
    ]  # fmt: skip
    assert rows() == []
    done = client.post(address, chosen)
    assert (done.status_code, done.headers["Location"]) == (302, "/desk/duties/clauses/3.4/")
    assert [row[0] for row in rows()] == ["school-a", "school-b", "yexian"]
    again = client.get(address, chosen)
    assert (again.context["new"], again.context["have"]) == (0, 3)


def test_pages_that_change_and_end_one_or_all(
    edition: Edition, school: Organisation, other_school: Organisation, lin: User, zhou: User, sign_in: SignIn
) -> None:
    first, second = make_duty(edition, school), make_duty(edition, other_school)
    typed = {
        "title": "两场",
        "minimum": "2",
        "when": "follow",
        "anchor": "ends",
        "side": "before",
        "days": "1",
    }
    client = sign_in(lin)
    assert client.post(f"/desk/duties/{first.pk}/edit/", typed | {"title": ""}).status_code == 422
    far = client.post(f"/desk/duties/{first.pk}/edit/", typed | {"when": "fixed", "due": "2121-05-28"})
    assert (far.status_code, "请检查年份" in far.content.decode()) == (422, True)
    assert client.post(f"/desk/duties/{first.pk}/edit/", typed).status_code == 302
    assert [row[1:4] for row in rows()] == [
        ("两场", 2, date(2021, 5, 27)), ("至少一场校园体验日", 1, date(2021, 5, 28)),
    ]  # fmt: skip
    assert client.post(f"/desk/duties/{first.pk}/edit/", typed | {"everyone": "on"}).status_code == 302
    assert [row[4:6] for row in rows()] == [("ends", -1), ("ends", -1)]
    stranger = sign_in(zhou)
    assert stranger.post(f"/desk/duties/{first.pk}/end/", {"everyone": "on"}).status_code == 404
    assert client.post(f"/desk/duties/{first.pk}/end/").status_code == 302
    assert [row[-1] is None for row in rows()] == [False, True]
    assert client.post(f"/desk/duties/{second.pk}/end/", {"everyone": "on"}).status_code == 302
    assert [row[-1] is None for row in rows()] == [False, False]
    assert "已停止" in client.get("/desk/duties/at/school-a/3.4/").content.decode()
