"""Uploads for tests of this room and of those above it."""

import pyvips
from django.core.files.uploadedfile import SimpleUploadedFile


def picture(width: int = 640, height: int = 400, name: str = "picture.png") -> SimpleUploadedFile:
    """An upload of a small picture of that size in pixels."""
    blob = pyvips.Image.black(width, height, bands=3).linear(1, [82, 138, 129]).cast("uchar").pngsave_buffer()
    return SimpleUploadedFile(name, blob, content_type="image/png")
