"""Layouts, error pages and language links."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_bare_error_pages_need_nothing(name: str) -> None:
    html = render_to_string(name)
    assert len(re.findall(r"<h1>[^<]+</h1>", html)) == 1
    assert re.search(r"<title>[^<]+</title>", html)


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html"])
def test_error_pages_show_a_way_out(name: str) -> None:
    html = render_to_string(name, {}, RequestFactory().get("/nowhere/"))
    assert len(re.findall(r"<h1>[^<]+</h1>", html)) == 1
    assert '<a class="btn" href="/' in html


def test_unknown_address_is_a_page_of_ours(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "这里少了一块" in answer.content.decode()


def test_unknown_address_in_english(client: Client) -> None:
    answer = client.get("/en/no-such-page/")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert '<html lang="en"' in html
    assert not re.findall(
        r"[\u4e00-\u9fff]", re.sub(r"简体中文|繁體中文|简|繁", "", html.split("</head>")[1])
    )


def test_sign_in_page_is_ours(client: Client) -> None:
    html = client.get("/accounts/login/").content.decode()
    assert "<h1>单位登录</h1>" in html
    assert 'autocomplete="current-password"' in html


def test_page_names_its_other_languages(client: Client) -> None:
    html = client.get("/en/accounts/password/change/", follow=True).content.decode()
    assert '<a href="/accounts/login/?next=' in html
    assert '<a href="/zh-hant/accounts/login/?next=' in html
