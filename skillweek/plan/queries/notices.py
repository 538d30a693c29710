"""Notices: who sees them."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, own, scope
from skillweek.organisations.rules import Right
from skillweek.plan.models import Attachment, Edition, Notice, Recipient


def public_notices(edition: Edition) -> QuerySet[Notice]:
    """Notices of ``edition`` in force that everyone may read now."""
    return public_versions(edition).filter(state=Notice.State.SENT)


def public_versions(edition: Edition) -> QuerySet[Notice]:
    """Notices of ``edition`` that everyone may read now, those included that were superseded."""
    sent = Notice.objects.filter(edition=edition, public=True, sent_at__lte=clock.now())
    return sent.exclude(state=Notice.State.DRAFT).select_related("issuer")


def received_by(user: AnyUser) -> QuerySet[Recipient]:
    """Notices sent to units for which ``user`` signs: units of their own, with the right to write or decide."""
    units = own(user, Right.EDIT, Right.REVIEW).values("pk")
    found = Recipient.objects.filter(organisation__in=units, notice__sent_at__lte=clock.now())
    return found.exclude(notice__state=Notice.State.DRAFT).select_related(
        "notice__issuer", "organisation", "acknowledged_by"
    )


def to_sign(user: AnyUser) -> QuerySet[Recipient]:
    """Of what ``user`` received, what still waits for a signature."""
    waiting = received_by(user).exclude(state=Recipient.State.ACKNOWLEDGED)
    return waiting.filter(notice__state=Notice.State.SENT)


def sendable_by(user: AnyUser) -> QuerySet[Notice]:
    """Notices of the units that ``user`` manages: written, sent or superseded."""
    return Notice.objects.filter(issuer__in=scope(user, Right.MANAGE)).select_related(
        "issuer", "edition__city", "revises", "forwards__issuer"
    )


def drafts_of(user: AnyUser) -> QuerySet[Notice]:
    """Notices that ``user`` may still change and send."""
    return sendable_by(user).filter(state=Notice.State.DRAFT)


def sent_by(user: AnyUser) -> QuerySet[Notice]:
    """Notices of the units where ``user`` is a manager, with how many units got, read and signed each."""
    state = Recipient.State
    mine = sendable_by(user).filter(issuer__in=own(user, Right.MANAGE).values("pk"))
    return mine.annotate(
        total=Count("recipients"),
        signed=Count("recipients", filter=Q(recipients__state=state.ACKNOWLEDGED)),
        read=Count("recipients", filter=Q(recipients__state=state.READ)),
        missing=Count("recipients", filter=~Q(recipients__state=state.ACKNOWLEDGED)),
    ).order_by("-signed_on", "-id")


def visible_to(user: AnyUser) -> QuerySet[Notice]:
    """Notices of units that ``user`` manages, and those sent to any unit whose desk ``user`` sees."""
    seen = Recipient.objects.filter(
        organisation__in=scope(user, Right.SEE), notice__sent_at__lte=clock.now()
    ).values("notice")
    mine = Q(issuer__in=scope(user, Right.MANAGE))
    return Notice.objects.filter(mine | Q(pk__in=seen)).select_related(
        "issuer", "edition__city", "revises", "forwards__issuer"
    )


def files_handed_to(user: AnyUser) -> QuerySet[Attachment, UUID]:
    """Ids of files attached to notices that ``user`` sees, and to those that these pass on."""
    seen = visible_to(user).order_by().values("pk")
    passed_on = Notice.objects.filter(forwardings__in=seen).values("pk")
    return Attachment.objects.filter(Q(notice__in=seen) | Q(notice__in=passed_on)).values_list(
        "file", flat=True
    )


def years(notices: QuerySet[Any], path: str = "") -> list[int]:
    """The years of the editions that ``notices`` (or rows leading to them by ``path``) belong to, latest first."""
    return list(
        notices.order_by(f"-{path}edition__year").values_list(f"{path}edition__year", flat=True).distinct()
    )


def issuing_units(user: AnyUser) -> QuerySet[Organisation]:
    """Units in whose name ``user`` may write notices: own ones that they manage."""
    return own(user, Right.MANAGE)
