"""The report: figures from real rows, frozen with the file, on the page of the standard."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from docx import Document as WordDocument
from docx.oxml.ns import qn
from pypdf import PdfReader

from skillweek.accounts.models import User
from skillweek.common import registry
from skillweek.library.document import Document, Paragraph
from skillweek.library.render import docx, pdf
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.report import actions, queries
from skillweek.report.models import Figure, Report
from skillweek.report.rules import CATALOGUE
from tests.cast import ZONE


@pytest.fixture
def week(edition: Edition, school: Organisation, venue: Venue, now: datetime) -> Edition:
    activity = make_activity(school, edition)
    for day in (22, 24, 24):
        make_session(activity, starts=datetime(2021, 5, day, 14, tzinfo=ZONE), venue=venue)
    draft = make_activity(school, edition, state="draft", title="还没写完")
    make_session(draft, starts=datetime(2021, 5, 25, 9, tzinfo=ZONE), venue=venue)
    return edition


def test_every_registered_measure_is_in_the_catalogue() -> None:
    assert {measure.key for measure in CATALOGUE} == set(registry.measures)


def test_figures_count_what_is_public(week: Edition) -> None:
    found = {one.measure.key: one.value.value for one in queries.figures(week)}
    assert {key: number for key, number in found.items() if number} == {
        "activities_published": 1, "sessions_planned": 3, "sessions_held": 1,
    }  # fmt: skip


def test_parts_add_up(week: Edition) -> None:
    for one in queries.figures(week):
        assert sum(number for _label, number in one.value.parts) in (0, one.value.value)


def test_a_county_left_out_counts_nowhere(week: Edition, county: Organisation) -> None:
    county.counts_in_report = False
    county.save()
    assert {one.measure.key: one.value.value for one in queries.figures(week) if one.value.value} == {}


def test_matrix(week: Edition, county: Organisation, other_county: Organisation) -> None:
    assert queries.place_by_day(week) == [(other_county, [0] * 7), (county, [1, 0, 2, 0, 0, 0, 0])]


def test_built_twice_gives_two_reports_with_frozen_figures(
    week: Edition, lin: User, school: Organisation
) -> None:
    first = actions.build_report(edition=week, format="docx", by=lin)
    make_activity(school, week, title="后来的活动")
    second = actions.build_report(edition=week, format="docx", by=lin)
    activities = Figure.objects.filter(measure="activities_published", part="").order_by("report")
    assert list(activities.values_list("report", "value")) == [(first.pk, 1), (second.pk, 2)]
    assert first.file.name == "平顶山市2021年职业教育活动周工作总结.docx"


def test_word_has_the_page_of_the_standard(week: Edition) -> None:
    data, _counted = actions.render_report(edition=week, format="docx")
    word = WordDocument(BytesIO(data))
    section = word.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")] == [
        "linesAndChars", "580", "-848",
    ]  # fmt: skip
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "平顶山市2021年职业教育活动周工作总结" in text
    assert "2021年5月22日至28日" in text
    assert "全市共举办活动1项，安排3场。" in text
    faces = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for p in word.paragraphs for run in p.runs if run.text}
    assert faces == {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"}
    assert [table.rows[0].cells[0].text for table in word.tables] == ["指标", "单位"]


def test_pdf_has_every_glyph_and_embedded_fonts() -> None:
    rare = "郏县滍阳镇堃喆珺玥㎡〔2021〕"
    data = pdf.render(Document("总结", (Paragraph(rare),), "平顶山市教育体育局", date(2021, 6, 2)))
    page = PdfReader(BytesIO(data)).pages[0]
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    assert rare in page.extract_text().replace("\n", "")
    fonts = page["/Resources"]["/Font"]
    for name in fonts:
        descriptor = fonts[name]["/DescendantFonts"][0]["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor), fonts[name]["/BaseFont"]


def test_nothing_is_claimed_that_was_not_counted(edition: Edition, now: datetime) -> None:
    data, _counted = actions.render_report(edition=edition, format="docx")
    text = "".join(paragraph.text for paragraph in WordDocument(BytesIO(data)).paragraphs)
    assert "活动0项" not in text
    assert "展厅" not in text


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_command(week: Edition, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"report.{kind}"
    call_command("build_report", "pds-2021", format=kind, out=str(out))
    assert out.read_bytes()[:4] == {"docx": b"PK\x03\x04", "pdf": b"%PDF"}[kind]


def test_command_says_what_is_wrong(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no edition 'pds-2020'; known: pds-2021"):
        call_command("build_report", "pds-2020", out=str(tmp_path / "a.docx"))
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("build_report", "pds-2021", out=str(tmp_path / "no" / "a.docx"))


def test_pages(week: Edition, lin: User, he: User, zhou: User, sign_in) -> None:
    assert sign_in(lin).get("/desk/report/").status_code == 200
    for stranger in (he, zhou):
        assert sign_in(stranger).get("/desk/report/").status_code == 404
        assert sign_in(stranger).post("/desk/report/pds-2021/build/", {"format": "docx"}).status_code == 404
    assert Report.objects.count() == 0
    mine = sign_in(lin)
    assert mine.post("/desk/report/pds-2021/build/", {"format": "docx"}).status_code == 302
    report = Report.objects.get()
    assert b"".join(mine.get(report.file.get_absolute_url()).streaming_content).startswith(b"PK")
    assert sign_in(he).get(report.file.get_absolute_url()).status_code == 404


def test_docx_module_is_pure(now: datetime) -> None:
    document = Document("总结", (Paragraph("正文。"),), "某局", date(2021, 6, 2))
    assert WordDocument(BytesIO(docx.render(document))).paragraphs[0].text == "总结"
