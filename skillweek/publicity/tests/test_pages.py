"""Public pages of articles, and writing one at the desk."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillweek.accounts.models import User
from skillweek.common import registry
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.publicity.models import Article
from skillweek.publicity.tests.factories import BODY, article_facts, make_article
from skillweek.review.actions import approve_work, submit_work


def _publish(article: Article, *officers: User) -> Article:
    submit_work(work=article, by=None)
    for officer in officers:
        approve_work(work=article, by=officer)
    return article


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_an_article_says_where_it_comes_from(
    now: datetime, client: Client, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    shown, hidden = _publish(make_article(school, edition), zhou, lin), make_article(school, edition)
    page = client.get(shown.get_absolute_url()).content.decode()
    for words in ("路不止一条", "来源：示例-市教体局", "责任编辑：示例-李编辑", "方针政策", f"<p>{BODY}</p>"):
        assert words in page
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get("/articles/").content.decode().count('class="story-card"') == 1


def test_nothing_pasted_runs(
    now: datetime, sign_in: Callable[[User], Client], edition: Edition, he: User
) -> None:
    facts = article_facts(edition, body="<p>字</p><script>alert(1)</script><img src=x onerror=alert(1)>")
    client = sign_in(he)
    client.post("/desk/works/article/new/", facts | {"topic": facts["topic"].pk})
    article = Article.objects.get()
    assert article.body == "<p>字</p>"
    page = client.get(article.get_desk_url()).content.decode()
    assert ("alert(1)" in page, "正文至少写二十个字。" in page) == (False, True)


def test_too_long_is_said_and_kept(
    now: datetime, sign_in: Callable[[User], Client], edition: Edition, he: User
) -> None:
    facts = article_facts(edition, body="字" * 20_001)
    answer = sign_in(he).post("/desk/works/article/new/", facts | {"topic": facts["topic"].pk})
    page = answer.content.decode()
    assert (answer.status_code, "现在是 20001 字" in page, "字" * 20_001 in page) == (422, True, True)
    assert Article.objects.count() == 0


def test_pages_ask_the_database_as_often_for_three_as_for_one(
    now: datetime, client: Client, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    for _number in range(2):
        one = _publish(make_article(school, edition), zhou, lin)
    first = (_queries(client, "/articles/"), _queries(client, one.get_absolute_url()))
    for _number in range(3):
        _publish(make_article(school, edition), zhou, lin)
    assert (_queries(client, "/articles/"), _queries(client, one.get_absolute_url())) <= first


def test_published_articles_are_evidence(
    edition: Edition, school: Organisation, other_school: Organisation, zhou: User, lin: User, now: datetime
) -> None:
    counted = registry.evidence["articles"]
    article = make_article(school, edition)
    assert counted(edition) == {}
    _publish(article, zhou, lin)
    assert [counted(edition, topic) for topic in ("", "policy", "results")] == [
        {school.pk: 1},
        {school.pk: 1},
        {},
    ]
    assert counted.rows is not None
    assert [row.url for row in counted.rows(edition, "policy", school)] == [article.get_absolute_url()]
    assert counted.rows(edition, "", other_school) == []
