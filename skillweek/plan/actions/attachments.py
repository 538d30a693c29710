"""Files that go with a notice."""

from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.library.actions import store_file
from skillweek.plan.actions.notices import NoticeError, locked
from skillweek.plan.models import Attachment, Notice

#: attachments of one notice
MOST = 20


@transaction.atomic
def attach(*, notice: Notice, stream: BinaryIO, name: str, title: str, by: User) -> Attachment:
    """Put a file behind those of a draft; ``title`` is the file's name without its ending when empty.

    Raises FileRefused for a file that the library does not take.
    """
    notice = locked(notice, by, "edit")
    if notice.attachments.count() >= MOST:
        raise NoticeError(_("一份通知最多 %(most)s 个附件") % {"most": MOST})
    file = store_file(stream=stream, name=name, owner_code=notice.issuer.code, by=by)
    last = notice.attachments.aggregate(last=Max("position"))["last"]
    title = title or file.name.rpartition(".")[0] or file.name
    return Attachment.objects.create(
        notice=notice, file=file, title=title[:120], position=0 if last is None else last + 1
    )


@transaction.atomic
def detach(*, attachment: Attachment, by: User) -> None:
    """Take a file out of a draft; the file itself stays in the library."""
    locked(attachment.notice, by, "edit")
    attachment.delete()


@transaction.atomic
def move_attachment(*, attachment: Attachment, up: bool, by: User) -> None:
    """Change places with the attachment before (``up``) or after it; at the end nothing happens."""
    notice = locked(attachment.notice, by, "edit")
    rows = list(notice.attachments.all())
    here = rows.index(attachment)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows):
        row.position = position
    Attachment.objects.bulk_update(rows, ["position"])
