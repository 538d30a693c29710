"""How the desk's pages for works show articles (see ``review.queries.Work``)."""

from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation
from skillweek.plan.queries import current_edition
from skillweek.publicity import actions, forms, queries, rules
from skillweek.publicity.models import Article
from skillweek.review.queries import Work


def _blank(owner: Organisation) -> Article | None:
    edition = current_edition()
    if edition is None:
        return None
    return Article(edition=edition, owner=owner, city_id=owner.tenant_id, source=owner.name)


def articles() -> Work:
    """Articles under the four topics."""
    return Work(
        model=Article, label=_("宣传文章"), hint=_("围绕宣传重点写新闻和人物。"), form=forms.ArticleForm,
        blank=_blank, write=actions.write_article, missing=rules.missing, details=queries.details,
        files=queries.files, preview="publicity/_article.html", css="publicity/publicity.css",
    )  # fmt: skip
