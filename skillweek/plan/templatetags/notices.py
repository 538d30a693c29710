"""How pages set a notice, the same way as Word and PDF do."""

from datetime import date

from django import template

from skillweek.library.document import Heading, Paragraph, blocks, numbered
from skillweek.plan import official
from skillweek.plan.models import Attachment, Notice, Recipient
from skillweek.plan.rules import is_overdue

register = template.Library()


@register.filter
def body_blocks(notice: Notice) -> tuple[Heading | Paragraph, ...]:
    """The body's headings (with ``level`` and ``rest``) and paragraphs."""
    return blocks(notice.body)


@register.filter
def addressees(notice: Notice) -> str:
    """The line of addressees with its colon."""
    return official.addressees(notice)


@register.filter
def contact_note(notice: Notice) -> str:
    """Who to ask, without brackets."""
    return official.contact(notice)


@register.filter
def numbered_files(notice: Notice) -> list[tuple[str, Attachment]]:
    """Attachments with the words that the note under the body has for each."""
    files = list(notice.attachments.select_related("file"))
    return list(zip(numbered(tuple(file.title for file in files)), files, strict=True))


@register.filter
def overdue(receipt: Recipient, today: date) -> bool:
    """True when the receipt of a notice in force should have been signed before ``today``."""
    notice = receipt.notice
    return notice.state == Notice.State.SENT and is_overdue(receipt.state, notice.sign_by, today)
