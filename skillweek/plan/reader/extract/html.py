"""Web pages: the main part's blocks as lines, navigation and footers left away."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as markup

from skillweek.plan.reader.reading import Unreadable
from skillweek.plan.reader.text import MOST_LINES, decode

Piece = tuple[str, str]

_TAG = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|div|p|table|meta|article|span|br)\b", re.I)
#: a page that carries more markup than this is no notice; pictures inside it do not count
MOST_MARKUP = 4_000_000
_EMBEDDED = re.compile(r"data:[a-z]{1,20}/[^\s\"'<>)]*")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_GONE = {"script", "style", "noscript", "nav", "footer", "aside", "iframe", "object", "svg", "select", "button",
         "template", "textarea", "head", "audio", "video", "map"}  # fmt: skip
_BLOCKS = {"p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol",
           "dl", "dt", "dd", "table", "tbody", "thead", "tr", "td", "th", "blockquote", "pre", "form", "fieldset",
           "center", "hr", "address", "figure", "figcaption", "caption", "body", "html"}  # fmt: skip
_NOISE = re.compile(
    r"(?:^|[-_ ])(?:nav\w*|menu\w*|foot\w*|copyright|breadcrumb\w*|crumbs?|share\w*|side(?:bar)?|related\w*|toolbar|"
    r"banner|pager?|prev|next|bdshare\w*|bottom|friend\w*|links?|search\w*|login|qrcode|comment\w*)(?:$|[-_ ])",
    re.I,
)
_META = {"articletitle": "标题", "pubdate": "发布时间", "contentsource": "来源"}
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: a cell with more than this is part of a layout, not of a table of facts
_CELL = 200
_DEEPEST = 400


def looks_like(data: bytes, name: str) -> bool:
    """Does this hold a web page?"""
    head = data[:4096].replace(b"\0", b"")
    named = name.lower().endswith((".html", ".htm", ".xhtml", ".shtml"))
    return bool(_TAG.search(head)) and (named or head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<"))


def pieces(data: bytes) -> list[Piece]:
    """Words and kind of every block, those outside the main part as ``side``."""
    text = _EMBEDDED.sub("", _DECLARATION.sub("", decode(data)))
    if len(text) > MOST_MARKUP:
        raise Unreadable("too_long")
    parser = markup.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = markup.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable("no_text") from error
    described = [(f"{_META[key]}：{words}", "meta") for key, words in _metas(root)]
    body = root.find("body")
    if body is None:
        return described
    _prune(body)
    main = _main_part(body)
    return described + list(_blocks(body, main))


def _metas(root: markup.HtmlElement) -> Iterator[tuple[str, str]]:
    """What the page says of itself in its head."""
    for meta in root.iter("meta"):
        key = (meta.get("name") or "").strip().lower()
        words = " ".join((meta.get("content") or "").split())
        if key in _META and words:
            yield key, words


def _han(element: markup.HtmlElement) -> int:
    return len(_HAN.findall(element.text_content()))


def _prune(body: markup.HtmlElement) -> None:
    """Take away what is never part of a notice."""
    whole = _han(body)
    doomed = [
        one for one in body.iter() if isinstance(one.tag, str) and one is not body and _is_noise(one, whole)
    ]
    for one in doomed:
        if one.getparent() is not None:
            one.drop_tree()


def _is_noise(element: markup.HtmlElement, whole: int) -> bool:
    if element.tag in _GONE or element.get("hidden") is not None:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    if "display:none" in style:
        return True
    named = f"{element.get('id') or ''} {element.get('class') or ''}"
    return bool(_NOISE.search(named)) and _han(element) < 0.3 * whole


def _main_part(body: markup.HtmlElement) -> markup.HtmlElement:
    """The deepest element that still holds most of the words which are not links."""
    most = _plain_han(body)
    here = body
    while True:
        best = max((child for child in here if isinstance(child.tag, str)), key=_plain_han, default=None)
        if best is None or best.tag in {"p", "tr", "td", "table", "tbody"} or _plain_han(best) < 0.8 * most:
            return here
        here = best


def _plain_han(element: markup.HtmlElement) -> int:
    """Han characters outside links."""
    return _han(element) - sum(_han(link) for link in element.iter("a"))


def _is_headline(element: markup.HtmlElement) -> bool:
    """A heading of the page that leads nowhere else."""
    named = element.tag in ("h1", "h2", "h3", "h4") or "title" in (element.get("class") or "").lower()
    return named and next(element.iter("a"), None) is None


class _Page:
    """Collects words into lines while a page is walked."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.words: list[str] = []
        self.kind = "side"
        self.headline: markup.HtmlElement | None = None

    def end(self) -> None:
        """A line ends here."""
        kind = "title" if self.kind == "side" and self.headline is not None else self.kind
        self.pieces += [(line, kind) for line in "".join(self.words).split("\n") if line.strip()]
        self.words = []

    def enter(self, element: markup.HtmlElement, main: markup.HtmlElement) -> None:
        """An element begins."""
        if element.tag in _BLOCKS:
            self.end()
        if element is main:
            self.kind = "text"
        if self.headline is None and _is_headline(element):
            self.headline = element

    def leave(self, element: markup.HtmlElement, main: markup.HtmlElement) -> None:
        """An element ends."""
        if element.tag in _BLOCKS:
            self.end()
        if element is main:
            self.kind = "side"
        if element is self.headline:
            self.headline = None


def _blocks(body: markup.HtmlElement, main: markup.HtmlElement) -> Iterator[Piece]:
    """Every block of the page in order; iterative, since pages can be nested without end."""
    page = _Page()
    todo: list[tuple[str, markup.HtmlElement]] = [("open", body)]
    while todo and len(page.pieces) <= MOST_LINES:
        step, element = todo.pop()
        if step == "open":
            page.enter(element, main)
            if _open(page, element):
                todo.append(("close", element))
                todo.extend(("open", child) for child in reversed(element) if isinstance(child.tag, str))
                continue
        page.leave(element, main)
        if element.tail and element is not body:
            page.words.append(_soft(element.tail))
    page.end()
    yield from page.pieces


def _open(page: _Page, element: markup.HtmlElement) -> bool:
    """Take the words at the start of an element; False when all of it is taken."""
    if element.tag == "br":
        page.words.append("\n")
        return False
    if element.tag == "tr":
        row = _row(element)
        if row:
            page.end()
            page.pieces.append((row, "row"))
            return False
    if element.text:
        page.words.append(element.text.replace("\r", "") if element.tag == "pre" else _soft(element.text))
    return True


def _row(row: markup.HtmlElement) -> str:
    """Cells of a table of facts as one line; nothing for a row that only lays out the page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or any(
        len(cell.text_content()) > _CELL or cell.find(".//table") is not None for cell in cells
    ):
        return ""
    return " | ".join(" ".join(" ".join(cell.itertext()).split()) for cell in cells)


def _soft(words: str) -> str:
    """Line breaks of the source are spaces on the page, and none at all between Han characters."""
    return re.sub(
        r"[ \t\r\f]*\n[ \t\r\n\f]*",
        lambda m: " " if m.start() and words[m.start() - 1].isascii() else "",
        words,
    )
