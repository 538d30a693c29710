"""Writing articles; the way to the public is ``review.actions``."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.publicity.models import Article
from skillweek.publicity.rules import MAX_CHARACTERS, clean_body, words_of
from skillweek.review.actions import ReviewError, write_work


@transaction.atomic
def write_article(*, work: Article, facts: dict[str, Any], by: User | None) -> Article:
    """Write an article; its body is cleaned, so that nothing in it can run."""
    body = clean_body(facts["body"])
    length = len(words_of(body))
    if length > MAX_CHARACTERS:
        figures = {"limit": MAX_CHARACTERS, "length": length}
        raise ReviewError(_("正文最多 %(limit)s 字，现在是 %(length)s 字") % figures, field="body")
    return write_work(work=work, facts=facts | {"body": body}, by=by)
