"""Telling people about notices: one message per person, in chunks that each are a transaction of their own."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from skillweek.common import clock
from skillweek.common.wording import han_date
from skillweek.messaging.actions import draft, queue_many
from skillweek.messaging.models import Message
from skillweek.messaging.queries import compose
from skillweek.organisations.models import Membership, Organisation
from skillweek.plan.models import Notice, Recipient, Urge
from skillweek.plan.queries import reachable

#: units whose people are told in one transaction
CHUNK = 500


def _facts(notice: Notice) -> dict[str, str]:
    """What every message about ``notice`` may say."""
    request = (
        _("请在 %(day)s前签收。") % {"day": han_date(notice.sign_by, "day")}
        if notice.sign_by
        else _("请阅读后签收。")
    )
    return {
        "issuer": notice.issuer.name, "title": notice.title, "number": notice.number, "request": request,
        "change": notice.change_note,
        "link": settings.SITE_URL + reverse("plan:desk_notice", args=[notice.code]),
    }  # fmt: skip


def text_of(notice: Notice, unit: Organisation, kind: str) -> tuple[str, str]:
    """Subject and body of a message, in the language of the office whatever the reader's."""
    with translation.override(settings.LANGUAGE_CODE):
        values = _facts(notice) | {"unit": unit.name}
        return compose(city_code=notice.edition.city.code, key=kind, values=values)


def _messages(notice: Notice, members: Iterable[Membership], kind: str, key: str) -> list[Message]:
    """One draft per person, whoever of ``members`` comes first."""
    people = {member.user_id: member for member in reversed(list(members))}
    drafts = []
    with translation.override(settings.LANGUAGE_CODE):
        facts, city = _facts(notice), notice.edition.city.code
        for member in people.values():
            values = facts | {"unit": member.organisation.name}
            subject, body = compose(city_code=city, key=kind, values=values)
            drafts.append(
                draft(
                    city_code=city, channel=Message.Channel.MAIL, address=member.user.email, subject=subject,
                    body=body, dedup_key=f"{key}:{member.user_id}", kind=kind, values=values,
                    owner_code=notice.issuer.code, batch=key,
                )
            )  # fmt: skip
    return drafts


def tell(*, notice_id: int) -> int:
    """Queue messages to those who sign for units that have not been told yet; returns how many units were told.

    May be killed and begun again at any point: a chunk is told wholly or not at all, a person once by the dedup key.
    """
    told = 0
    while chunk := _tell_chunk(notice_id):
        told += chunk
    return told


@transaction.atomic
def _tell_chunk(notice_id: int) -> int:
    current = _in_force(notice_id)
    if current is None:
        return 0
    waiting = current.recipients.filter(told_at=None).order_by("pk")
    rows = list(waiting.select_for_update(skip_locked=True)[:CHUNK])
    found = reachable(row.organisation_id for row in rows)
    members = [member for row in rows for member in found.get(row.organisation_id, [])]
    kind = "notice_revised" if current.revises_id else "notice"
    queue_many(_messages(current, members, kind, f"notice:{current.code}"))
    current.recipients.filter(pk__in=[row.pk for row in rows]).update(told_at=clock.now())
    return len(rows)


def _in_force(notice_id: int) -> Notice | None:
    """The notice, unless it was superseded meanwhile: then its new version tells people."""
    rows = Notice.objects.select_related("edition__city", "issuer")
    return rows.filter(pk=notice_id, state=Notice.State.SENT).first()


def tell_urged(*, notice_id: int, day: date) -> int:
    """Queue messages to those who sign for the units urged on ``day``; returns for how many units.

    Begun again it queues nothing twice: the dedup key names notice, day and person.
    """
    notice = _in_force(notice_id)
    if notice is None:
        return 0
    urges = Urge.objects.filter(recipient__notice=notice, day=day).order_by("pk")
    ids = list(urges.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        _urge_chunk(notice, day, ids[start : start + CHUNK])
    return len(ids)


@transaction.atomic
def _urge_chunk(notice: Notice, day: date, ids: list[int]) -> None:
    rows = Recipient.objects.filter(urges__in=ids).exclude(state=Recipient.State.ACKNOWLEDGED)
    found = reachable(rows.values_list("organisation", flat=True))
    members = [member for unit in found.values() for member in unit]
    queue_many(_messages(notice, members, "urge", f"urge:{notice.code}:{day:%Y%m%d}"))
