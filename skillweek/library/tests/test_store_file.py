"""Taking in files: by content, not by name; pictures turned upright and freed of what cameras write."""

import io

import pytest
import pyvips
from django.core.files.storage import default_storage

from skillweek.library.actions import FileRefused, release_file, store_file
from skillweek.library.models import File, Rendition
from skillweek.library.rules import LIMITS, MAX_PIXELS
from skillweek.library.tests.pictures import GPS, jpeg, png

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def stored(blob: bytes, name: str = "photo.jpg", **facts: object) -> File:
    return store_file(stream=io.BytesIO(blob), name=name, owner_code="school-a", **facts)


def whole(kept: File | Rendition) -> bytes:
    with kept.data.open("rb") as source:
        return source.read()


def test_a_picture_gets_smaller_copies() -> None:
    blob = jpeg(2000, 1000)
    file = stored(blob, alt="学生拉坯")
    assert (file.media_type, file.size, file.width, file.height) == ("image/jpeg", len(blob), 2000, 1000)
    assert [(copy.width, copy.height) for copy in file.renditions.all()] == [
        (480, 240),
        (960, 480),
        (1600, 800),
    ]
    assert whole(file) == blob
    assert default_storage.exists(file.data.name)


def test_a_small_picture_is_not_blown_up() -> None:
    assert [(copy.width, copy.height) for copy in stored(jpeg(200, 100)).renditions.all()] == [(200, 100)]


def test_the_same_bytes_twice_are_two_files() -> None:
    first, second = stored(jpeg(600, 300)), stored(jpeg(600, 300))
    assert first.sha256 == second.sha256
    assert first.data.name != second.data.name
    assert (File.objects.count(), Rendition.objects.count()) == (2, 2)


def test_copies_hold_no_place_and_no_camera() -> None:
    blob = jpeg(900, 600, gps=True)
    assert GPS in pyvips.Image.new_from_buffer(blob, "").get_fields()
    for copy in stored(blob).renditions.all():
        fields = pyvips.Image.new_from_buffer(whole(copy), "").get_fields()
        assert [name for name in fields if "exif" in name or "xmp" in name or "iptc" in name] == []


def test_a_turned_picture_stands_upright() -> None:
    file = stored(jpeg(900, 600, orientation=6))
    assert (file.width, file.height) == (600, 900)
    assert [(copy.width, copy.height) for copy in file.renditions.all()] == [(480, 720)]


@pytest.mark.parametrize(
    ("blob", "name", "words"),
    [
        (b"", "empty.jpg", "文件是空的"),
        (b"MZ\x90\x00" + b"\x00" * 90, "setup.exe", "不接受这种文件"),
        (b"MZ\x90\x00" + b"\x00" * 90, "photo.jpg", "不接受这种文件"),
        (b"<html><script>alert(1)</script>", "note.txt", "不接受这种文件"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "不接受这种文件"),
        (b"\xff\xd8\xff" + b"not a picture" * 9, "photo.jpg", "已损坏"),
        (jpeg(900, 600)[: len(jpeg(900, 600)) // 2], "cut.jpg", "不完整"),
    ],
)
def test_what_is_refused(blob: bytes, name: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        stored(blob, name)
    assert not File.objects.exists()
    assert not Rendition.objects.exists()


def test_only_what_the_caller_allows() -> None:
    with pytest.raises(FileRefused, match="可以上传：JPG、PNG"):
        stored(b"%PDF-1.7 something", "plan.pdf", allowed=("image/jpeg", "image/png"))
    assert stored(png(20, 20), "looks-like.jpg", allowed=("image/png",)).media_type == "image/png"


class Endless(io.RawIOBase):
    """A picture that never ends; remembers how much was read."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        start = jpeg(20, 20) if not self.taken else b""
        self.taken += size
        return start + b"\x00" * (size - len(start))

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0


def test_reading_stops_at_the_limit() -> None:
    stream = Endless()
    with pytest.raises(FileRefused, match="超过 1 MB"):
        store_file(stream=stream, name="photo.jpg", owner_code="school-a", max_size=1 << 20)
    assert stream.taken <= 3 << 20
    with pytest.raises(FileRefused, match="超过 30 MB"):
        store_file(stream=Endless(), name="photo.jpg", owner_code="school-a")
    assert LIMITS["image"] == 30 << 20


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    blob = pyvips.Image.black(MAX_PIXELS // 1000 + 1, 1000).pngsave_buffer(compression=9)
    with pytest.raises(FileRefused, match="图片太大"):
        stored(blob, "bomb.png")
    assert not File.objects.exists()


def test_release() -> None:
    file = stored(jpeg(20, 20))
    for _n in range(2):
        release_file(file=file)
    file.refresh_from_db()
    assert file.public


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd.txt", "passwd.txt"), ("C:\\work\\总结.txt", "总结.txt"), ("a\u202egpj.txt", "agpj.txt"),
     ("x" * 300 + ".txt", "x" * 116 + ".txt"), ("...", "file")],
)  # fmt: skip
def test_names_are_cleaned(given: str, kept: str) -> None:
    from skillweek.library.rules import clean_name

    assert clean_name(given) == kept
