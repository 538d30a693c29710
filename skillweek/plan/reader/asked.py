"""What is asked of a unit without a day or a number: the main thing of a sentence, in its own words."""

import re
from dataclasses import dataclass

from skillweek.plan.reader.obliged import phrase, printed
from skillweek.plan.reader.sentences import Sentence

MUST = re.compile(r"要|应(?!用|急|对|届|邀)|须|需(?!求)|请|必须|务必|负责|牵头|不少于|至少|不得少于")
VERB = re.compile(
    r"(?:持续|集中|组织|认真|广泛|积极|有序|联合|定期|统一|分别|深入)?(?P<verb>举办|举行|开展|组织|设置|设立|开放|发放|收集整理|收集|"
    r"报送|上报|提交|制作|推送|刊发|邀请|成立|推荐|选送|选派|参加|征集|悬挂|张贴|播放|召开|上传|撰写|拍摄|填报|学习宣传|宣传|开辟|开设|"
    r"搭建|出动|配备|提供)"
)
#: what it comes down to, and what only prepares for it
_MAIN = {"举办", "举行", "开展", "成立", "提供"}
_PREPARING = {"设置", "设立", "搭建", "配备", "出动"}
_THING = re.compile(
    r"活动|仪式|咨询|服务|展|讲座|机构|小组|方案|材料|资料|手册|简章|场地|比赛|竞赛|宣讲|论坛|报告会|培训|演练|检查|招聘会|体验|开放日|"
    r"报道|作品|队伍|校园|工作机制|通道|总结|案例|照片|视频|横幅|标语|专栏|班会|座谈会|精神|政策"
)
_VAIN = re.compile(
    r"形式多样|丰富多彩|相关活动|多种形式|喜闻乐见|群众喜爱|高度重视|提高认识|统一思想|切实加强|严禁|不得|形式主义|注意|避免|防止|遵守|"
    r"杜绝"
)
#: what it is all for
_PURPOSE = re.compile(
    r"[,;]\s?(?:让|使|助力|达到|营造|推动|促进|提升|增强|为[^,;]{2,24}提供[^,;]{0,6}(?:保障|支撑|支持))"
)
_SERVED = re.compile(r"(?:面向|向|为)[^,。;]{1,40}$")
_STEADY = re.compile(
    r"(?:认真|积极|严格|切实|精心|主动|广泛|进一步|全面|及时|严肃|层层|分别)?"
    r"(?:贯彻|落实|执行|做好|抓好|加强(?!组织领导|领导|沟通|联系)|制定|制订|安排|策划|明确|建立|完善|健全|履行|配合|组织|宣传|动员|发动|"
    r"引导|展示|推广|检查|指定|填写|登记|部署|统筹|推进|负责)"
)
_ADAPTED = re.compile(
    r"(?:^|,)\s?(?:要|应)?(?:结合|根据|立足|依据)(?P<who>各[\u4e00-\u9fff]{1,10}?)(?:自身|自己|的|工作)?(?:实际|特点|特色|情况|优势)[^,。;]{0,4},"
)
_OPENING = re.compile(
    r"(?:(?:结合|围绕|通过|利用|依托|充分|根据|按照|紧扣|以|在)[^,。;]{2,40},\s?)?(?:要)?(?:持续|集中|积极|有序|统一|广泛|主动)?"
    r"(?:向[^,。;]{2,16})?(?P<verb>开放(?!日|式|课)|邀请)"
)
_SHORT = 8
SURE, STEADY, IMPLIED = 0.6, 0.5, 0.45


@dataclass(frozen=True)
class Asked:
    """What is asked, of whom when another one than before, and how sure that is."""

    what: str
    confidence: float
    who: str | None = None


def asked(sentence: Sentence, who: str) -> Asked | None:
    """各校要开展…活动: named units, a word of duty, something to be done."""
    text = sentence.flat
    must = MUST.search(text, max(sentence.raw().find(who), 0) + len(who))
    if not must:
        return None
    aim = _PURPOSE.search(text, must.end())
    stop = aim.start() if aim else len(text)
    for verb in sorted(VERB.finditer(text, must.end(), stop), key=_weight):
        what = _whole(sentence, verb, must.end())
        if _THING.search(what) and len(what) >= 4 and not _VAIN.search(what):
            return Asked(what, SURE)
    for at in _pieces(text, must.end(), stop):
        what = phrase(sentence, at)
        if _STEADY.match(text, at) and len(what) >= 6 and not _VAIN.search(what):
            return Asked(what, STEADY)
    return None


def implied(sentence: Sentence) -> Asked | None:
    """A clause that asks without naming anybody: 结合各校实际，开放校园，邀请…, or 开放校园，邀请…."""
    text = sentence.flat
    adapted = _ADAPTED.match(text)
    opening = VERB.match(text, adapted.end()) if adapted else _OPENING.match(text)
    if opening is None:
        return None
    start = opening.start("verb") if not adapted else opening.start()
    what = phrase(sentence, start)
    if len(what) < _SHORT and (following := VERB.match(text, start + len(what) + 1)):
        what = phrase(sentence, start, across=following.start())
    if not _THING.search(what) or _VAIN.search(what):
        return None
    return Asked(what, IMPLIED, printed(sentence, adapted["who"]) if adapted else None)


def _weight(verb: re.Match[str]) -> int:
    return 0 if verb["verb"] in _MAIN else 2 if verb["verb"] in _PREPARING else 1


def _whole(sentence: Sentence, verb: re.Match[str], begin: int) -> str:
    """The words from ``verb`` on, with those whom it serves: 为居民提供…."""
    served = _SERVED.search(sentence.flat[begin : verb.start()]) if verb["verb"] == "提供" else None
    return phrase(sentence, begin + served.start() if served else verb.start())


def _pieces(text: str, begin: int, stop: int) -> list[int]:
    """Where the parts of the sentence begin that commas part."""
    return [begin, *(begin + match.end() for match in re.finditer(r"[,;]\s?", text[begin:stop]))]
