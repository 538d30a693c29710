"""Words of duty: who is obliged, how often at least, and the phrase that says to what."""

import re

from skillweek.plan.reader.dates import number_of
from skillweek.plan.reader.sentences import Sentence

LONGEST = 80
_CN = "一二两三四五六七八九十"
_COUNTED = (
    r"(?:场|次|篇|个|名|张|条|项|期|部|件|家|位|组|幅|份|堂|节课|例|支|则|段|台|块|所|套|种|类|批|处|人次|人|节)"
    r"(?!以内|以下)"
)
_GIVEN = (
    r"(?:报送|推荐|举办|开展|选送|组织|提交|制作|推出|刊发|选派|选树|上报|举行|牵头开展|拍摄|提供|不少于)"
)
_EVERY = (
    r"(?:县|校|市|区|所|单位|学院|系|班|部门|院校|学校|乡镇|街道|社区|[^,。;]{1,8}?(?:局|院|校|系|部|处))"
)
#: 照片3-5张, unless it only describes something in brackets
_RANGE = re.compile(
    rf"(?:照片|图片|视频|案例|作品|材料|新闻稿|简报)[^,。;(\d]{{0,6}}?"
    rf"(?P<n>\d{{1,3}}|[{_CN}])\s?[-~至到]\s?(?:\d{{1,3}}|[{_CN}])\s?{_COUNTED}"
)
_AT_LEAST = (
    re.compile(
        rf"(?:不少于|不低于|不得少于|不得低于|至少|最少|≥)[^,。;\d{_CN}%]{{0,12}}?"
        rf"(?P<n>\d{{1,4}}|[{_CN}]{{1,3}})\s?(?:-\s?\d{{1,4}})?\s?{_COUNTED}"
    ),
    re.compile(rf"(?P<n>\d{{1,4}}|[{_CN}]{{1,3}})\s?{_COUNTED}(?:及)?以上"),
    re.compile(rf"{_GIVEN}[^,。;\d]{{0,10}}?(?P<n>\d{{1,3}}|[{_CN}])\s?-\s?\d{{1,3}}\s?{_COUNTED}"),
    _RANGE,
    re.compile(
        rf"每(?:个)?{_EVERY}[^,。;\d]{{0,12}}?{_GIVEN}[^,。;\d限]{{0,8}}?(?P<n>\d{{1,3}}|[{_CN}]{{1,2}})\s?{_COUNTED}"
    ),
    re.compile(
        rf"每(?:个)?(?:县|校|市|区|所|单位|学院|系|班|部门|院校|学校|乡镇|街道|社区)\s?(?P<n>\d{{1,3}}|[{_CN}])\s?{_COUNTED}"
    ),
    re.compile(r"(?:举办|开展|组织|召开|承办|举行|策划)(?:好)?(?P<n>一)(?:次|场|堂|个)"),
)  # fmt: skip
_WHO = re.compile(
    r"(?:^|[,:。;“、)]|请|由|要求|希望|望|其中|组织|并且?|同时|期间|[日午])\s?"
    r"(?P<who>(?:各|有条件的|有意[^,。;:]{1,12}的|每个?(?![年天日月周])|全体|所有|有关|相关|全市|全校|全院|省属|市属|局属|校属|院属|"
    r"市直|直属)[\u4e00-\u9fff()、和及0-9“”/]{1,60}?)"
    r"(?=\s?(?:动员|推出|带头|带动|引导|策划|牵头|会同|配合|补充|完善|抓好|落实|要|应当?|须|需|可|请|必须|务必|负责(?!人|单位|部门)|于|"
    r"在|将|结合|认真|积极|组织(?!要|应|须|需|推|、|和|单位|机构)|开展(?!单位)|按照?|根据|围绕|依托|至少|不少于|每|原则上|统一|均|都|分别|"
    r"集中|利用|通过|收集|报送|做好|加强|安排|制定|明确|成立|举办(?!单位)|设|选|推荐(?!单位)|广泛|充分|切实|严格|高度|务|可以|不得|自行|"
    r"主动|参照|参加(?!单位)|确定|统筹|以|把|报(?!名单位)|上报|提交|填|为|及时|自|从|\d|,|。|:|;|$))"
)
#: the one who is named right before a count: 各地要…，每县(市、区)至少…
_NEAREST = re.compile(
    r"(?:^|[,;。:、]|要求|学校)\s?(?P<who>每(?:个)?(?!学期|季度|半年|隔|[年天日月周人次])[^,。;:、\d()]{1,10}?(?:\([^()]{1,10}\))?)"
    r"(?=\s?(?:至少|不少于|最少|报送|上报|推荐|选送|开展|举办|组织|承担|选派|提交|安排|要|应|须))"
)
#: a single office at the beginning of a sentence, or behind 请
_OFFICE = re.compile(
    r"(?:^|请|由)(?P<who>(?!请|由)[\u4e00-\u9fff]{2,16}?(?:中心|局|处|部|办|委|会|学院|工会|科|室|单位|部门|学校|院校|机构|企业))"
    r"(?=\s?(?:要(?!求|点|素)|应当?(?!用|急|对|届|邀)|须|需|务必|负责(?!人)|牵头|组织(?!机构|部)|于|会同))"
)
#: the last word of those who can owe something
_WHO_ENDS = re.compile(
    r".*(?:局|厅|部|委|办|院|校|会|室|处|科|中心|政府|公司|集团|系|团|社|馆|站|所|园|镇|乡|街道|社区|单位|部门|县|市|区|州|地|企业|机构|组织|"
    r"班级?|支部|总支|教师|老师|学生|师生|人员|党员|职工|同学|团队|队|者|方|家|级|村|基地|院所|媒体|门|位|户|人|学)(?:\([^()]{1,20}\))?"
)


