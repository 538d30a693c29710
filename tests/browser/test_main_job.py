"""The main job in one real-browser journey: a school submits, county and city approve, a parent finds it by day and
books on a phone, the gate checks in, the school hands in its summary, the city builds the report with the right
numbers in it. axe finds nothing on any page of the way."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page

from skillweek.accounts.models import User
from skillweek.collection.models import Call, ItemRule
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition, MaterialKind
from tests.browser.conftest import DESK, PHONE, assert_accessible, sign_in
from tests.cast import ZONE

pytestmark = pytest.mark.django_db(transaction=True)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE = "一抔泥土到一只茶盏"


@pytest.fixture
def call(edition: Edition) -> Call:
    made = Call.objects.create(
        edition=edition, title="活动周总结材料", opens=date(2021, 5, 22), deadline=date(2021, 6, 2)
    )
    kind = MaterialKind.objects.get(edition=edition, code="summary")
    ItemRule.objects.create(call=made, kind=kind, maximum=1, media_types=DOCX)
    return made


def write(page: Page) -> str:
    """A teacher writes an activity in three short pages and submits it; gives its desk address."""
    sign_in(page, "school-a")
    assert_accessible(page)
    page.goto("/desk/activities/new/")
    page.get_by_label("校园体验日").check()
    page.get_by_label("活动名称").fill(TITLE)
    page.get_by_label("一句话介绍").fill("坐到拉坯机前，做一只自己的茶盏。")
    page.get_by_label("家长").check()
    page.get_by_label("学生").check()
    page.get_by_label("活动内容").fill("跟着老师和同学，从揉泥开始。")
    assert_accessible(page)
    page.get_by_role("button", name="保存，去排时间地点").click()
    page.locator("[name=day]").select_option("2021-05-23")
    page.locator("[name=starts]").fill("09:30")
    page.locator("[name=ends]").fill("11:00")
    page.locator("[name=venue]").select_option(index=1)
    assert_accessible(page)
    page.get_by_role("button", name="保存这一场").click()
    home = page.url.split("when/")[0]
    page.goto(f"{home}check/")
    assert "还差" in page.locator("main").inner_text(), "safety is missing"
    page.goto(f"{home}safety/")
    page.get_by_label("安全责任人").fill("示例-张老师")
    page.get_by_label("责任人手机").fill("139 0000 0001")
    page.get_by_label("核定容纳人数").fill("60")
    page.get_by_label("预计人数").fill("40")
    assert_accessible(page)
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_label("安全与防疫措施").fill("分两组进场，门口留人。")
    page.get_by_label("保险").fill("学校已投公众责任险")
    page.get_by_label("医疗救护").fill("校医在场，备急救箱")
    assert_accessible(page)
    page.get_by_role("button", name="保存并继续").click()
    page.goto(f"{home}places/")
    page.locator("input[name$='-places']").fill("4")
    page.locator("main form button").first.click()
    page.goto(f"{home}check/")
    page.get_by_role("button", name="提交审核").click()
    assert_accessible(page)
    return home


def approve(page: Page, username: str, button: str) -> None:
    """An officer finds it in the inbox and lets it through."""
    sign_in(page, username)
    assert_accessible(page)
    page.get_by_role("link", name=TITLE).click()
    assert_accessible(page)
    page.get_by_role("button", name=button).click()


def book(page: Page) -> str:
    """A parent finds it by day and books two places on a phone; gives the code of the receipt."""
    for step in ("/", "/days/2021-05-23/"):
        page.goto(step)
        assert_accessible(page)
    page.get_by_role("link", name=TITLE).first.click()
    assert_accessible(page)
    page.get_by_role("button", name="预约这一场").click()
    page.get_by_label("您的姓名").fill("陈示例")
    page.get_by_label("手机号码", exact=False).first.fill("139 0000 00")
    page.get_by_label("一共几人").select_option("2")
    page.get_by_label("家长").check()
    page.get_by_label("我同意", exact=False).check()
    page.get_by_role("button", name="确认预约").click()
    assert "手机号码应为 11 位，现在是 9 位" in page.locator("main").inner_text()
    assert page.get_by_label("您的姓名").input_value() == "陈示例"
    assert_accessible(page)
    page.locator("[name=phone]").fill("13900000009")
    page.get_by_role("button", name="确认预约").click()
    page.wait_for_url("**/bookings/**")
    assert_accessible(page)
    return page.locator(".code").first.inner_text()


def check_in(page: Page, code: str) -> None:
    """The gate lets the party in by its code."""
    sign_in_at_gate(page)
    page.goto("/gate/")
    assert_accessible(page)
    page.get_by_role("link", name=TITLE).click()
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="核验").click()
    assert "2 人" in page.locator(".result").inner_text()
    assert_accessible(page)


def sign_in_at_gate(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "gate")
    page.fill("input[name=password]", "skillweek-demo")
    page.click("main button[type=submit]")


def hand_in(page: Page, folder: Path) -> None:
    """The school hands in its summary, its county accepts it."""
    summary = folder / "总结.docx"
    document = Document()
    document.add_paragraph("我校开放了陶瓷实训室。")
    document.save(str(summary))
    page.goto("/desk/materials/")
    page.locator("summary", has_text="上传一份").click()
    page.locator("[name=file]").set_input_files(summary)
    page.get_by_label("标题").fill("活动周总结")
    assert_accessible(page)
    page.get_by_role("button", name="上传到草稿").click()
    page.get_by_role("button", name="报送 1 份材料").click()
    assert "待审" in page.locator("main").inner_text()
    assert_accessible(page)


def report(page: Page) -> str:
    """The city builds the report; gives the text of the Word file."""
    page.goto("/desk/report/")
    assert_accessible(page)
    page.get_by_role("button", name="生成总结（Word）").click()
    with page.expect_download() as download:
        page.locator("a.file").first.click()
    word = Document(BytesIO(Path(download.value.path()).read_bytes()))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def test_main_job(
    week_clock: Callable[[datetime], None], open_page: Callable[..., Page], call: Call, venue: Venue,
    school: Organisation, he: User, zhou: User, lin: User, men: User, tmp_path: Path,
) -> None:  # fmt: skip
    week_clock(datetime(2021, 5, 18, 9, 0, tzinfo=ZONE))
    teacher, county, city = open_page(DESK), open_page(DESK), open_page(DESK)
    home = write(teacher)
    approve(county, "county-yexian", "通过")
    approve(city, "city", "通过并发布")
    code = book(open_page(PHONE))
    week_clock(datetime(2021, 5, 23, 9, 20, tzinfo=ZONE))
    check_in(open_page(PHONE), code)
    week_clock(datetime(2021, 5, 29, 10, 0, tzinfo=ZONE))
    hand_in(teacher, tmp_path)
    county.goto("/desk/")
    county.get_by_role("link", name="活动周总结").first.click()
    county.get_by_role("button", name="接收").click()
    teacher.goto(home)
    assert_accessible(teacher)
    text = report(city)
    assert "全市共举办活动1项，安排1场。" in text
    assert "群众网上预约2人次，现场核验到场2人次。" in text
    assert "共收到材料1份（活动周总结1份）" in text
