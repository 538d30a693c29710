"""What a heading means: how people call the columns of such a table."""

import re
from functools import lru_cache

_DOING = (
    r"(?:每日|每天|当日|当天|活动|举办|举行|开展|实施|拟|计划|预定|预计|具体|安排|开放|服务|直播|播出|展示|"
    r"培训|讲座|比赛|项目|工作|体验|授课|进行)"
)
_UNIT = r"(?:单位|方|学校|院校|院系|机构|部门|主体|企业)(?:名称|全称)?"
_UNITS = rf"(?:{_UNIT})?"
_PHONE = (
    r"(?:联系|联络|咨询|办公|固定|移动|值班)?(?:电话|手机|座机|热线)(?:号码?|/?手机号?)?|"
    r"手机号?码?|联系(?:方式|号码|方法)|联络方式|通讯方式|tel|phone|mobile"
)
_CONTACT = (
    r"(?:具体|工作|活动|业务|现场)?(?:联系|联络|对接|接待|经办|咨询|填报)(?:人员?|员|老师|教师|者)?(?:姓名)?"
)
_LEADER = (
    r"(?:项目|活动|现场|安全|第一|具体|主要|校内|工作)?(?:负责|责任|主持|牵头|带队|召集|"
    r"分管|指导|主讲)(?:人员?|老师|教师|领导|同志|者)(?:姓名)?|责任领导|校领导"
)
_AUDIENCE = (
    r"(?:主要)?(?:拟)?(?:活动|参加|参与|面向|服务|开放|适合|目标|受众|参会|邀请|观摩|体验|宣传|招募|培训)?"
    r"(?:对象|人群|群体|范围)|(?:参加|参与|参会|出席|列席|受邀|邀请|活动|观摩)人员(?:范围|"
    r"类别)?|受众|面向|(?:参加|参与)(?:者|单位及人员)"
)
_PEOPLE = (
    r"(?:预计|计划|拟|预估|估计|大约|约|参加|参与|活动|预期|总|接待|容纳|参观|服务|覆盖|"
    r"组织|限定|限制|报名|邀请|到场|规模)*"
    r"(?:人数|人次|人员数量?|规模|名额)(?:规模|上限|限制|限额)?|参与量|人员规模"
)

_HAN = r"[\u4e00-\u9fff]"

