"""Wherever one stands at the desk, the navigation marks one entry: that which governs the page."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from skillweek.accounts.models import User
from skillweek.desk.rules import NAV
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from tests.guards.matrix import MATRIX
from tests.guards.world import World, build

#: pages that belong to the desk as a whole: they lie under its first entry
HOME = {"desk:home", "desk:late", "desk:late_unit", "review:many"}
#: pages whose entry is another than their room's own
GOVERNED = {
    "programme:spending": "programme:permits", "programme:crowds": "programme:permits",
    "programme:new_crowd_rule": "programme:permits", "programme:end_crowd_rule": "programme:permits",
    "organisations:venue": "organisations:desk", "organisations:venue_windows": "organisations:desk",
    "desk:history": "desk:journal", "booking:gains_without": "booking:gains", "booking:fair": "booking:fairs",
    "booking:employer_answer": "booking:fairs",
    "booking:survey_activity": "booking:survey_results",
    "booking:gate_devices": "booking:gate", "booking:incidents": "booking:gate", "booking:absences": "booking:gate",
}  # fmt: skip
SIDE = re.compile(r'<nav aria-label="工作台">.*?</nav>', re.S)
CURRENT = re.compile(r'<a href="([^"]+)"[^>]* aria-current="page"')


@pytest.fixture
def world(
    now: datetime, school: Organisation, edition: Edition, venue: Venue,
    wu: User, he: User, zhou: User, lin: User, men: User,
) -> World:  # fmt: skip
    people = {"anonymous": None, "wu": wu, "he": he, "zhou": zhou, "lin": lin, "men": men}
    return build(people, school, edition, venue)


def _marked(world: World, person: str) -> dict[str, list[str]]:
    """Names of desk pages that ``person`` can open > addresses that the navigation marks there."""
    client, found = Client(), {}
    client.force_login(world.people[person], backend="django.contrib.auth.backends.ModelBackend")
    for name, access in MATRIX.items():
        if access.method != "get" or person not in access.who:
            continue
        with translation.override("zh-hans"):
            address = reverse(name, args=access.args(world))
        answer = client.get(address)
        for closer in answer._resource_closers:
            closer()
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        side = SIDE.search(answer.content.decode()) if html and answer.status_code == 200 else None
        if side is not None:
            found[name] = CURRENT.findall(side[0])
    return found


@pytest.mark.parametrize("person", ["lin", "zhou", "he"])
def test_one_entry_is_marked_on_every_desk_page(person: str, world: World) -> None:
    marked = _marked(world, person)
    assert {name: urls for name, urls in marked.items() if len(urls) != 1} == {}
    assert len(marked) > 60


def test_the_entry_is_the_right_one(world: World) -> None:
    names = {reverse(item.url_name): item.url_name for item in NAV}
    marked = {name: names[urls[0]] for name, urls in _marked(world, "lin").items()}
    assert {name: marked[name] for name in GOVERNED} == GOVERNED
    assert {name for name, entry in marked.items() if entry == "desk:home"} == HOME & set(marked)
