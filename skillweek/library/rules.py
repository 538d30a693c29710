"""What files are taken, and how big."""

import re
import unicodedata

from django.utils.translation import gettext as _

#: bytes
LIMITS = {"file": 50 << 20, "image": 30 << 20, "video": 500 << 20}
#: pictures of more pixels are refused before they are decoded
MAX_PIXELS = 120_000_000
RENDITION_WIDTHS = (480, 960, 1600)

EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/msword": ".doc",
    "application/zip": ".zip",
    "video/mp4": ".mp4",
    "text/plain": ".txt",
    "text/html": ".html",
}
#: taken only where they are asked for by name
ON_REQUEST = frozenset({"text/html"})
#: taken wherever nothing narrower is asked for
USUAL = tuple(media_type for media_type in EXTENSIONS if media_type not in ON_REQUEST)
_BY_SUFFIX = {suffix: media_type for media_type, suffix in EXTENSIONS.items()} | {
    ".jpeg": "image/jpeg",
    ".htm": "text/html",
}
#: containers whose first bytes are alike; the suffix tells which one
_ZIP_FAMILY = {".docx", ".xlsx", ".zip"}


def media_type_of(head: bytes, suffix: str) -> str:
    """The media type by content, or the empty string for one that is not taken."""
    if head.startswith(b"PK\x03\x04"):
        return _BY_SUFFIX[suffix] if suffix in _ZIP_FAMILY else "application/zip"
    magic = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf",
             b"\xd0\xcf\x11\xe0": "application/msword"}  # fmt: skip
    for start, media_type in magic.items():
        if head.startswith(start):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if suffix in {".html", ".htm"} and b"\x00" not in head:
        return "text/html"
    if suffix in {".txt", ".csv"} and b"\x00" not in head and not head.lstrip().startswith(b"<"):
        return "text/plain"
    return ""


def extension_for(media_type: str) -> str:
    """The suffix under which bytes of ``media_type`` are kept."""
    return EXTENSIONS[media_type]


def clean_name(name: str) -> str:
    """A file name to show: no path, no control or direction-changing characters, at most 120 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    return (stem[: 119 - len(suffix)] + dot + suffix if stem else kept[:120]) or "file"


#: media types that a browser may show in place; everything else is a download (PDF viewers do not run in a sandbox)
INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "video/mp4"})


def limit_of(media_type: str) -> int:
    """How many bytes a file of ``media_type`` may have."""
    return LIMITS.get(media_type.partition("/")[0], LIMITS["file"])


def refusal_of_size(limit: int) -> str:
    """What to tell someone whose file is bigger than ``limit`` bytes."""
    size = f"{limit >> 20} MB" if limit >= 1 << 20 else f"{limit >> 10} KB"
    return _("文件超过 %(limit)s，请压缩后再上传") % {"limit": size}


def refusal_of_type(allowed: tuple[str, ...] = ()) -> str:
    """What to tell someone whose file is of another type, naming those that are taken."""
    suffixes = [EXTENSIONS[media_type].lstrip(".").upper() for media_type in allowed or USUAL]
    return _("不接受这种文件，可以上传：%(types)s") % {"types": "、".join(suffixes)}


def refusal_of_archive(code: str) -> str:
    """What to tell someone whose office document or archive was refused with ``archives.ArchiveRefused.code``."""
    if code == "encrypted":
        return _("文件设了密码，请取消密码后再上传")
    if code == "too_big":
        return _("文件解压后太大，没有打开")
    if code == "too_many":
        return _("文件里的部件太多，没有打开")
    if code in {"not_zip", "broken"}:
        return _("文件已损坏或不是所说的格式，打不开")
    return _("文件的内部结构不正常，没有打开")
