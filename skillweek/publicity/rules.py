"""What an article may hold and what it must have before review."""

import re
from html import escape

import nh3
from django.utils.translation import gettext as _

from skillweek.publicity.models import Article

TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "b", "i", "u", "s", "sub", "sup",
    "a", "img", "figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "th", "td", "hr",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"},
}  # fmt: skip
#: whose text is no text: it goes with the tag
SILENT = {"script", "style", "template", "noscript", "iframe", "object", "title", "textarea", "svg", "math"}
MIN_CHARACTERS, MAX_CHARACTERS = 20, 20_000
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
#: pictures come from the library of this site, so that nothing is fetched from elsewhere
_OWN_PICTURE = re.compile(r"/files/[0-9a-f-]{36}/(?:[0-9]+/)?")


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) == ("img", "src") and not _OWN_PICTURE.fullmatch(value):
        return None
    return value


def clean_body(text: str) -> str:
    """``text`` as HTML that is safe to show: what is pasted keeps its structure, plain text gets paragraphs."""
    if not _TAG.search(text):
        blocks = [block.strip() for block in re.split(r"\n\s*\n|\r\n\s*\r\n", text) if block.strip()]
        return "\n".join(f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in blocks)
    cleaned = nh3.clean(
        text, tags=TAGS, attributes=ATTRIBUTES, clean_content_tags=SILENT, attribute_filter=_keep,
        url_schemes={"http", "https", "mailto"}, link_rel="noopener",
    )  # fmt: skip
    return re.sub(r"<img(?![^>]*\ssrc=)[^>]*>|<p>(?:\s|&nbsp;|<br>)*</p>", "", cleaned).strip()


def words_of(body: str) -> str:
    """The text of ``body`` without its tags."""
    return re.sub(r"\s+", " ", nh3.clean(body, tags=set())).strip()


def missing(article: Article) -> list[str]:
    """A sentence for everything that ``article`` still needs."""
    gaps = []
    if len(words_of(article.body)) < MIN_CHARACTERS:
        gaps.append(_("正文至少写二十个字。"))
    if not article.editor:
        gaps.append(_("请写明责任编辑。"))
    return gaps
