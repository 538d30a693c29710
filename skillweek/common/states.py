"""States as people read them: one tone and one default word for every state code of the project."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: tone of a badge: idle, wait (somebody must act), good, bad, live, off
TONES: dict[str, str] = {
    "draft": "idle", "plan": "idle", "planned": "live", "uploading": "idle", "withdrawn": "off",
    "submitted": "wait", "waiting": "wait", "held": "wait", "offered": "wait", "queued": "wait",
    "sent": "wait", "scanning": "wait", "read": "wait", "open": "live", "returned": "bad",
    "approved": "good", "accepted": "good", "acknowledged": "good", "confirmed": "good", "attended": "good",
    "ready": "good", "answered": "good", "done": "good", "met": "good", "locked": "good",
    "published": "live", "run": "live", "running": "live", "register": "live", "publish": "live",
    "collect": "live", "archive": "idle", "closed": "idle", "superseded": "off", "expired": "off",
    "cancelled": "off", "merged": "off", "no_show": "bad", "failed": "bad", "quarantined": "bad", "late": "bad",
    "overdue": "bad", "missing": "bad", "owed": "wait",
    "asked": "wait", "given": "good", "refused": "bad", "full": "bad", "waived": "idle",
}  # fmt: skip

LABELS: dict[str, str | Promise] = {
    "draft": _("草稿"), "submitted": _("待审"), "waiting": _("待审"), "returned": _("已退回"),
    "approved": _("已通过"), "published": _("已发布"), "cancelled": _("已取消"), "withdrawn": _("已撤回"),
    "planned": _("如期"), "held": _("待确认"), "confirmed": _("已预约"), "attended": _("已到场"),
    "no_show": _("未到场"), "sent": _("未读"), "read": _("已读"), "acknowledged": _("已签收"),
    "superseded": _("已被替代"), "accepted": _("已接收"), "locked": _("已归档"), "open": _("进行中"),
    "closed": _("已结束"), "done": _("已完成"), "met": _("已完成"), "late": _("已逾期"), "overdue": _("已逾期"),
    "missing": _("未提交"), "owed": _("未完成"), "waived": _("已豁免"), "full": _("已满"), "queued": _("待发送"),
    "failed": _("未送达"), "ready": _("可用"), "uploading": _("上传中"), "scanning": _("检查中"),
    "quarantined": _("已隔离"), "answered": _("已答复"), "expired": _("已过期"), "offered": _("待接受"),
    "merged": _("已并入"),
}  # fmt: skip


def tone(state: str) -> str:
    """The badge's tone; unknown states are idle."""
    return TONES.get(str(state), "idle")


def label(state: str) -> str:
    """The state's word where the model does not bring one of its own."""
    return str(LABELS.get(str(state), state))
