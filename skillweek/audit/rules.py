"""What is kept of every step, how fields are called, and what nobody reads in a history."""

from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

import pghistory
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: shown instead of what is encrypted
HIDDEN = "••••"
#: fields that say nothing to people: keys, marks of the machine, what follows from other fields
OMITTED = frozenset({
    "id", "city", "code", "content_type", "object_id", "created_at", "created_by", "updated_at", "phone_index",
    "sha256", "fingerprint", "search", "seconds", "objective", "bound", "told_at", "owner_code", "city_code",
})  # fmt: skip
#: fields that change when somebody else decides, not when the thing itself is rewritten
PASSAGE = frozenset({
    "state", "published_at", "submitted_at", "waiting_at", "round", "read_at", "read_by", "acknowledged_at",
    "acknowledged_by", "sent_at", "attempts",
})  # fmt: skip
#: names of fields that carry none for people
LABELS: dict[str, Promise] = {
    "active": _("在用"), "state": _("状态"), "picture": _("图片"), "cover": _("封面"), "position": _("次序"),
    "place": _("所在地"), "latitude": _("纬度"), "longitude": _("经度"), "parent": _("上级单位"), "role": _("角色"),
    "published_at": _("发布时间"), "sent_at": _("发出时间"), "updated_at": _("修改时间"), "read_at": _("阅读时间"),
    "acknowledged_at": _("签收时间"), "acknowledged_by": _("签收人"), "waiting_at": _("待审单位"), "round": _("第几轮"),
    "submitted_at": _("提交时间"), "submitted_by": _("提交人"), "email": _("邮箱"), "is_active": _("可以登录"),
    "located_in": _("所在县（市、区）"), "counts_in_report": _("计入全市总结"), "introduction": _("简介"),
    "name_en": _("英文名称"), "title_en": _("英文标题"), "theme_en": _("英文主题"), "day": _("日期"),
    "activity": _("活动"), "alt": _("图片说明"), "anchor": _("随哪个日期走"), "at": _("时间"),
    "attended_at": _("到场时间"), "audience": _("面向"), "body_en": _("英文正文"), "by": _("办理人"),
    "call": _("征集"), "cancelled_at": _("取消时间"), "captions": _("字幕"), "clause": _("条款"),
    "cloned_from": _("从哪一届复制"), "closes": _("到哪一阶段关闭"), "colours": _("配色"),
    "consent": _("授权"), "created_at": _("建立时间"), "date_joined": _("建立时间"),
    "division_code": _("行政区划代码"), "due": _("截止日期"), "duty": _("任务"), "edition": _("活动周"),
    "ended_at": _("结束时间"), "evidence": _("以什么为证"), "exhibit": _("展品"), "file": _("文件"),
    "final_at": _("最后审核单位"), "forwards": _("转发的通知"), "found": _("读出的内容"),
    "from_ends": _("原结束时间"), "from_starts": _("原开始时间"), "from_venue": _("原场地"), "hall": _("展厅"),
    "height": _("高"), "issuer": _("发文单位"), "kind": _("类别"), "lead_en": _("英文导语"),
    "licence": _("授权方式"), "maker": _("作者"), "media_type": _("文件类型"), "minimum": _("至少"),
    "name": _("名称"), "notice": _("通知"), "offset_days": _("相差天数"), "opens": _("从哪一阶段开放"),
    "organisation": _("单位"), "owner": _("所属单位"), "panorama": _("全景图"), "parameter": _("哪一类"),
    "pitch": _("俯仰角"), "proposal": _("方案"), "prospectus": _("招生简章"), "public": _("公开"),
    "quotas": _("名额"), "retention_days": _("保留天数"), "retention_until": _("保留到"),
    "revises": _("修订自"), "room": _("展室"), "rule": _("材料要求"), "scene": _("场景"), "session": _("场次"),
    "size": _("大小"), "slug": _("地址"), "source": _("从哪个场景"), "status": _("结果"), "step": _("事项"),
    "submission": _("材料夹"), "target": _("到哪个场景"), "text_en": _("英文说明"), "time_zone": _("时区"),
    "title": _("标题"), "to_ends": _("新结束时间"), "to_starts": _("新开始时间"), "to_venue": _("新场地"),
    "tour": _("云游"), "uploaded_by": _("上传人"), "url": _("链接"), "user": _("人员"), "version": _("第几版"),
    "accepted_at": _("采纳时间"), "accepted_by": _("采纳人"), "before": _("原有缺口"), "consent_at": _("同意时间"),
    "data": _("文件"), "description_en": _("英文说明"), "group": _("小组"), "handover": _("交接"),
    "leaver": _("离岗的人"),
    "successor": _("接手的人"), "successor_name": _("接手人姓名"), "tasks": _("事项数"), "contacts": _("联系人数"),
    "seats": _("小组席位数"), "roles": _("角色数"), "closed": _("关闭账号"), "attempts": _("试了几次"),
    "edits": _("改了几次"),
    "problem": _("问题"), "problem_code": _("问题代码"), "language": _("语言"), "updated_by": _("修改人"),
    "sessions": _("场次数"), "activities": _("活动数"), "answers": _("对照"), "left_out": _("没有写入的行数"),
    "item": _("事项"), "copied_from": _("从哪个活动复制"), "number": _("第几版"), "holds_venue": _("独占场地"),
    "read_by": _("阅读人"), "width": _("宽"), "yaw": _("水平角"), "year": _("年度"),
    "question": _("问题"),
    "draw": _("抽签"),
    "desk": _("展位"),
    "seed": _("种子"),
    "created_by": _("建立人"),
    "digest": _("口令的指纹"),
    "reply": _("答卷"),
    "booking": _("预约"),
    "label_en": _("英文"),
    "closed_by": _("处理完的人"),
    "nonce": _("编号"),
    "device": _("设备"),
}  # fmt: skip


#: fields whose library names them in a language of its own
NAMED_BY_LIBRARY = frozenset({"parent"})
#: names of models that carry none for people
KINDS: dict[str, Promise] = {
    "coverage.placement": _("时间调整"), "exhibition.placement": _("展品位置"), "organisations.membership": _("角色"),
    "plan.opening": _("开放时段"), "plan.recipient": _("通知签收"), "programme.participation": _("参与单位"),
    "tours.link": _("场景之间的路"), "tours.marker": _("场景里的标注"),
}  # fmt: skip


def tracked_to_the_end(**options: Any) -> Callable[[type[Model]], type[Model]]:
    """``pghistory.track`` for rows that people take out: their end is an event too."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    decorator: Callable[[type[Model]], type[Model]] = pghistory.track(*events, **options)
    return decorator


def line_diff(before: str, after: str) -> list[tuple[str, str]]:
    """The lines of two texts as ``same``, ``gone`` and ``new``; of what stayed only the lines beside a change."""
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[str, str]] = []
    for what, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            kept = old[first:last]
            found += [("same", line) for line in (kept if len(kept) <= 3 else [kept[0], "…", kept[-1]])]
        else:
            found += [("gone", line) for line in old[first:last]] + [("new", line) for line in new[start:end]]
    return found
