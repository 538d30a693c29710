"""Who did what: the history that the database keeps of every tracked object."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from pghistory.core import event_models

from skillweek.accounts.models import User
from skillweek.common.fields import EncryptedTextField

#: shown instead of what is encrypted
HIDDEN = "••••"
#: names of fields that carry none for people
LABELS: dict[str, Promise] = {
    "active": _("在用"), "state": _("状态"), "picture": _("图片"), "cover": _("封面"), "position": _("次序"),
    "place": _("所在地"), "latitude": _("纬度"), "longitude": _("经度"), "parent": _("上级单位"), "role": _("角色"),
    "published_at": _("发布时间"), "sent_at": _("发出时间"), "updated_at": _("修改时间"), "read_at": _("阅读时间"),
    "acknowledged_at": _("签收时间"), "acknowledged_by": _("签收人"), "waiting_at": _("待审单位"), "round": _("第几轮"),
    "submitted_at": _("提交时间"), "submitted_by": _("提交人"), "email": _("邮箱"), "is_active": _("可以登录"),
    "located_in": _("所在县（市、区）"), "counts_in_report": _("计入全市总结"), "introduction": _("简介"),
    "name_en": _("英文名称"), "title_en": _("英文标题"), "theme_en": _("英文主题"), "day": _("日期"),
}  # fmt: skip


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One step of an object's history; ``who`` is None when no person was signed in (a command, a job)."""

    at: datetime
    who: User | None
    made: bool
    fields: list[FieldChange]


def _said(event: Any, field: "Field[Any, Any]") -> str:
    if isinstance(field, EncryptedTextField):
        return HIDDEN if getattr(event, field.attname) else ""
    display = getattr(event, f"get_{field.name}_display", None)
    value = display() if display and field.choices else getattr(event, field.name)
    if isinstance(value, datetime):
        return date_format(localtime(value), "Y-m-d H:i")
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return "" if value is None else str(value)


def _changes(event: Any, previous: Any, fields: "list[Field[Any, Any]]") -> list[FieldChange]:
    return [
        FieldChange(
            str(LABELS.get(field.name, field.verbose_name)), _said(previous, field), _said(event, field)
        )
        for field in fields
        if getattr(event, field.attname) != getattr(previous, field.attname)
    ]


def history(target: Model) -> list[Change]:
    """The steps of ``target``, latest first; steps that changed nothing a person can see are left out."""
    (model,) = event_models(tracks_model=type(target))
    fields = [f for f in model._meta.concrete_fields if not f.name.startswith("pgh_") and not f.primary_key]
    fields = [f for f in fields if f.name != "id"]
    related = [f.name for f in fields if isinstance(f, ForeignKey)]
    events = model._default_manager.filter(pgh_obj_id=target.pk).select_related("pgh_context", *related)
    steps: list[Any] = list(events.order_by("pgh_id"))
    users = _users([step.pgh_context for step in steps])
    found = [
        Change(
            at=step.pgh_created_at,
            who=users.get(_user_id(step.pgh_context)),
            made=previous is None,
            fields=_changes(step, previous, fields) if previous else [],
        )
        for previous, step in zip([None, *steps], steps, strict=False)
    ]
    return [change for change in reversed(found) if change.made or change.fields]


def _user_id(context: Any) -> int:
    return int((context.metadata.get("user") if context else None) or 0)


def _users(contexts: list[Any]) -> dict[int, User]:
    return User.objects.in_bulk({_user_id(context) for context in contexts} - {0})
