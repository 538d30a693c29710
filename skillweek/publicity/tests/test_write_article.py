"""Writing articles: what is pasted is cleaned, what is too long or too short is said."""

from datetime import datetime

import pytest

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition
from skillweek.publicity import queries
from skillweek.publicity.models import Article
from skillweek.publicity.rules import clean_body, missing
from skillweek.publicity.tests.factories import BODY, make_article
from skillweek.review.actions import ReviewError, approve_work, submit_work

OWN = "/files/0190a5a0-0000-7000-8000-000000000000/960/"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("一段\n两行\n\n第二段 <3", "<p>一段<br>两行</p>\n<p>第二段 &lt;3</p>"),
        ("<p onclick='x()'>字</p><script>alert(1)</script>", "<p>字</p>"),
        ("<a href='javascript:alert(1)'>看</a>", '<a rel="noopener">看</a>'),
        ("<p style='color:red' class='MsoNormal'>字<o:p></o:p></p>", "<p>字</p>"),
        ("<p>字</p><p>&nbsp;</p><p><br></p>", "<p>字</p>"),
        (f"<p><img src='{OWN}' alt='图' onerror='x'></p>", f'<p><img src="{OWN}" alt="图"></p>'),
        ("<p>字<img src='https://elsewhere.example/x.png'></p>", "<p>字</p>"),
        ("<p>字<img src='/accounts/logout/'></p>", "<p>字</p>"),
        ("<svg><style>*{}</style></svg><h2>题</h2>", "<h2>题</h2>"),
        ("<p>𠮷😀</p>", "<p>𠮷😀</p>"),
    ],
)
def test_the_body_is_cleaned(pasted: str, kept: str) -> None:
    assert clean_body(pasted) == kept
    assert clean_body(kept) == kept


def test_too_long_is_refused_at_the_body(now: datetime, school: Organisation, edition: Edition) -> None:
    with pytest.raises(ReviewError, match="20001") as refused:
        make_article(school, edition, body="字" * 20_001)
    assert (refused.value.field, Article.objects.count()) == ("body", 0)
    assert make_article(school, edition, body="字" * 20_000).pk


def test_too_short_or_without_editor_is_not_submitted(
    now: datetime, school: Organisation, edition: Edition
) -> None:
    article = make_article(school, edition, body="短", editor="")
    assert missing(article) == ["正文至少写二十个字。", "请写明责任编辑。"]
    with pytest.raises(ReviewError):
        submit_work(work=article, by=None)
    article.refresh_from_db()
    assert article.state == "draft"


def test_topics_stand_in_order_with_their_articles(
    now: datetime, school: Organisation, edition: Edition, zhou: User, lin: User
) -> None:
    hidden = make_article(school, edition, title="还没审")
    shown = make_article(school, edition, topic="models")
    submit_work(work=shown, by=None)
    for officer in (zhou, lin):
        approve_work(work=shown, by=officer)
    found = [(topic.code, [article.title for article in rows]) for topic, rows in queries.by_topic(edition)]
    assert found == [("policy", []), ("conference", []), ("results", []), ("models", ["路不止一条"])]
    assert queries.count_articles(edition).parts == [("典型人物", 1)]
    assert [entry.title for entry in queries.search(edition, ["路"])] == ["路不止一条"]
    assert hidden.body == f"<p>{BODY}</p>"
