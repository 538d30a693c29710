"""Rows for tests of this room and of those above it."""

from typing import Any

from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition, Topic
from skillweek.publicity.actions import write_article
from skillweek.publicity.models import Article

BODY = "一位母亲在咨询台前问：孩子选了中职，是不是书就读到头了？这句话我们听过许多遍，所以画了一张图。" * 2


def article_facts(edition: Edition, *, topic: str = "policy", **facts: Any) -> dict[str, Any]:
    """What a form would hand in for one article."""
    return {
        "topic": Topic.objects.get(edition=edition, code=topic), "title": "路不止一条", "lead": "几条常见的路。",
        "body": BODY, "source": "示例-市教体局", "editor": "示例-李编辑",
    } | facts  # fmt: skip


def make_article(owner: Organisation, edition: Edition, **facts: Any) -> Article:
    """A draft article, written through the action."""
    article = Article(edition=edition, owner=owner, city_id=owner.tenant_id)
    return write_article(work=article, facts=article_facts(edition, **facts), by=None)
