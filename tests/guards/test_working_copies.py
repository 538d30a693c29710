"""A working copy is never counted and never public: whatever anybody asks, the answer is the same with and without."""

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, OneToOneField
from django.test import Client
from python_calamine import CalamineWorkbook

from skillweek.accounts.models import User
from skillweek.booking.actions import set_places
from skillweek.booking.queries import settable_by
from skillweek.common import registry
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Audience, Edition
from skillweek.plan.queries.parts import all_parts, lying_outside
from skillweek.programme import actions, queries
from skillweek.programme.models import Activity, Session
from skillweek.programme.queries.exporting import programme_sheet
from skillweek.programme.queries.import_facts import kept_facts
from skillweek.programme.queries.revisions import PARTS, SESSION_PARTS
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.review import queries as reviews
from skillweek.volunteering.queries import writable

PAGES = (
    "/", "/places/", "/sitemap.xml", "/api/v1/activities", "/api/v1/sessions", "/search/?q=修改稿", "/search/?q=维修",
)  # fmt: skip


def _coverage(officer: User) -> str:
    """The matrix as an officer sees it, without what differs from one request to the next."""
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/desk/coverage/")
    assert answer.status_code == 200
    return re.sub(r'X-CSRFToken": "\w+"|value="\w{64}"|nonce="[^"]+"', "", answer.content.decode())


def _public(edition: Edition) -> dict[str, Any]:
    """What visitors and machines get."""
    client = Client()
    pages = {page: client.get(page, follow=True) for page in PAGES}
    assert {page: answer.status_code for page, answer in pages.items()} == dict.fromkeys(PAGES, 200)
    day = client.get(f"/days/{edition.starts + timedelta(days=2)}/", follow=True)
    return {page: answer.content for page, answer in pages.items()} | {"day": day.content}


def _counted(edition: Edition) -> dict[str, Any]:
    """What rooms tell each other: measures, evidence, search, parts of an edition, what stands in the way of a move."""
    found: dict[str, Any] = {}
    for key, measure in registry.measures.items():
        found[f"measure {key}"] = measure(edition)
    for key, evidence in registry.evidence.items():
        for parameter in ("", *(code for code, _label in evidence.parameters(edition))):
            found[f"evidence {key} {parameter}"] = evidence.count(edition, parameter)
    for key, search in registry.search.items():
        found[f"search {key}"] = [entry.title for entry in search(edition, ["修改稿", "维修"])]
    for key, part in all_parts().items():
        found[f"part {key}"] = part.count(edition)
    return found | {"outside": lying_outside(edition, date(2021, 6, 1), date(2021, 6, 7))}


def _asked(edition: Edition, user: User, owner: Organisation) -> dict[str, Any]:
    """What queries of several rooms give."""
    lists = {
        "published": queries.published(edition), "shown": queries.shown(edition),
        "public sessions": queries.public_sessions(edition), "announced": queries.announced_sessions(edition),
        "occupying": queries.occupying_sessions(edition), "standing": queries.standing_sessions(),
        "desk": queries.of_desk(user), "settable": settable_by(user), "service points": writable(user),
    }  # fmt: skip
    kept = kept_facts(edition, [owner.pk], [])
    sheet = programme_sheet(Activity.objects.all(), edition)
    return {name: sorted(rows.values_list("pk", flat=True)) for name, rows in lists.items()} | {
        "sheet": CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python(),
        "import": (sorted(kept.by_code), sorted(kept.by_title)),
        "states": queries.state_counts(queries.of_desk(user)),
    }  # fmt: skip


@pytest.mark.parametrize("state", Activity.State.values)
def test_no_answer_changes(
    state: str,
    now: datetime,
    edition: Edition,
    school: Organisation,
    venue: Venue,
    he: User,
    zhou: User,
    lin: User,
) -> None:
    public = make_activity(school, edition, kind="service", title="家电维修")
    session = make_session(public, starts=now + timedelta(days=1), venue=venue)
    set_places(session=session, places=10, by=he)

    def answers() -> dict[str, Any]:
        return _public(edition) | _counted(edition) | _asked(edition, he, school) | {"matrix": _coverage(lin)}

    before = answers()
    copy = actions.revise_activity(activity=public, by=he)
    actions.edit_activity(activity=copy, by=he, title="修改稿的维修", highlight=True,
                          audiences=Audience.objects.filter(edition=edition))  # fmt: skip
    actions.add_session(
        activity=copy, starts=now + timedelta(days=2), ends=now + timedelta(days=2, hours=1), venue=venue
    )
    rows = Activity.objects.filter(pk=copy.pk)
    if state == Activity.State.PUBLISHED:  # the database itself refuses that
        with (
            pytest.raises(IntegrityError, match="activity_working_copy_is_never_public"),
            transaction.atomic(),
        ):
            rows.update(state=state, published_at=now)
    else:
        rows.update(state=state)
    after = answers()
    assert {name: after[name] for name in after if after[name] != before[name]} == {}
    assert Session.objects.filter(activity=copy).count() == 2


def test_a_draft_copy_waits_in_no_pile(
    now: datetime, edition: Edition, school: Organisation, venue: Venue, he: User, zhou: User
) -> None:
    public = make_activity(school, edition)
    make_session(public, starts=now + timedelta(days=1), venue=venue)
    copy = actions.revise_activity(activity=public, by=he)
    assert [
        rows.rows.count() for provider in [dict(registry.inbox.items())["drafts"]] for rows in provider(he)
    ] == [0]
    actions.submit_activity(
        activity=copy, by=he
    )  # once submitted it waits at the officer, as everything does
    review = reviews.of(copy)
    assert review is not None
    assert review.waiting_at == school.parent


def test_everything_that_hangs_on_an_activity_travels() -> None:
    """A new model beside an activity must say whether working copies and copies take it along."""
    apart = {"Session", "Autosave", "Activity"}
    for parent, known in ((Activity, PARTS), (Session, SESSION_PARTS)):
        hanging = {
            model for model in apps.get_app_config("programme").get_models()
            if not model.__name__.endswith("Event")
            for field in model._meta.concrete_fields
            if isinstance(field, ForeignKey | OneToOneField) and field.related_model is parent
        }  # fmt: skip
        assert {model.__name__ for model in hanging} - apart == {model.__name__ for model in known}
