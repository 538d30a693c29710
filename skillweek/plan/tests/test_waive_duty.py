"""Waivers: by the unit above, for a reason, counted as done, and ended again."""

from collections.abc import Callable

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, providers, queries
from skillweek.plan.models import Edition, Waiver
from skillweek.plan.tests.factories import make_duty

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("now")


def waivers() -> list[tuple[str, str, bool]]:
    return [(one.reason, str(one.by), one.ended_at is None) for one in Waiver.objects.order_by("pk")]


def test_the_unit_above_waives_and_ends_it_again(
    edition: Edition, school: Organisation, zhou: User, he: User
) -> None:
    duty = make_duty(edition, school)
    waiver = actions.waive_duty(duty=duty, by=zhou, reason=" 校舍搬迁 ")
    assert waivers() == [("校舍搬迁", "周示例", True)]
    (one,) = queries.states_of(edition, [school])
    assert (one.state, one.done, one.missing, one.waiver) == ("waived", True, 0, waiver)
    assert queries.board(edition, [school]).figures == queries.Cell(waived=1)
    assert queries.board(edition, [school]).figures.done == 1
    assert providers.duties(he) == []
    with pytest.raises(actions.DutyError, match="已经免除了"):
        actions.waive_duty(duty=duty, by=zhou, reason="再一次")
    actions.end_waiver(duty=duty, by=zhou)
    assert waivers() == [("校舍搬迁", "周示例", False)]
    assert [item.title for item in providers.duties(he)] == [duty.title]
    with pytest.raises(actions.DutyError, match="没有被免除"):
        actions.end_waiver(duty=duty, by=zhou)
    actions.waive_duty(duty=duty, by=zhou, reason="第二次")
    assert waivers() == [("校舍搬迁", "周示例", False), ("第二次", "周示例", True)]
    assert [step.made for step in history(waiver)] == [False, True]


def test_nobody_waives_their_own_duty(
    edition: Edition, city: Organisation, county: Organisation, school: Organisation, zhou: User, he: User, wu: User,
    lin: User,
) -> None:  # fmt: skip
    for unit, person in ((school, he), (school, wu), (county, zhou), (city, lin)):
        duty = make_duty(edition, unit, parameter=str(person.pk))
        with pytest.raises(actions.DutyError, match="只有上级单位"):
            actions.waive_duty(duty=duty, by=person, reason="不想做")
        with pytest.raises(actions.DutyError, match="只有上级单位"):
            actions.end_waiver(duty=duty, by=person)
    with pytest.raises(actions.DutyError, match="理由"):
        actions.waive_duty(duty=make_duty(edition, school), by=zhou, reason="  ")
    assert waivers() == []


def test_pages(
    edition: Edition, school: Organisation, zhou: User, he: User, wu: User, sign_in: SignIn
) -> None:
    duty = make_duty(edition, school)
    address = f"/desk/duties/{duty.pk}/waive/"
    officer = sign_in(zhou)
    for person in (he, wu):
        assert sign_in(person).post(address, {"reason": "不想做"}).status_code == 404
    empty = officer.post(address, {"reason": ""})
    assert (empty.status_code, empty.templates[0].name) == (422, "plan/duty_cell.html")
    assert waivers() == []
    assert officer.post(address, {"reason": "停课"}).status_code == 302
    page = sign_in(he).get("/desk/duties/at/school-a/3.4/").content.decode()
    assert ("停课" in page, "周示例" in page, "已免除" in page) == (True, True, True)
    assert officer.post(f"/desk/duties/{duty.pk}/owe/").status_code == 302
    assert waivers() == [("停课", "周示例", False)]
