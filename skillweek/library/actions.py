"""Taking in files: sniffed by content, hashed while streaming, images re-encoded without EXIF."""

import hashlib
from pathlib import PurePosixPath
from typing import BinaryIO

import pyvips
from django.core.files.base import ContentFile
from django.core.files.base import File as DjangoFile
from django.db import transaction
from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.library.models import File, Rendition
from skillweek.library.rules import LIMITS, RENDITION_WIDTHS, clean_name, extension_for, media_type_of


class FileRefused(Exception):
    """A file that cannot be taken; the text says why, to a person."""


def _measure(stream: BinaryIO, limit: int) -> tuple[str, int, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    while chunk := stream.read(1 << 20):
        size += len(chunk)
        if size > limit:
            raise FileRefused(_("文件超过 %(limit)s MB") % {"limit": limit >> 20})
        head = head or chunk[:8192]
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest(), size, head


def _image_size(stream: BinaryIO) -> tuple[int, int]:
    try:
        image = pyvips.Image.new_from_buffer(stream.read(), "", access="sequential")
        if image.width * image.height > 120_000_000:
            raise FileRefused(_("图片太大，请缩小到一亿像素以内"))
        return image.width, image.height
    except pyvips.Error as error:
        raise FileRefused(_("这个图片文件已损坏，打不开")) from error
    finally:
        stream.seek(0)


@transaction.atomic
def store_file(
    *, stream: BinaryIO, name: str, owner_code: str, by: User | None = None, public: bool = False,
    allowed: tuple[str, ...] = (), max_size: int = LIMITS["file"], **facts: str,
) -> File:  # fmt: skip
    """Keep the bytes of ``stream`` (seekable) as a file of an organisation, with renditions when an image.

    ``allowed``: media types, empty means any known one. ``max_size`` in bytes. ``facts``: alt, licence, maker.
    Raises FileRefused for a wrong type, too many bytes, or a broken picture.
    """
    sha256, size, head = _measure(stream, max_size)
    if size == 0:
        raise FileRefused(_("文件是空的"))
    media_type = media_type_of(head, PurePosixPath(name).suffix.lower())
    if not media_type or (allowed and media_type not in allowed):
        raise FileRefused(_("不接受这种文件"))
    file = File(
        owner_code=owner_code, uploaded_by=by, name=clean_name(name), sha256=sha256, size=size,
        media_type=media_type, public=public, created_at=clock.now(), **facts,
    )  # fmt: skip
    if file.is_image:
        file.width, file.height = _image_size(stream)
    file.data.save(f"original{extension_for(media_type)}", DjangoFile(stream), save=False)
    file.save()
    if file.is_image:
        _make_renditions(file)
    return file


def _make_renditions(file: File) -> None:
    with file.data.open("rb") as source:
        original = source.read()
    for width in RENDITION_WIDTHS:
        if file.width is not None and width > max(file.width, RENDITION_WIDTHS[0]):
            continue
        small = pyvips.Image.thumbnail_buffer(original, width, height=4 * width, size="down")
        blob = small.webpsave_buffer(Q=78, keep="none")
        rendition = Rendition(
            file=file, media_type="image/webp", width=small.width, height=small.height, size=len(blob)
        )
        if file.renditions.filter(width=small.width).exists():
            continue
        rendition.data.save(f"{small.width}.webp", ContentFile(blob), save=False)
        rendition.save()


@transaction.atomic
def release_file(*, file: File) -> None:
    """Make a file public, because what it belongs to was published; a second time changes nothing."""
    if not file.public:
        file.public = True
        file.save(update_fields=["public"])