def who_of(text: str) -> str | None:
    """The units that a flat sentence speaks of."""
    match = _WHO.search(text[:400])
    if not match:
        office = _OFFICE.search(text[:400])
        return office["who"] if office else None
    trimmed = _WHO_ENDS.match(match["who"].strip("、和及"))
    if not trimmed or not 2 <= len(trimmed[0]) <= 60:
        return None
    whole = match["who"].strip("、和及")
    return whole if whole.endswith(")") else trimmed[0]


def nearest_who(text: str, end: int) -> str | None:
    """The unit that stands right before a count which ends at ``end``, in the same part of the sentence."""
    found = None
    for match in _NEAREST.finditer(text[:end]):
        found = match
    if found is None or re.search("[,;。]", text[found.end() : end]):
        return None
    return found["who"]


def printed(sentence: Sentence, words: str | None) -> str | None:
    """``words`` of the flat sentence as the source prints them."""
    if words is None:
        return None
    at = sentence.flat.find(words)
    return sentence.raw(at, at + len(words)) if at >= 0 else words


def least_of(text: str) -> re.Match[str] | None:
    """至少两场, 3篇以上, 1-2项; percentages, words and minutes are none of it."""
    for pattern in _AT_LEAST:
        for match in pattern.finditer(text[:3000]):
            if "一式" in text[max(0, match.start() - 3) : match.end()]:
                continue
            if pattern is _RANGE and text.count("(", 0, match.start()) > text.count(")", 0, match.start()):
                continue
            return match
    return None


def count_of(match: re.Match[str] | None) -> int | None:
    """The number of a match of ``least_of``."""
    return number_of(match["n"].replace("两", "二")) if match else None


def phrase(sentence: Sentence, start: int, stop: int | None = None, *, across: int = 0) -> str:
    """Words from ``start`` to the next break, as printed; ``across``: commas before that place are no break."""
    text = sentence.flat if stop is None else sentence.flat[:stop]
    depth, end = 0, len(text)
    for at in range(start, min(len(text), start + 200)):
        sign = text[at]
        depth += (sign in "“《") - (sign in "”》")
        opens = sign == "(" and at > start + 3 and text.find(")", at, at + 6) < 0
        if sign == "@" or opens or (depth <= 0 and (sign in "。;!" or (sign == "," and at >= across))):
            end = at
            break
    words = sentence.raw(start, end)
    if text[end : end + 1] == "@":
        words = re.sub(r"[A-Za-z0-9._-]+$", "", words)
    return words.strip()[:LONGEST]
