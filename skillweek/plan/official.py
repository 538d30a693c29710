"""A notice as an official document, and the words such documents begin with; Chinese whatever the reader's language."""

from django.utils import translation

from skillweek.library.document import Document, blocks
from skillweek.plan.models import Notice


def forward_title(notice: Notice) -> str:
    """The title that a forwarding starts with."""
    title = notice.title if notice.title.endswith("通知") else f"《{notice.title}》的通知"
    return f"转发{notice.issuer.name}{title}"[:120]


def forward_body(notice: Notice) -> str:
    """The addendum that a forwarding starts with."""
    return f"现将{notice.issuer.name}《{notice.title}》转发给你们，请认真落实。"


def forward_change(notice: Notice) -> str:
    """Why a forwarding has a new version when the notice it passes on has one."""
    return f"原通知已修订为第{notice.version}版"


def contact(notice: Notice) -> str:
    """Who to ask, as the note under the date says it; empty when nobody is named."""
    parts = (
        ("联系人", notice.contact_name), ("联系电话", notice.contact_phone), ("邮箱", notice.contact_email),
    )  # fmt: skip
    return "，".join(f"{label}：{value}" for label, value in parts if value)


def document(notice: Notice, *, letterhead: bool) -> Document:
    """``notice`` as it is printed; with the issuer's red head when ``letterhead``, what it passes on enclosed."""
    with translation.override("zh-hans"):
        passed_on = notice.forwards
        return Document(
            title=notice.title, body=blocks(notice.body), signatory=notice.signed_by, signed_on=notice.signed_on,
            mark=notice.issuer.name if letterhead else "", number=notice.number, to=addressees(notice),
            attachments=tuple(one.title for one in notice.attachments.all()), note=contact(notice),
            enclosed=(document(passed_on, letterhead=False),) if passed_on else (),
        )  # fmt: skip


def addressees(notice: Notice) -> str:
    """The line of addressees, ending with a full-width colon."""
    line = notice.addressees.strip().rstrip("：:")
    return f"{line}：" if line else ""
