"""Material as the desk's review of many sees it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from skillweek.collection.actions import decide_reviewed
from skillweek.collection.models import Item
from skillweek.library.models import File
from skillweek.review.queries import Reviewable


def items() -> Reviewable:
    """How many pieces of material are accepted or returned at once."""
    return Reviewable(Item, decide_reviewed, look, _prepared)


def _prepared(found: QuerySet[Item]) -> QuerySet[Item]:
    return found.select_related("file", "submission__call")


def look(items: list[Any]) -> dict[Any, list[str]]:
    """What an officer should see before accepting: late, or a file that cannot be opened."""
    return {item.pk: _concerns(item) for item in items}


def _concerns(item: Item) -> list[str]:
    found = []
    if item.submitted_at and localtime(item.submitted_at).date() > item.submission.call.deadline:
        found.append(_("过了截止日才报送"))
    if item.file.state != File.State.READY:
        found.append(_("文件现在打不开：%(state)s") % {"state": item.file.get_state_display()})
    return found
