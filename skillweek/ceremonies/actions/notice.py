"""Drafting the second notice (具体安排另行通知)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.ceremonies.actions.ceremonies import locked
from skillweek.ceremonies.models import Ceremony
from skillweek.ceremonies.queries import second_notice, staging
from skillweek.ceremonies.rules import CeremonyError
from skillweek.common import clock
from skillweek.organisations.models import Organisation
from skillweek.plan.actions import NoticeError, address_notice, edit_notice, write_notice
from skillweek.plan.models import Notice
from skillweek.plan.queries import groups


def addressees(issuer: Organisation, keys: Sequence[str]) -> str:
    """The line of addressees: names of the groups; the notice desk may word it otherwise."""
    labels = {group.key: "、".join(unit.short_name for unit in group.units) for group in groups(issuer)}
    line = "、".join(labels[key] for key in keys if key in labels)
    return line if len(line) <= 300 else _("各有关单位")


@transaction.atomic
def draft_notice(*, ceremony: Ceremony, keys: Sequence[str], by: User) -> Notice:
    """A draft of the owner with what the ceremony says; a draft that is there already is written anew.

    Nothing is sent: the notice desk completes and sends it. A notice that went out is revised there.
    """
    current = locked(ceremony)
    activity = current.activity
    if current.notice is not None and current.notice.state != Notice.State.DRAFT:
        raise CeremonyError(_("通知已经发出；有变化请在通知里修订"))
    found = second_notice(staging(current), addressees(activity.owner, keys))
    facts: dict[str, Any] = {
        "title": found.title, "addressees": found.addressees, "body": found.body, "contact_name": found.contact_name,
        "contact_phone": found.contact_phone,
    }  # fmt: skip
    try:
        if current.notice is None:
            facts["signed_on"] = clock.today(activity.edition.time_zone)
            notice = write_notice(edition=activity.edition, issuer=activity.owner, by=by, facts=facts)
        else:
            notice = edit_notice(notice=current.notice, by=by, facts=facts)
        address_notice(notice=notice, keys=keys, organisations=[], by=by)
    except NoticeError as error:
        raise CeremonyError(str(error), "groups") from error
    current.notice = notice
    current.save(update_fields=["notice"])
    return notice
