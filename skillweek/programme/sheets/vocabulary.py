"""Words of such tables: how people call audiences and kinds, and the headings of the tables written here."""

import re

#: how people call audiences, beside the labels of the edition
CALLED = {
    "pupils": ("学生", "师生", "初中", "高中", "小学", "初三", "新生", "青少年", "毕业生", "少年"),
    "parents": ("家长", "亲子", "父母"),
    "residents": (
        "居民",
        "市民",
        "群众",
        "村民",
        "公众",
        "社会",
        "社区",
        "老人",
        "老年",
        "农民",
        "农户",
        "百姓",
    ),
    "employers": ("企业", "用人单位", "公司", "雇主", "行业"),
    "media": ("媒体", "记者"),
}
#: words that give a kind of activity away
KINDS = {
    "launch": ("启动", "开幕"),
    "online": ("线上", "云上", "网上", "直播"),
    "admissions": ("招生", "招考", "志愿填报"),
    "campus": ("校园", "开放日", "体验", "参观", "开放校园"),
    "service": ("便民", "服务", "志愿", "义诊", "维修", "社区"),
}
#: a place that is no place
ONLINE = re.compile(
    r"(?i:^online$)|https?://|www\.|线上|直播|网络平台|云端|云平台|公众号|视频号|抖音|钉钉|腾讯会议|小程序"
)
ADDRESS = re.compile(r"https?://[^\s，。；、（）<>]+|www\.[\w.-]+[^\s，。；、（）<>]*")
#: headings in the language of the sheet, whoever downloads it
HEAD = (
    "活动编号", "活动名称", "活动类别", "日期", "开始时间", "结束时间", "地点", "线上地址", "主办单位", "承办单位",
    "协办单位", "内容简介", "参加对象", "预计人数", "负责人", "电话", "备注",
)  # fmt: skip
#: the place of what happens online
NOWHERE = "线上"
#: the column of remarks
REMARKS = "核对结果"
