"""Cards of stamps: one stamp per session somebody came to, what is missing, the next stop, one gift."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.actions import book_visit, check_in, give_gift, open_card, set_places
from skillweek.booking.actions.stamps import NotYourCard
from skillweek.booking.models import Booking, Policy, StampCard
from skillweek.booking.rules.stamps import Goal, NoCard, progress
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.programme.models import Session
from skillweek.programme.tests.factories import make_activity, make_session


@pytest.fixture
def goal(edition: Edition) -> Policy:
    """Two stamps, from two places."""
    return Policy.objects.create(edition=edition, stamps_needed=2, stamp_places=2, stamp_kinds=1)


def come(booking: Booking, by: User, nonce: str = "n1") -> Booking:
    check_in(booking=booking, by=by, nonce=nonce)
    booking.refresh_from_db()
    return booking


@pytest.fixture
def came(goal: Policy, booking: Booking, men: User) -> Booking:
    return come(booking, men)


@pytest.fixture
def elsewhere(other_school: Organisation, edition: Edition, now: datetime) -> Session:
    """A session in another county, today."""
    made = make_session(
        make_activity(other_school, edition, title="示例-焊接体验", audiences=()),
        starts=now + timedelta(hours=4),
    )  # fmt: skip
    set_places(session=made, places=3, by=None)
    return made


def words(card: StampCard) -> list[str]:
    return queries.progress_of(card, queries.stamps(card)).missing


def test_progress_counts_places_and_kinds() -> None:
    assert progress([1, 1, 1], ["a", "a", "a"], Goal(4, 2, 2)).missing == [
        "还差 1 个章", "还要去 1 个没去过的县（市、区）", "还要参加 1 类没参加过的活动",
    ]  # fmt: skip
    assert progress([1, 2], ["a", "a"], Goal(2, 2, 1)).full


def test_a_card_opens_for_who_came_and_is_one_per_number(
    came: Booking, wish: dict[str, Any], session: Session
) -> None:
    card = open_card(booking=came)
    assert open_card(booking=came) == card
    assert [one.session for one in queries.stamps(card)] == [session]
    assert words(card) == ["还差 1 个章", "还要去 1 个没去过的县（市、区）"]
    stranger = book_visit(**wish | {"phone": "13900000078"})
    with pytest.raises(NoCard):
        open_card(booking=stranger)
    Policy.objects.update(stamps_needed=0)
    came.session.activity.edition.refresh_from_db()
    with pytest.raises(NoCard):
        open_card(booking=came)
    assert StampCard.objects.count() == 1


def test_the_card_names_the_next_stop(
    came: Booking, elsewhere: Session, session: Session, now: datetime
) -> None:
    near = make_session(
        make_activity(session.activity.owner, session.activity.edition), starts=now + timedelta(hours=3)
    )
    full = make_session(near.activity, starts=now + timedelta(hours=2))
    set_places(session=near, places=5, by=None)
    set_places(session=full, places=0, by=None)
    card = open_card(booking=came)
    found = queries.stamps(card)
    assert queries.next_stops(card, found, queries.progress_of(card, found)) == [elsewhere, near]
    Policy.objects.update(stamp_places=1)
    assert queries.next_stops(card, found, queries.progress_of(card, found)) == [near, elsewhere]


def test_the_gift_is_given_once_for_a_full_card(
    came: Booking,
    elsewhere: Session,
    men: User,
    wu: User,
    lin: User,
    wish: dict[str, Any],
    city: Organisation,
) -> None:
    card = open_card(booking=came)
    with pytest.raises(NoCard, match="还没有集满：还差 1 个章，还要去 1 个"):
        give_gift(card=card, by=men)
    come(book_visit(**wish | {"session": elsewhere, "audience": None}), wu, "n2")
    give_gift(card=card, by=men)
    with pytest.raises(NoCard, match="已经发过了"):
        give_gift(card=card, by=wu)
    card.refresh_from_db()
    assert (card.given_by, card.given_at is not None) == (men, True)
    events = StampCard.pgh_event_model.objects.filter(pgh_obj_id=card.pk)  # type: ignore[attr-defined]  # pghistory
    assert list(events.order_by("pgh_id").values_list("given_by", flat=True)) == [None, men.pk]


def test_strangers_give_no_gifts(came: Booking, zhao: User, sign_in: Any, client: Client) -> None:
    card = open_card(booking=came)
    with pytest.raises(NotYourCard):
        give_gift(card=card, by=zhao)
    assert sign_in(zhao).get("/desk/cards/").status_code == 404
    assert sign_in(zhao).post(f"/desk/cards/{card.code}/give/").status_code == 404
    assert client.get(f"/card/{card.code}/").status_code == 404


def test_the_pages(
    came: Booking, elsewhere: Session, men: User, wu: User, wish: dict[str, Any], client: Client, sign_in: Any
) -> None:
    receipt = f"/bookings/{queries.token(came)}/"
    assert "看我的集章卡" in client.get(receipt).content.decode()
    opened = client.post(f"{receipt}card/")
    card = StampCard.objects.get()
    address = f"/card/{queries.card_token(card)}/"
    assert (opened["Location"], client.cookies["my_card"].value) == (address, queries.card_token(card))
    page = client.get(address).content.decode()
    assert ("集章卡：1 / 2" in page, "还差 1 个章" in page, "示例-焊接体验" in page) == (True, True, True)
    assert ("陈示例" in page, "1390000" in page) == (False, False)
    assert client.get(f"{address}certificate/")["Location"] == address
    assert f'href="{address}"' in client.get("/my-week/").content.decode()
    assert f'href="{address}"' not in Client().get("/my-week/").content.decode()
    desk = sign_in(men)
    assert "还没有集满" in desk.get("/desk/cards/", {"code": card.code.lower()}).content.decode()
    come(book_visit(**wish | {"session": elsewhere, "audience": None}), wu, "n2")
    paper = client.get(f"{address}certificate/").content.decode()
    assert ("走进 2 个县（市、区），参加了 2 场活动" in paper, card.code in paper, "陈" in paper) == (
        True,
        True,
        False,
    )
    assert "集满了，还没有领" in desk.get("/desk/cards/", {"code": card.code}).content.decode()
    gave = desk.post(f"/desk/cards/{card.code}/give/")
    assert gave["Location"] == f"/desk/cards/?code={card.code}"
    assert "已经发过" in desk.get(gave["Location"]).content.decode()
    assert desk.get("/desk/cards/", {"code": "NOSUCHCARD"}).status_code == 422
    assert desk.get("/desk/cards/", {"code": ""}).status_code == 422
    assert "纪念品已在" in client.get(address).content.decode()
