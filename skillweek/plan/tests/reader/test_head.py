"""Titles and signatures as they are printed in all their variety."""

import pytest

from skillweek.plan.reader import Reading, read

BODY = "\n各学校：\n为办好今年的活动周，现将有关事项通知如下，请认真落实。\n一、要求\n请各校落实。\n"


def headed(head: str) -> Reading:
    return read(f"{head}{BODY}示例市教育局\n2031年4月20日\n".encode(), "a.txt")


def signed(end: str) -> Reading:
    return read(f"关于开展2031年活动周的通知{BODY}{end}\n".encode(), "a.txt")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("关于开展活动周的补充通知", "关于开展活动周的补充通知"),
        ("示例市教育局办公室\n关于开展活动周的\n预通知", "示例市教育局办公室关于开展活动周的预通知"),
        (
            "中共示例市委教育工委\n示例市教育局\n关于开展活动周的通知",
            "中共示例市委教育工委 示例市教育局关于开展活动周的通知",
        ),
        ("示例学院2031年职业教育\n活动周实施方案", "示例学院2031年职业教育活动周实施方案"),
        ("2031年职业教育活动周实施方案（草案）", "2031年职业教育活动周实施方案（草案）"),
        ("【关于开展活动周的通知】", "关于开展活动周的通知"),
        ("关于举办“技能月”的通知 - 示例学院", "关于举办“技能月”的通知"),
        ("校发〔2031〕18号  关于开展活动周的通知", "关于开展活动周的通知"),
        ("关于开展活动周的通知（示教〔2031〕5号）", "关于开展活动周的通知"),
        ("示例市教育局文件\n示教〔2031〕5号\n关于开展活动周的通知", "关于开展活动周的通知"),
        (
            "通知公告\n关于开展活动周的通知\n2031-04-20 10:22:31   来源：教务处  浏览：22",
            "关于开展活动周的通知",
        ),
        (
            "关于转发《关于活动周的通知》（省教〔2031〕9号）的通知",
            "关于转发《关于活动周的通知》（省教〔2031〕9号）的通知",
        ),
        ("学校简介", None),
    ],
)
def test_title(head: str, title: str | None) -> None:
    assert headed(head).title == title


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("校发〔2031〕18号  关于开展活动周的通知", "校发〔2031〕18号"),
        ("关于开展活动周的通知（示教〔2031〕5号）", "示教〔2031〕5号"),
        ("关于开展活动周的通知 示教〔2031〕5号", "示教〔2031〕5号"),
        ("关于转发《关于活动周的通知》（省教〔2031〕9号）的通知", None),
        ("关于转发省教〔2031〕9号文件的通知", None),
    ],
)
def test_number_beside_the_title(head: str, number: str | None) -> None:
    assert headed(head).number == number


@pytest.mark.parametrize(
    ("end", "issuer", "issued"),
    [
        ("示例市教育局（盖章）\n2031年4月20日", "示例市教育局", "2031-04-20"),
        ("示例市教育局 2031年4月20日", "示例市教育局", "2031-04-20"),
        ("2031年4月20日\n示例市教育局", "示例市教育局", "2031-04-20"),
        ("示 例 市 教 育 局\n二〇三一年四月二十日", "示例市教育局", "2031-04-20"),
        ("示例学院教务处　学生处　团委\n2031.4.20", "示例学院教务处", "2031-04-20"),
        ("教务处、学生处\n2031-04-20", "教务处", "2031-04-20"),
        ("共青团示例市委员会\n2031年4月", "共青团示例市委员会", None),
        ("示例市教育局\n2031年4月20日\n（此件公开发布）", "示例市教育局", "2031-04-20"),
        (
            "（联系人：示例；联系电话：0000-8800001）\n示例市教育局\n2031年4月20日",
            "示例市教育局",
            "2031-04-20",
        ),
        ("请各校于5月1日前报名。", None, None),
    ],
)
def test_signature(end: str, issuer: str | None, issued: str | None) -> None:
    reading = signed(end)
    assert (reading.issuer, reading.issued) == (issuer, issued)


def test_a_plan_behind_the_signature_gives_the_clauses_when_the_notice_has_none() -> None:
    text = (
        "关于印发《活动周方案》的通知\n各学校：\n现将《活动周方案》印发给你们，请结合实际认真落实，做好活动周的各项工作。\n"
        "示例市教育局\n2031年4月20日\n附件\n活动周方案\n一、主题\n用心\n二、时间\n5月12日至18日\n"
    )
    reading = read(text.encode(), "a.txt")
    assert [(clause.path, clause.heading) for clause in reading.clauses] == [("1", "主题"), ("2", "时间")]
    assert (reading.title, reading.theme, reading.starts) == (
        "关于印发《活动周方案》的通知",
        "用心",
        "2031-05-12",
    )


def test_a_headline_outside_the_main_part_of_a_page() -> None:
    body = "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    page = (
        "<html><body><ul><li><a>关于2019年活动周的通知</a></li></ul><div><h3>关于举办活动周的通知</h3><i>来源：教务处</i>"
        f"<div id='v'>{body}<p>教务处</p><p>2031年5月6日</p></div></div></body></html>"
    )
    reading = read(page.encode(), "a.html")
    assert (reading.title, reading.issuer, reading.recipients) == (
        "关于举办活动周的通知",
        "教务处",
        ["各学校"],
    )


def test_rows_that_name_a_unit_in_charge_are_duties() -> None:
    table = (
        "序号 | 活动内容 | 时间 | 责任部门\n1 | 启动仪式 | 5月11日 | 宣传部\n"
        "2 | 技能展示 | 待定 | 各二级学院\n合计 | 2 | |\n"
    )
    reading = read(f"关于开展2031年活动周的通知{BODY}二、安排\n{table}".encode(), "a.txt")
    assert [(duty.clause, duty.who, duty.what, duty.due) for duty in reading.duties] == [
        ("2", "宣传部", "启动仪式", "2031-05-11"),
        ("2", "各二级学院", "技能展示", None),
    ]
