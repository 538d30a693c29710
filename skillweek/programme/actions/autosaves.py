"""Keeping what a person types until it is saved."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.programme.models import Activity, Autosave
from skillweek.programme.queries.autosaves import PAGES
from skillweek.programme.rules import ProgrammeError, next_state, refusal

#: most characters kept of one page; the longest page that can be saved is shorter
MOST = 40_000
#: how long it is kept
KEPT = timedelta(days=30)


@transaction.atomic
def autosave(
    *, user: User, activity: Activity | None, page: str, fields: Mapping[str, list[str]], base: str
) -> datetime:
    """Keep the ``fields`` of ``page`` as typed by ``user``; ``base`` is the fingerprint of what the page showed."""
    if not PAGES.fullmatch(page) or (activity is None) != (page == "new"):
        raise ProgrammeError(_("没有这一页"))
    if activity is not None and next_state(activity.state, "edit") is None:
        raise ProgrammeError(refusal(activity.state, "edit"))
    values = json.dumps({"fields": dict(fields), "base": base[:64]}, ensure_ascii=False)
    if len(values) > MOST:
        raise ProgrammeError(_("内容太长，没有自动保存；请点保存"))
    moment = clock.now()
    facts = {"values": values, "saved_at": moment}
    Autosave.objects.update_or_create(user=user, activity=activity, page=page, defaults=facts)
    return moment


@transaction.atomic
def forget_autosave(*, user: User, activity: Activity | None, page: str) -> None:
    """Let go what ``user`` typed on ``page``: it is saved, or given up."""
    Autosave.objects.filter(user=user, activity=activity, page=page).delete()


def erase_autosaves() -> int:
    """Erase what nobody came back for; how many."""
    return Autosave.objects.filter(saved_at__lt=clock.now() - KEPT).delete()[0]
