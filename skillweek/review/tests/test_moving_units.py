"""A unit under another one: what waits is decided first, on the way on which it was submitted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.library.sheets import SheetRow
from skillweek.organisations import queries
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries.sheets import plan_sheet
from skillweek.organisations.rules import Right
from skillweek.review import actions
from skillweek.review.queries import waiting_for

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("now")


def test_moving_a_school(
    school: Organisation, county: Organisation, other_county: Organisation, he: User, zhou: User, lin: User,
    venue: Any, sign_in: SignIn,
) -> None:  # fmt: skip
    review = actions.submit(target=venue, kind="venue", title="实训楼", owner=school, by=he)
    client = sign_in(lin)
    refused = client.post("/desk/units/school-a/move/", {"parent": "baofeng"})
    assert (refused.status_code, Organisation.objects.get(pk=school.pk).parent) == (422, county)
    assert "等待审核的内容（1）" in refused.text
    actions.send_back(review=review, by=zhou, reason="先划转")
    for _ in range(2):
        assert client.post("/desk/units/school-a/move/", {"parent": "baofeng"}).status_code == 302
    assert Organisation.objects.get(pk=school.pk).parent == other_county
    assert queries.has_right(zhou, Right.SEE, school) is False
    school.refresh_from_db()
    again = actions.submit(target=venue, kind="venue", title="实训楼", owner=school, by=he)
    assert (again.waiting_at, list(waiting_for(zhou))) == (county.parent, [])  # 宝丰 has no officer


def test_a_move_waits_for_reviews(
    school: Organisation, other_county: Organisation, venue: Any, he: User, zhou: User, lin: User
) -> None:
    actions.submit(target=venue, kind="venue", title="x", owner=school, by=he)
    row = SheetRow(2, {"code": "school-a", "name": school.name, "parent": "baofeng"})
    (line,) = plan_sheet(lin, "units", [row]).lines
    assert (line.fate, [key for key, _said in line.problems]) == ("wrong", ["parent"])
