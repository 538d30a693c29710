"""Every page in three languages: it is there, says what it is, and in which language."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from skillweek.website.tests.conftest import Week

#: address, and its heading in Simplified Chinese, Traditional Chinese and English
PAGES = [
    ("/", "技能：让生活更美好", "技能：讓生活更美好", "Skills make life better"),
    ("/schedule/", "天天有活动", "天天有活動", "Something on every day"),
    ("/days/2021-05-23/", "5 月 23 日 星期日", "5 月 23 日 星期日", "Sunday 23 May"),
    ("/places/", "处处有看点", "處處有看點", "Something to see everywhere"),
    ("/places/yexian/", "叶县", "葉縣", "Ye County"),
    ("/audiences/", "人人有收获", "人人有收穫", "Something for everybody"),
    ("/audiences/parents/", "适合家长的活动", "適合家長的活動", "Activities for Parents"),
    ("/activities/pottery/", "汝瓷拉坯体验", "汝瓷拉坯體驗", "Throw a bowl"),
    ("/schools/", "职业院校", "職業院校", "Vocational schools"),
    ("/schools/school-a/", "示例-叶县职业教育中心", "示例-葉縣職業教育中心", "示例-叶县职业教育中心"),
    ("/search/", "搜索", "搜尋", "Search"),
    ("/search/?q=拉坯", "搜索：拉坯", "搜尋：拉坯", "Search: 拉坯"),
    ("/sitemap/", "网站地图", "網站地圖", "Site map"),
]
LANGUAGES = (("", "zh-Hans"), ("/zh-hant", "zh-Hant"), ("/en", "en"))


@pytest.mark.parametrize("at", range(3), ids=[tag for _, tag in LANGUAGES])
@pytest.mark.parametrize("page", PAGES, ids=[page[0] for page in PAGES])
def test_page(page: tuple[str, ...], at: int, week: Week, get: Callable[..., str]) -> None:
    prefix, tag = LANGUAGES[at]
    html = get(prefix + page[0])
    assert re.findall(r'<html lang="([^"]+)"', html) == [tag]
    headings = [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<h1.*?>(.*?)</h1>", html, re.S)]
    assert headings == [page[1 + at]]
    assert re.findall(r"<title>(.+?)</title>", html, re.S)
    assert html.count('rel="alternate" hreflang=') == 4


@pytest.mark.parametrize(
    "path",
    ["/days/2021-05-21/", "/days/2021-02-31/", "/days/today/", "/places/nowhere/", "/places/school-a/",
     "/audiences/martians/", "/activities/none/", "/schools/none/", "/schools/yexian/"],
)  # fmt: skip
def test_what_is_not_there_is_404(path: str, week: Week, client: Client) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/schedule/", "/places/", "/audiences/", "/schools/", "/search/?q=拉坯", "/sitemap/"],
)
def test_a_fresh_installation_is_friendly(path: str, db: None, get: Callable[..., str]) -> None:
    assert "<h1>活动周正在筹备</h1>" in get(path)


def test_a_fresh_installation_has_no_single_pages(db: None, client: Client) -> None:
    for path in ("/days/2021-05-23/", "/places/a/", "/audiences/a/", "/activities/a/", "/schools/a/"):
        assert client.get(path).status_code == 404
    assert client.get("/sitemap.xml").status_code == 200


@pytest.mark.usefixtures("now", "school")
def test_an_empty_edition_says_so(edition: object, get: Callable[..., str]) -> None:
    assert "活动正在准备" in get("/")
    assert "活动正在准备" in get("/schedule/")
    assert "这一天还没有活动" in get("/days/2021-05-23/")
    assert "这里还没有公布活动" in get("/places/yexian/")
    assert "还没有公布适合你的活动" in get("/audiences/parents/")
    assert "这所学校还没有公布活动" in get("/schools/school-a/")


def test_the_english_pages_hold_no_chinese_of_ours(week: Week, get: Callable[..., str]) -> None:
    """With English data, no Han character stands outside the language switch."""
    from skillweek.organisations.models import Organisation, Venue
    from skillweek.programme.models import Activity

    for unit in Organisation.objects.all():
        unit.name = unit.name_en = unit.short_name = unit.code.title()
        unit.save()
    Venue.objects.update(name="Hall", address="1 Sample Road")
    Activity.objects.update(summary="Make a cup.", body="Make a cup.", steps="Throw it", good_to_know="")
    for path in (page[0] for page in PAGES if "?" not in page[0]):
        html = re.sub(r"<nav class=\"top\".*?</nav>|<script.*?</script>", "", get("/en" + path), flags=re.S)
        assert re.findall(r"[\u3000-\u9fff\uff00-\uffef]+", html) == [], path
    assert not re.findall(
        r"[\u3400-\u9fff]+", re.sub(r"<nav class=\"top\".*?</nav>", "", get("/en/search/?q=zzz"), flags=re.S)
    )
