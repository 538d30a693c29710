"""A visitor's card of stamps: opening it, and giving the gift for a full one, once."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.booking import queries
from skillweek.booking.models import Booking, StampCard
from skillweek.booking.rules import BookingError
from skillweek.booking.rules.stamps import NoCard, no_gift
from skillweek.common import clock


class NotYourCard(BookingError):
    """``by`` gives out no gifts in this city."""

    code = "not-yours"
    status = 404


@transaction.atomic
def open_card(*, booking: Booking) -> StampCard:
    """The card of the number of a visit; twice is the same card. Raises NoCard unless its people came."""
    if not queries.card_opens(booking):
        raise NoCard(_("到场以后才有集章卡"))
    edition = booking.session.activity.edition
    card, _made = StampCard.objects.get_or_create(
        edition=edition, phone_index=booking.phone_index,
        defaults={"city_id": booking.city_id, "created_at": clock.now(), "retention_until": edition.retention_until},
    )  # fmt: skip
    return card


@transaction.atomic
def give_gift(*, card: StampCard, by: User) -> StampCard:
    """Note that the gift of a full card was given out; a second time it is refused."""
    if not queries.cards_at_desk(by).filter(pk=card.pk).exists():
        raise NotYourCard(_("没有这张集章卡"))
    held = StampCard.objects.select_for_update(of=("self",)).select_related("edition").get(pk=card.pk)
    if refused := no_gift(queries.progress_of(held, queries.stamps(held)), held.given_at is not None):
        raise refused
    held.given_at, held.given_by = clock.now(), by
    held.save(update_fields=["given_at", "given_by"])
    return held
