"""Search, the map of the site, and what search engines ask for."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

from django.test import Client

from skillweek.website.tests.conftest import Week

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_hits_are_grouped_and_marked(week: Week, get: Callable[..., str]) -> None:
    page = get("/search/?q=叶县").split("<main")[1]
    assert 'id="k-place"' in page
    assert 'id="k-school"' in page
    assert 'href="/places/yexian/"' in page
    assert "<mark>叶县</mark>" in page


def test_one_kind_alone(week: Week, get: Callable[..., str]) -> None:
    page = get("/search/?q=叶县&kind=school").split("<main")[1]
    assert 'id="k-school"' in page
    assert 'id="k-place"' not in page


def test_nothing_found_offers_ways_on(week: Week, get: Callable[..., str]) -> None:
    page = get("/search/?q=恐龙")
    assert "没有找到“恐龙”" in page
    assert 'href="/audiences/parents/"' in page
    assert 'href="/schedule/?kind=campus"' in page
    assert 'href="/places/yexian/"' in page


def test_hostile_words_do_no_harm(week: Week, get: Callable[..., str]) -> None:
    assert "<script>x" not in get("/search/?q=<script>x")
    assert "找什么" in get("/search/?q=%27%22%3B--%00")
    assert "60" in get("/search/?q=" + "长" * 90)


def test_the_site_map_names_everything(week: Week, get: Callable[..., str]) -> None:
    page = get("/sitemap/").split("<main")[1]
    for path in (
        "/days/2021-05-28/",
        "/places/yexian/",
        "/audiences/media/",
        "/schools/school-a/",
        "/activities/pottery/",
    ):
        assert f'href="{path}"' in page, path


def test_sitemap_xml(week: Week, client: Client) -> None:
    response = client.get("/sitemap.xml")
    assert response["Content-Type"].startswith("application/xml")
    tree = ET.fromstring(response.content)
    places = [url.findtext("s:loc", namespaces=NAMES) or "" for url in tree.findall("s:url", NAMES)]
    assert [place for place in places if place.endswith("/activities/pottery/")] != []
    assert len(places) == len(set(places))
    assert len(tree.findall("s:url/x:link", NAMES)) == 3 * len(places)
    english = client.get("/en/sitemap.xml")
    assert english.content == response.content


def test_robots(db: None, get: Callable[..., str]) -> None:
    text = get("/robots.txt")
    assert "Disallow: /desk/" in text
    assert "/sitemap.xml" in text
