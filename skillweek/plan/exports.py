"""Lists of notices and receipts as spreadsheets."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from skillweek.library.sheets import sheet
from skillweek.plan.models import Notice, Recipient


def receipts_sheet(notice: Notice, rows: Iterable[Recipient]) -> bytes:
    """Who got, read and signed ``notice``, one row per unit; ``rows`` as ``queries.with_urges`` gives them."""
    head = [
        _("单位"), _("上级单位"), _("情况"), _("阅读时间"), _("阅读人"), _("签收时间"), _("签收人"), _("催办次数"),
        _("最近催办"),
    ]  # fmt: skip
    table = [
        (
            row.organisation.name, row.organisation.parent.name if row.organisation.parent else "",
            row.get_state_display(), row.read_at, str(row.read_by or ""), row.acknowledged_at,
            str(row.acknowledged_by or ""), row.urged, row.urged_at,  # type: ignore[attr-defined]  # annotated
        )
        for row in rows
    ]  # fmt: skip
    return sheet(name=notice.title, head=head, rows=table)


def notices_sheet(notices: Iterable[Notice]) -> bytes:
    """An issuer's notices, one row each; ``notices`` as ``queries.sent_by`` gives them."""
    head = [
        _("发文字号"), _("标题"), _("版本"), _("成文日期"), _("发出时间"), _("签收期限"), _("情况"), _("收文单位"),
        _("已读未签"), _("已签收"), _("未签收"),
    ]  # fmt: skip
    table = [
        (
            one.number, one.title, one.version, one.signed_on, one.sent_at, one.sign_by, one.get_state_display(),
            one.total, one.read, one.signed, one.missing,  # type: ignore[attr-defined]  # annotated
        )
        for one in notices
    ]  # fmt: skip
    return sheet(name=_("发文目录"), head=head, rows=table)