#: (pattern of the whole heading, what it may mean with its rank: the smallest rank gets the field)
_MEANINGS: list[tuple[str, list[tuple[str, int]]]] = [
    (r"核对结果|导入结果|导入提示|处理意见|备注\(系统\)", [("other", 0)]),
    ((
        r"(?:报名|报到|签到|集合|彩排|预约|填表|填报|发布|审核|录入|提交|发车|候场|创建|登记|申请|审批|备案|上传|报送|上报|汇总|统计|"
        r"出发|返程|到达|有效|到期|签订|制表|打印|印刷|领取|返回|编辑|最后修改)(?:开始|"
        r"截止|起止)?(?:时间|日期|地点|方式)|截止报名|实际.*|实到.*|已.*人数|.*(?:邮箱|邮编|"
        r"邮政编码|传真|经费|预算|照片|图片|附件|二维码|e-?mail|qq|微信).*"
    ), [("other", 0)]),
    (r"序号?|序列号?|编号|no\.?|号|项次|#|排序", [("number", 0)]),
    (r"活动(?:编号|编码|代码|id)|编码|活动code|code", [("code", 0)]),
    ((
        r"(?:联系|联络)人(?:员|姓名)?(?:及|和|与|/|、|,|\+|\(|-)(?:联系|联络)?(?:电话|方式|"
        r"手机|号码|联系方式|联系电话|手机号码?)\)?|联系人(?:及|和|与|、)?(?:其)?联系(?:方式|"
        r"电话)"
    ), [("contact_both", 0)]),
    (rf"(?:{_LEADER})(?:及|和|与|/|、|,|\+|\(|-)(?:其)?(?:{_PHONE})\)?", [("leader_both", 0), ("contact_both", 5)]),
    (r"(?:姓名|联系人)?(?:/|及|、)?(?:职务|职称)", [("other", 0)]),
    (rf"(?:{_LEADER})(?:的)?(?:{_PHONE})", [("leader_phone", 0), ("phone", 6)]),
    (rf"(?:{_CONTACT})(?:的)?(?:{_PHONE})", [("phone", 0)]),
    (rf"(?:{_PHONE})(?:\(手机\))?", [("phone", 1)]),
    (_CONTACT, [("contact", 0)]),
    ((
        rf"(?:{_LEADER})(?:/|、|及|和|与)(?:{_CONTACT})|(?:{_CONTACT})(?:/|、|及|和|"
        rf"与)(?:{_LEADER})"
    ), [("contact", 1)]),
    (_LEADER, [("leader", 0), ("contact", 5)]),
    (rf"(?:{_AUDIENCE})(?:及|和|与|/|、|,|\+|\(|-)(?:{_PEOPLE}|数量)\)?", [("audience_people", 0)]),
    (_PEOPLE, [("people", 0)]),
    (_AUDIENCE, [("audience", 0)]),
    ((
        r"(?:是否)?(?:需要?|可|接受|开放)?(?:网上|提前|在线)?(?:预约|报名)(?:方式|与否|情况|"
        r"要求|渠道)?(?:/.*)?|是否需?(?:要)?(?:提前)?(?:预约|报名)(?:/预约方式)?"
    ), [("booking", 0)]),
    ((
        rf"{_DOING}*(?:时间|日期)[及和与、/]?{_DOING}*(?:地点|场地|场所)|"
        rf"{_DOING}*地点[及和与、/]?{_DOING}*时间"
    ), [("time_place", 0)]),
    (rf"(?:{_DOING}*)?(?:时间)?(?:开始|起始|起)(?:日期|时间|时刻|日)?|自|从", [("start", 0)]),
    (rf"(?:{_DOING}*)?(?:时间)?(?:结束|终止|截止|止|完成)(?:日期|时间|时刻|日)?|至", [("end", 0)]),
    (r"(?:日期)?(?:星期|周几|礼拜)几?", [("weekday", 0)]),
    (r"月份?|月度", [("month", 0)]),
    (r"时段|午别|上?午?/?下午|上午/下午|上下午|场次时段|半天", [("half", 0)]),
    ((
        rf"{_DOING}*(?:日期|月日|年月日|哪天|日子)(?:[及和/、(]?(?:星期|周几)\)?)?|日|天|月/日|"
        r"活动日|date"
    ), [("day", 0)]),
    ((
        rf"(?:{_DOING}|起止|起讫|日期|时间)*(?:时间|时刻|钟点)(?:段|安排|点|区间|范围|表|"
        rf"节点)?(?:[及和/、]?(?:日期|安排))?|几点|日程|(?:日期|时间)[及和/、与]+(?:时间|日期|"
        rf"时段)|什么时候|何时|times?|datetime|when"
    ), [("time", 0)]),
    ((
        rf"{_DOING}*(?:地点|场地|场所|地址|位置|会场|地方|所在地|场馆|教室|地)(?:安排|"
        rf"名称)?(?:[/及和、或].{{1,8}})?|何处|何地|在哪儿?|线下地点|venue|place|location"
    ), [("place", 0)]),
    ((
        r"(?:线上|直播|网络|网上|云端?|活动|观看|参与)?(?:网址|链接|地址链接|平台|直播间|"
        r"入口)(?:/.*)?|url|线上地址|网站"
    ), [("url", 0), ("place", 6)]),
    ((
        rf"主\(承\)办{_UNITS}|主办{_UNITS}|主办{_UNITS}(?:/|、|及|和|或|\()承办{_UNITS}\)?|"
        rf"主办承办{_UNITS}"
    ), [("host", 0)]),
    ((
        rf"(?:举办|组织|开展|实施|申报|填报|报送|上报|活动|开放|发起|执行|举行|报名|"
        rf"参展){_UNIT}|{_DOING}(?:单位|学校|院校|主体)"
    ), [("host", 2)]),
    ((
        r"(?:各)?(?:职业)?(?:单位|学校|院校|机构|学院|院系|系部|企业)(?:名称|全称)?|"
        r"所属(?:单位|学校)|哪个(?:单位|学校)"
    ), [("host", 3)]),
    (rf"承办{_UNITS}|承办/协办{_UNITS}", [("undertaker", 0), ("host", 6)]),
    (rf"(?:协办|支持|合作|配合|参与|协助|联办|联合|共同主办|协作){_UNITS}", [("co_host", 0)]),
    ((
        r"(?:责任|负责|牵头|承担|落实|主责|主管|归口)(?:单位|部门|科室|处室|院系|学校)|"
        r"(?:责任|负责)"
    ), [("department", 0), ("host", 5)]),
    (r"部门|科室|处室|二级学院|系部", [("department", 1), ("host", 7)]),
    ((
        r"(?:所在|所属)?(?:县|市|区|地)+(?:\(.*\))?(?:域|区)?|县\(?市?[、,]?区?\)?|县市区|"
        r"县区|区县|属地|所在地区|地区"
    ), [("county", 0), ("host", 8)]),
    ((
        r"(?:活动)?(?:类别|类型|形式|板块|分类|性质|种类|方式|系列)(?:名称)?|(?:组织|开展|"
        r"展示)形式|项目类别|线上/线下|线上线下"
    ), [("kind", 0)]),
    (r"(?:每日|当日|当天|每天|日)主题(?:日)?|主题日(?:名称)?", [("theme", 0)]),
    (r"活动(?:的)?(?:名称|标题|题目)", [("title", 0)]),
    ((
        r"(?:项目|服务项目|主题活动)(?:名称|标题|题目)?|名称|标题|题目|(?:活动|体验|服务)项目|活动|活动?事项|"
        r"(?:课程|讲座|赛项|节目|体验|竞赛|展演|比赛|培训)(?:名称|标题|题目)|(?:activity|event)(?:name|title)?|title"
    ), [("title", 1)]),
    (r"活动主题|主题|主题内容|主题活动", [("title", 3), ("theme", 2)]),
    ((
        r"(?:重点|主要|具体|年度)?(?:工作|任务)(?:任务|事项|名称|项目)?|重点(?:项目|活动)|环节|"
        r"活动内容及名称|活动名称及内容"
    ), [("title", 4)]),
    (r"(?:完成|办结|落实)?(?:时限|期限)|最后期限|截止日", [("end", 1)]),
    ((
        r"活动(?:主要)?内容|内容|主要内容|工作内容|活动内容及形式|内容(?:及|和)形式|服务内容|"
        r"日程内容|议程"
    ), [("title", 4), ("summary", 1)]),
    (r"(?:活动|内容|项目){0,2}(?:简介|介绍|概述|概况|概要|摘要|描述)|活动(?:说明|方案)", [
        ("summary", 0), ("title", 7)]),
    (r"(?:具体|活动|工作|日程)安排|活动流程|具体内容|详细内容|活动?环节|活动形式及内容", [
        ("title", 5), ("summary", 2)]),
    (r".{0,4}(?:更新|修改|成立|出生|批准|印发|发文|毕业|送达|通知|持续|所需|用).{0,2}(?:时间|日期)|时长|课时|学时", [
        ("other", 0)]),
    ((
        rf"{_HAN}{{0,6}}(?:人|员|老师|教师|者|领导)(?:姓名)?[及和与、/+(](?:其)?"
        rf"{_HAN}{{0,2}}(?:电话|手机|方式|号码?)\)?"
    ), [("contact_both", 4)]),
    (rf"{_HAN}{{0,6}}(?:对象|人群|群体)", [("audience", 4)]),
    (rf"{_HAN}{{1,4}}内容", [("title", 6), ("summary", 4)]),
    (rf"{_HAN}{{1,6}}时间", [("time", 4)]),
    (rf"{_HAN}{{1,6}}日期", [("day", 4)]),
    (rf"{_HAN}{{1,6}}(?:地点|场地|地址)", [("place", 4)]),
    (r"做什么|干什么|什么活动", [("title", 2)]),
    (r"谁来?办|谁组织|谁负责", [("host", 4)]),
    (r"给谁|谁参加|谁来", [("audience", 4)]),
    (r"多少人|几人", [("people", 4)]),
    (r"备注|说明|其他|其它|注|附注|备考|特别说明|温馨提示|注意事项|其他事项", [("note", 0)]),
]  # fmt: skip
_KNOWN = [(re.compile(pattern), meanings) for pattern, meanings in _MEANINGS]
#: what stands in brackets after a heading and says which of two it is
_BRACKETED = re.compile(r"\((?!市|承|手机)[^()]{0,40}\)?")
_LONGEST = 16
#: the same heading in a second language beside it
_FOREIGN = re.compile(r"[/|]?[a-z][a-z.'&-]*[/|]?")


