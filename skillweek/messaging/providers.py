"""What messaging puts into people's inboxes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillweek.accounts.models import User
from skillweek.common.registry import InboxItem
from skillweek.messaging import queries
from skillweek.messaging.models import Message


def waiting(user: User) -> list[InboxItem]:
    """Held messages to look at, and messages that could not be sent."""
    found, url = queries.waiting(user), reverse("messaging:outbox")
    items = []
    if held := found.get(Message.State.HELD):
        title = ngettext("%(n)s 条消息等放行", "%(n)s 条消息等放行", held[0]) % {"n": held[0]}
        items.append(InboxItem(kind=_("消息"), title=title, url=f"{url}?state=held", since=held[1]))
    if failed := found.get(Message.State.FAILED):
        title = ngettext("%(n)s 条消息没有送出", "%(n)s 条消息没有送出", failed[0]) % {"n": failed[0]}
        items.append(InboxItem(kind=_("消息"), title=title, url=f"{url}?state=failed", since=failed[1]))
    return items
