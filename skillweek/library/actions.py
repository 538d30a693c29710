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
from skillweek.library.rules import (
    MAX_PIXELS,
    RENDITION_WIDTHS,
    USUAL,
    clean_name,
    extension_for,
    limit_of,
    media_type_of,
    refusal_of_size,
    refusal_of_type,
)


class FileRefused(Exception):
    """A file that cannot be taken; the text says why, to a person."""


def _measure(stream: BinaryIO, limit: int) -> tuple[str, int]:
    """SHA-256 and size of what ``stream`` holds; stops reading beyond ``limit`` bytes."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(1 << 20):
        size += len(chunk)
        if size > limit:
            raise FileRefused(refusal_of_size(limit))
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest(), size


def _sniff(stream: BinaryIO, name: str, allowed: tuple[str, ...]) -> str:
    """The media type of ``stream`` by its first bytes; raises FileRefused for one that is not taken."""
    head = stream.read(8192)
    stream.seek(0)
    if not head:
        raise FileRefused(_("文件是空的"))
    media_type = media_type_of(head, PurePosixPath(name).suffix.lower())
    if not media_type or media_type not in (allowed or USUAL):
        raise FileRefused(refusal_of_type(allowed))
    return media_type


def _image_size(stream: BinaryIO) -> tuple[int, int]:
    """Width and height as people see them, that is, after turning by the EXIF orientation."""
    try:
        image = pyvips.Image.new_from_buffer(stream.read(), "", access="sequential")
        if image.width * image.height > MAX_PIXELS:
            raise FileRefused(_("图片太大，请缩小到一亿像素以内"))
        turned = image.get_typeof("orientation") and image.get("orientation") >= 5
        return (image.height, image.width) if turned else (image.width, image.height)
    except pyvips.Error as error:
        raise FileRefused(_("这个图片文件已损坏，打不开")) from error
    finally:
        stream.seek(0)


@transaction.atomic
def store_file(
    *, stream: BinaryIO, name: str, owner_code: str, by: User | None = None, public: bool = False,
    allowed: tuple[str, ...] = (), max_size: int | None = None, **facts: str,
) -> File:  # fmt: skip
    """Keep the bytes of ``stream`` (seekable) as a file of an organisation, with renditions when an image.

    ``allowed``: media types, empty means any known one. ``max_size`` in bytes, by type when None.
    ``facts``: alt, licence, maker. Raises FileRefused for a wrong type, too many bytes, or a broken picture.
    """
    media_type = _sniff(stream, name, allowed)
    sha256, size = _measure(stream, max_size or limit_of(media_type))
    file = File(
        owner_code=owner_code, uploaded_by=by, name=clean_name(name), sha256=sha256, size=size,
        media_type=media_type, public=public, created_at=clock.now(), **facts,
    )  # fmt: skip
    copies: list[Rendition] = []
    if file.is_image:
        file.width, file.height = _image_size(stream)
        copies = _renditions(file, stream)
    file.data.save(f"original{extension_for(media_type)}", DjangoFile(stream), save=False)
    file.save()
    for copy in copies:
        copy.file = file
        copy.save()
    return file


def _shrunk(blob: bytes, widest: int) -> dict[int, tuple[int, bytes]]:
    """Upright WebP copies of a picture by width, without EXIF, place or profile; decoded once."""
    made: dict[int, tuple[int, bytes]] = {}
    try:
        image = pyvips.Image.new_from_buffer(blob, "", fail_on="truncated", access="sequential")
        for width in sorted(RENDITION_WIDTHS, reverse=True):
            if width > max(widest, RENDITION_WIDTHS[0]):
                continue
            image = image.thumbnail_image(width, height=4 * width, size="down", **_to_srgb(image))
            image = image.copy_memory()
            made[image.width] = (image.height, image.webpsave_buffer(Q=78, keep="none"))
    except pyvips.Error as error:
        raise FileRefused(_("这个图片文件不完整，请重新导出后再上传")) from error
    return made


def _to_srgb(image: pyvips.Image) -> dict[str, str]:
    """How to turn foreign colours into sRGB; nothing (and no time) for pictures that are in it already."""
    plain = image.interpretation in {"srgb", "b-w"} and not image.get_typeof("icc-profile-data")
    return {} if plain else {"output_profile": "srgb"}


def _renditions(file: File, stream: BinaryIO) -> list[Rendition]:
    """Smaller copies of a picture, their bytes in storage, their rows not yet saved."""
    made = _shrunk(stream.read(), file.width or 0)
    stream.seek(0)
    copies = []
    for width, (height, blob) in made.items():
        copy = Rendition(file=file, media_type="image/webp", width=width, height=height, size=len(blob))
        copy.data.save(f"{width}.webp", ContentFile(blob), save=False)
        copies.append(copy)
    return copies


@transaction.atomic
def release_file(*, file: File) -> None:
    """Make a file public, because what it belongs to was published; a second time changes nothing."""
    if not file.public:
        file.public = True
        file.save(update_fields=["public"])