@lru_cache(maxsize=65_536)
def meanings(label: str) -> tuple[tuple[str, int], ...]:
    """What a heading (one line, half-width, without spaces) may mean, with ranks; empty when it is none."""
    if not label or len(label) > 60:
        return ()
    text = label.lower().strip("*:;。.·★▲")
    bare = _BRACKETED.sub("", text).strip("*:")
    for one in (text, bare, _FOREIGN.sub("", bare) if not bare.isascii() else ""):
        if 0 < len(one) <= _LONGEST:
            for pattern, found in _KNOWN:
                if pattern.fullmatch(one):
                    return tuple(found)
    return ()


def joined_meanings(parent: str, child: str) -> tuple[tuple[str, int], ...]:
    """What a heading in two rows means: both together, else the lower one, else the upper one."""
    if not parent or parent == child:
        return meanings(child)
    if not child:
        return meanings(parent)
    upper, lower = meanings(parent), meanings(child)
    if lower and lower[0][0] in _TIMES:
        return lower
    both = meanings(parent + child)
    if both and (upper or not lower):
        return both
    if upper and upper[0][0] in _TAKEN_APART and child in _PARTS:
        return ((_PARTS[child].get(upper[0][0], upper[0][0]), 0),)
    return lower or ((("people_part", 0),) if upper and upper[0][0] == "people" else upper)


