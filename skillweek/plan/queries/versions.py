"""Versions of a notice, what changed between them, and what a unit has passed on."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from skillweek.organisations.models import Organisation
from skillweek.organisations.queries import AnyUser, own
from skillweek.organisations.rules import Right
from skillweek.plan.models import Notice, Recipient
from skillweek.plan.queries.receipts import earlier
from skillweek.plan.rules import Piece, differences

#: facts that are compared beside the body
COMPARED = (
    "title", "number", "addressees", "signatory", "signed_on", "sign_by", "contact_name", "contact_phone",
    "contact_email",
)  # fmt: skip


def latest(notice: Notice) -> Notice:
    """The newest version of ``notice`` that was sent; itself when there is none after it."""
    while True:
        following = Notice.objects.filter(revises=notice).exclude(state=Notice.State.DRAFT).first()
        if following is None:
            return notice
        notice = following


@dataclass(frozen=True)
class Version:
    """One version with what it changed of the one before it; nothing for the first."""

    notice: Notice
    facts: list[tuple[str, str, str]] = field(default_factory=list)
    body: list[list[Piece]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def versions(notice: Notice) -> list[Version]:
    """Every sent version of ``notice``, the newest first."""
    ids = [*earlier(latest(notice)), latest(notice).pk]
    rows = Notice.objects.filter(pk__in=ids).select_related("issuer").prefetch_related("attachments")
    found = sorted(rows, key=lambda one: one.version)
    pairs = zip([None, *found], found, strict=False)
    return [_version(before, after) for before, after in reversed(list(pairs))]


def _version(before: Notice | None, after: Notice) -> Version:
    if before is None:
        return Version(after)
    facts = [
        (str(Notice._meta.get_field(name).verbose_name), _said(before, name), _said(after, name))  # type: ignore[union-attr]  # plain fields
        for name in COMPARED
        if getattr(before, name) != getattr(after, name)
    ]
    old = {(one.title, one.file_id) for one in before.attachments.all()}
    new = {(one.title, one.file_id) for one in after.attachments.all()}
    return Version(
        after, facts, differences(before.body, after.body),
        sorted(title for title, _file in new - old), sorted(title for title, _file in old - new),
    )  # fmt: skip


def _said(notice: Notice, name: str) -> str:
    value = getattr(notice, name)
    return str(value) if value else _("（没有）")


def forwarding_of(notice: Notice, unit: Organisation) -> Notice | None:
    """What ``unit`` passed on of this version of ``notice``, or is about to: a draft before what was sent."""
    found = Notice.objects.filter(forwards=notice, issuer=unit).exclude(state=Notice.State.SUPERSEDED)
    return found.order_by("-version").first()


def outdated_forwarding(notice: Notice, unit: Organisation) -> Notice | None:
    """What ``unit`` passed on of an earlier version of ``notice`` and has not replaced yet."""
    found = Notice.objects.filter(forwards__in=earlier(notice), issuer=unit, state=Notice.State.SENT)
    return found.order_by("-version").first()


def to_forward_again(user: AnyUser) -> list[tuple[Notice, Organisation]]:
    """Newest versions that units of ``user`` received and have not passed on, though they passed on an older one."""
    units = own(user, Right.MANAGE).values("pk")
    old = Notice.objects.filter(
        issuer__in=units, state=Notice.State.SENT, forwards__state=Notice.State.SUPERSEDED
    )
    found = []
    for forwarding in old.select_related("forwards", "issuer"):
        newest = latest(forwarding.forwards)  # type: ignore[arg-type]  # filtered to be there
        if Recipient.objects.filter(notice=newest, organisation=forwarding.issuer).exists():
            found.append((newest, forwarding.issuer))
    return found


def forwardable_by(user: AnyUser) -> QuerySet[Recipient]:
    """Receipts of notices in force that ``user`` may pass on: of own units that they manage and that have units
    below them."""
    units = own(user, Right.MANAGE).filter(children__active=True)
    found = Recipient.objects.filter(Q(notice__state=Notice.State.SENT), organisation__in=units.values("pk"))
    return found.select_related("notice__issuer", "notice__edition", "organisation")
