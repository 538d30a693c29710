"""Pictures for tests, made here."""

import pyvips

GPS = "exif-ifd3-GPSLatitude"


def _image(width: int, height: int) -> pyvips.Image:
    gradient = pyvips.Image.xyz(width, height)
    bands = [gradient[0] * 255 / width, gradient[1] * 255 / height, (gradient[0] + gradient[1]) % 255]
    return pyvips.Image.bandjoin(bands[0], bands[1:]).cast("uchar").copy(interpretation="srgb")


def jpeg(width: int, height: int, *, gps: bool = False, orientation: int = 1) -> bytes:
    """A JPEG; with ``gps`` it says where it was taken, as telephones do."""
    image = _image(width, height).copy()
    image.set_type(pyvips.GValue.gint_type, "orientation", orientation)
    if gps:
        image.set_type(
            pyvips.GValue.gstr_type, GPS, "33/1 45/1 0/1 (33, 45, 0, Rational, 3 components, 24 bytes)"
        )
        image.set_type(
            pyvips.GValue.gstr_type, "exif-ifd0-Model", "Phone (Phone, ASCII, 6 components, 6 bytes)"
        )
    return image.jpegsave_buffer(Q=90)


def png(width: int, height: int) -> bytes:
    """A PNG."""
    return _image(width, height).pngsave_buffer()