#: parts of a time say themselves which part they are
_TIMES = frozenset({"month", "day", "weekday", "half", "time", "start", "end"})
#: a person above, and below it what is meant of that person
_TAKEN_APART = frozenset({"contact", "leader", "phone", "contact_both", "leader_both", "audience", "people", "time",
                          "day"})  # fmt: skip
_NAME = {
    "contact": "contact", "contact_both": "contact", "phone": "contact", "leader": "leader", "leader_both": "leader",
}  # fmt: skip
_CALL = {"contact": "phone", "contact_both": "phone", "leader": "leader_phone", "leader_both": "leader_phone"}
_COUNT, _WHO = {"audience": "people"}, {"people": "audience"}
_BEGIN, _END = {"time": "start", "day": "start"}, {"time": "end", "day": "end"}
_PARTS: dict[str, dict[str, str]] = {
    **dict.fromkeys(("姓名", "名字", "姓名(职务)"), _NAME),
    **dict.fromkeys(("电话", "手机", "联系方式", "手机号", "手机号码", "联系电话", "号码", "电话号码"), _CALL),
    **dict.fromkeys(("人数", "数量", "人次", "预计人数", "合计"), _COUNT),
    **dict.fromkeys(("类别", "对象", "人群", "范围", "人员"), _WHO),
    **dict.fromkeys(("起", "自", "从"), _BEGIN),
    **dict.fromkeys(("止", "至", "到"), _END),
}  # fmt: skip


#: a time that is only known by the word 时间 at its end yields to any other
_GUESSED = 4


def _sure(taken: dict[str, int], labels: dict[int, tuple[tuple[str, int], ...]]) -> dict[str, int]:
    """``taken`` without guessed columns of time beside known ones."""
    guessed = {
        field for field, column in taken.items()
        if field in ("time", "day") and (field, _GUESSED) in labels[column]
    }  # fmt: skip
    known = set(taken) & {"start", "time", "time_place"} - guessed
    return {field: column for field, column in taken.items() if not (known and field in guessed)}


def assign(labels: dict[int, tuple[tuple[str, int], ...]]) -> dict[str, int]:
    """Field -> column: every field goes to the column that fits it best, every column to one field."""
    wishes = sorted(
        (rank, column, field) for column, found in labels.items() for field, rank in found if field != "other"
    )
    taken: dict[str, int] = {}
    used: set[int] = set()
    for first in ("title", ""):
        for _rank, column, field in wishes:
            if first and field != first:
                continue
            if field not in taken and column not in used:
                taken[field] = column
                used.add(column)
    return _sure(taken, labels)
