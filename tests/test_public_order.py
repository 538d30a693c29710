"""What the public page says of a ceremony does not change silently: the log tells it, and those who follow."""

from datetime import datetime, time

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.ceremonies import actions as ceremonies
from skillweek.ceremonies.models import Ceremony
from skillweek.ceremonies.tests.factories import make_ceremony, make_item
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.schedule import actions
from skillweek.schedule.models import Change
from skillweek.schedule.queries import anything, latest, pending


@pytest.fixture
def ceremony(now: datetime, county: Organisation, edition: Edition, venue: Venue, zhou: User) -> Ceremony:
    """Three items, of which the first is nobody's business; released."""
    made = make_ceremony(county, edition, venue)
    make_item(made, "试声", 20)
    make_item(made, "鼓队", 10, public_title="鼓队开场")
    make_item(made, "致辞", 10, public_title="致辞")
    assert actions.release(edition=edition, by=None).version.number
    return made


def _pending(edition: Edition) -> list[tuple[str, str]]:
    last = latest(edition)
    assert last is not None
    return [(line.kind, line.note) for line in pending(edition, last.number).lines]


@pytest.mark.parametrize("change", ["words", "longer before", "order", "gone", "begin", "live", "fixed"])
def test_a_change_of_what_is_public_is_told(ceremony: Ceremony, edition: Edition, change: str) -> None:
    quiet, drums, speech = ceremony.items.all()
    match change:
        case "words":
            ceremonies.edit_item(item=drums, public_title="学生鼓队")
        case "longer before":
            ceremonies.edit_item(item=quiet, minutes=25)
        case "order":
            ceremonies.move_item(item=speech, by=-1)
        case "gone":
            ceremonies.remove_item(item=speech)
        case "begin":
            ceremonies.set_begin(ceremony=ceremony, run_starts=time(8, 30))
        case "live":
            ceremonies.set_links(ceremony=ceremony, live_url="https://live.example.invalid/1")
        case "fixed":
            ceremonies.edit_item(item=speech, fixed=time(9, 40))
    assert _pending(edition) == [("revised", "text")]
    assert actions.release(edition=edition, by=None).version.number
    assert list(Change.objects.values_list("kind", "activity", "note")) == [
        ("revised", ceremony.activity_id, "text")
    ]


def test_what_nobody_sees_makes_no_version(ceremony: Ceremony, edition: Edition) -> None:
    quiet, drums, speech = ceremony.items.all()
    ceremonies.edit_item(item=quiet, title="音响试声", cue="灯光暗", who="示例-音响师")
    ceremonies.edit_item(item=drums, note="走西侧")
    ceremonies.edit_item(item=speech, minutes=30)
    ceremonies.arrange(ceremony=ceremony, parking="广场北侧")
    last = latest(edition)
    assert last is not None
    assert not anything(edition, last.number)


def test_the_desk_says_so_once_it_is_public(ceremony: Ceremony, client: Client, zhou: User, sign_in) -> None:
    page = f"/desk/ceremonies/{ceremony.activity_id}/show/"
    assert "会写进变更公告" in sign_in(zhou).get(page).content.decode()
    ceremony.activity.__class__.objects.filter(pk=ceremony.activity_id).update(
        state="approved", published_at=None
    )
    assert "会写进变更公告" not in sign_in(zhou).get(page).content.decode()
