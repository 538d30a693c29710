"""The same notice as text in any encoding, Word, PDF or web page reads alike."""

import dataclasses
import re

import docx
import pytest

from skillweek.plan.reader import Reading, read
from skillweek.plan.tests.reader.documents import listed, notice, numbered, page, pdf, saved, word

FIELDS = (
    "title",
    "number",
    "issued",
    "issuer",
    "recipients",
    "starts",
    "ends",
    "theme",
    "deadline",
    "contacts",
)


def fields(reading: Reading) -> dict[str, object]:
    """The head of a reading, blanks aside."""
    whole = {name: getattr(reading, name) for name in FIELDS} | {"paths": [c.path for c in reading.clauses]}
    whole["headings"] = [clause.heading for clause in reading.clauses]
    whole["duties"] = [(duty.clause, duty.who, duty.due, duty.min_count) for duty in reading.duties]
    return whole


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("name", ["02", "03", "10"])
def test_any_encoding(name: str, encoding: str) -> None:
    text = notice(name)
    assert read(text.encode(encoding), "a.txt") == read(text.encode(), "a.txt")


@pytest.mark.parametrize("name", ["01", "02", "03", "05", "07", "08", "10", "12"])
def test_word_and_web_page_read_like_the_text(name: str) -> None:
    text = notice(name)
    wanted = fields(read(text.encode(), "a.txt"))
    assert fields(read(word(text), "a.docx")) == wanted
    assert fields(read(page(text), "a.html")) == wanted


@pytest.mark.parametrize("name", ["02", "05", "08", "10", "12"])
def test_pdf_reads_like_the_text(name: str) -> None:
    text = notice(name)
    assert fields(read(pdf(text), "a.pdf")) == fields(read(text.encode(), "a.txt"))


def test_a_pdf_of_many_pages_keeps_its_paragraphs() -> None:
    long = "各职业院校要组织师生走进社区，" * 40
    text = notice("02").replace("各二级学院至少", f"{long}\n各二级学院至少")
    reading = read(pdf(text), "a.pdf")
    assert fields(reading) == fields(read(text.encode(), "a.txt"))
    assert not any(re.search("— ?[0-9] ?—", clause.text) for clause in reading.clauses)


def test_numbers_that_word_writes_itself() -> None:
    document = docx.Document()
    document.add_paragraph("关于开展2030年职业教育活动周的通知")
    document.add_paragraph("各学校：")
    list_id = numbered(document)
    for words, depth in (("时间和主题", 0), ("时间：2030年5月12日至18日", 1), ("主题：自己动手", 1), ("要求", 0),
                         ("报送材料。请各学校于6月1日前报送总结。", 1), ("照片", 2), ("视频", 2)):  # fmt: skip
        listed(document, words, list_id, depth)
    reading = read(saved(document), "a.docx")
    assert [(clause.path, clause.heading) for clause in reading.clauses] == [
        ("1", "时间和主题"), ("1.1", "时间"), ("1.2", "主题"), ("2", "要求"), ("2.1", "报送材料"), ("2.1.1", "照片"),
        ("2.1.2", "视频"),
    ]  # fmt: skip
    assert (reading.starts, reading.theme, reading.deadline) == ("2030-05-12", "自己动手", "2030-06-01")
    assert reading.sources["clauses[4]"].quote == "（一）报送材料"


def test_tables_text_boxes_and_running_heads_of_word() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "示例西陵市教育局文件"
    document.add_paragraph("活动周安排方案")
    table = document.add_table(rows=0, cols=2)
    for label, value in (
        ("活动时间", "2030年5月12日至18日"),
        ("活动主题", "自己动手"),
        ("联系电话", "88001234"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    reading = read(saved(document), "a.docx")
    assert (reading.title, reading.starts, reading.ends) == ("活动周安排方案", "2030-05-12", "2030-05-18")
    assert (reading.theme, reading.contacts.phone) == ("自己动手", "88001234")


def test_a_notice_inside_a_frame_of_one_cell() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = notice("05").splitlines()[3]
    for line in notice("05").splitlines()[4:]:
        cell.add_paragraph(line)
    assert read(saved(document), "a.docx").starts == "2029-12-28"


def test_deleted_and_hidden_words_of_word_are_not_read() -> None:
    document = docx.Document()
    for line in notice("05").splitlines():
        document.add_paragraph(line)
    run = document.add_paragraph().add_run("联系电话：88009999")
    run.font.hidden = True
    assert read(saved(document), "a.docx").contacts.phone == "13900000000"


def test_a_web_page_gives_its_notice_and_not_its_surroundings() -> None:
    links = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(30))
    reading = read(
        page(
            notice("02").partition("\n\n")[2],
            head="<title>正文</title><meta name='ArticleTitle' content='关于开展2030年职业教育活动周系列活动的通知'>"
            "<meta name='PubDate' content='2030-05-07 10:00'><script>var a = '各单位：';</script>",
            before=f"<div class='top-nav'><ul>{links}</ul></div><div>联系电话：66000000</div>",
            after="<div class='related'><a>关于2019年活动周的通知</a></div>"
            "<div id='footer'>主办单位：示例网 电话：66001111</div>",
        ),
        "a.html",
    )
    wanted = read(notice("02").encode(), "a.txt")
    assert fields(reading) == fields(wanted)
    assert reading.sources["title"].quote == "关于开展2030年职业教育活动周系列活动的通知"


def test_tables_of_web_pages() -> None:
    rows = "".join(
        f"<tr><td>{label}</td><td>{value}</td></tr>"
        for label, value in (("活动时间", "2030年5月12日至18日"), ("活动主题", "自己动手"))
    )
    reading = read(f"<html><body><h1>活动周方案</h1><table>{rows}</table></body></html>".encode(), "a.html")
    assert (reading.title, reading.starts, reading.theme) == ("活动周方案", "2030-05-12", "自己动手")


def test_a_page_in_gb18030_that_says_so() -> None:
    data = page(notice("12")).decode().replace("utf-8", "gb2312").encode("gb18030")
    assert fields(read(data, "a.htm")) == fields(read(notice("12").encode(), "a.txt"))


def test_reading_is_the_same_every_time() -> None:
    data = notice("10").encode()
    assert dataclasses.asdict(read(data, "a.txt")) == dataclasses.asdict(read(data, "b.txt"))
