"""What a page says of its own publication is no value; broken lines and foreign lines are no part of the title."""

import pytest

from skillweek.plan.reader import Reading, read

END = "\n各学校：\n为办好今年的活动周，现将有关事项通知如下，请认真落实。\n{body}\n示例市教育局\n"
TIME = "一、活动时间：5月12日至18日。\n二、请各校于6月2日前将活动总结报送市教育局。"


def of(head: str, body: str = TIME) -> Reading:
    return read((head + END.format(body=body)).encode(), "a.txt")


@pytest.mark.parametrize("stamp", ["发布时间：2033-04-20 10:22:31", "发布 2033-04-20 10:22:31 阅读 22"])
def test_the_year_of_the_title_beats_the_day_of_publication(stamp: str) -> None:
    reading = of(f"2031职业教育活动周活动方案\n{stamp}")
    assert (reading.starts, reading.ends, reading.deadline) == ("2031-05-12", "2031-05-18", "2031-06-02")
    assert reading.sources["starts"].confidence > 0.9
    assert reading.questions == []


def test_the_year_of_the_number_beats_the_day_of_publication() -> None:
    reading = of("关于开展活动周的通知\n示教〔2031〕5号\n发布时间：2033-04-20 10:22")
    assert reading.starts == "2031-05-12"
    assert reading.sources["starts"].confidence > 0.9


def test_a_year_that_only_the_page_tells_is_unsure() -> None:
    reading = of("关于开展活动周的通知\n发布时间：2031-04-20 10:22")
    assert (reading.starts, reading.deadline) == ("2031-05-12", "2031-06-02")
    assert reading.sources["starts"].confidence == 0.4
    assert reading.sources["deadline"].confidence == 0.4
    assert [(one.field, one.code) for one in reading.questions] == [
        ("starts", "year_of_page"),
        ("deadline", "year_of_page"),
    ]


@pytest.mark.parametrize(
    ("line", "issued", "quote"),
    [
        ("发布时间：2031-04-20 10:22", None, "2031-04-20 10:22"),
        ("发布 2031-04-20 10:22:31 阅读 22", None, "2031-04-20"),
        ("成文日期：2031-04-20", "2031-04-20", "2031-04-20"),
        ("发文日期：2031-04-20", "2031-04-20", "2031-04-20"),
    ],
)
def test_a_day_of_publication_is_no_day_of_issue(line: str, issued: str | None, quote: str) -> None:
    reading = of(f"关于开展2031年活动周的通知\n{line}")
    assert reading.issued == issued
    assert reading.sources["issued"].quote == quote


def test_a_signature_with_enumeration_commas() -> None:
    reading = read(("关于开展活动周的通知" + END.format(body=TIME) + "2031、4、20").encode(), "a.txt")
    assert (reading.issued, reading.starts) == ("2031-04-20", "2031-05-12")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("示例信息网 示例市人民政府网\n转发省教育厅关于开展活动周的通知", "转发省教育厅关于开展活动周的通知"),
        ("示例市教育局\n转发省教育厅关于开展活动周的通知", "示例市教育局转发省教育厅关于开展活动周的通知"),
        ("示例系统XX年“爱劳动”主题宣传\n周活动方案", "示例系统XX年“爱劳动”主题宣传周活动方案"),
        ("示教〔2031〕5号示例市教育局关于开展活动周的通知", "示例市教育局关于开展活动周的通知"),
        ("本站 示例学校活动周方案.docx\n免责声明：由网友上传。\n示例学校活动周实施方案", "示例学校活动周实施方案"),
        ("关于开展“职教\n周”系列活动的通知", "关于开展“职教周”系列活动的通知"),
    ],
)  # fmt: skip
def test_title_alone(head: str, title: str) -> None:
    reading = of(head)
    assert reading.title == title
    assert reading.sources["title"].confidence > 0.9


def test_half_a_title_is_unsure() -> None:
    reading = of("示例\n周活动方案")
    assert reading.title == "周活动方案"
    assert reading.sources["title"].confidence == 0.5
    assert [one.code for one in reading.questions if one.field == "title"] == ["title_unsure"]


@pytest.mark.parametrize(
    "line", ["示石教、团联发〔2031〕1号", "• 发文字号\n• 示石教、团联发〔2031〕1号\n• 索引号"]
)
def test_number_of_two_offices_and_in_a_list(line: str) -> None:
    assert of(f"{line}\n关于开展活动周的通知").number == "示石教、团联发〔2031〕1号"


def test_recipients_that_end_with_a_full_stop() -> None:
    text = (
        "示例镇活动周方案\n各村、学校、企事业单位。\n"
        "为办好今年的活动周，现将有关事项通知如下，请认真落实。\n一、要求\n请落实。\n"
    )
    assert read(text.encode(), "a.txt").recipients == ["各村", "学校", "企事业单位"]


def test_sentences_broken_inside_words_are_made_whole() -> None:
    body = (
        "一、要求\n\n请各校于6月2日前将活动总结(电\n\n子版)发送至邮箱a@x.example.cn。\n\n"
        "二、安排\n\n结合本校实际，各校要组织师生走进社\n\n区，开展志愿服务活动。"
    )
    reading = of("关于开展2031年活动周的通知", body)
    assert reading.deadline == "2031-06-02"
    assert [one.path for one in reading.clauses] == ["1", "2"]
    assert [(one.who, one.due) for one in reading.duties] == [("各校", "2031-06-02"), ("各校", None)]


def test_lines_that_are_whole_stay_apart() -> None:
    body = (
        "一、精心策划，认真组织好各项活动\n各校要落实，并做好总结。\n"
        "二、联系\n联系人：示例甲，电话：0000-8800001\n特此通知，请遵照执行。"
    )
    reading = of("关于开展2031年活动周的通知", body)
    assert [one.heading for one in reading.clauses] == ["精心策划，认真组织好各项活动", "联系"]
