"""Zip archives are looked at with bounds before a library opens them."""

import io
import tracemalloc
import zipfile

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from skillweek.library.archives import ArchiveRefused, check_archive
from skillweek.library.rules import refusal_of_archive
from skillweek.library.tests.bombs import Line, archive, assembled, forged, overlapping

DOCUMENT = {
    "[Content_Types].xml": b"<Types/>",
    "word/document.xml": b"<w/>" * 5000,
    "word/media/1.png": bytes(99),
}


def refused(data: bytes, **limits: int) -> str:
    with pytest.raises(ArchiveRefused) as caught:
        check_archive(io.BytesIO(data), **limits)
    return caught.value.code


def test_a_sound_archive_gives_its_names_and_is_left_at_its_start() -> None:
    stream = io.BytesIO(archive(DOCUMENT))
    assert check_archive(stream) == frozenset(DOCUMENT)
    assert stream.tell() == 0


def test_stored_streamed_and_empty_parts_are_sound() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as whole, whole.open("streamed.xml", "w") as part:
        part.write(b"some text")
    with zipfile.ZipFile(stream, "a") as whole:
        whole.writestr("empty", b"")
        whole.writestr("文件.xml", b"named in Chinese")
    assert check_archive(stream) == {"streamed.xml", "empty", "文件.xml"}


def test_what_is_no_archive() -> None:
    assert refused(b"") == "not_zip"
    assert refused(b"%PDF-1.7") == "not_zip"
    assert refused(b"PK\x03\x04 and then nothing") == "broken"
    assert refused(archive(DOCUMENT)[:-30]) == "broken"
    assert refused(b"\x00" * 40 + archive(DOCUMENT)) == "not_zip"


def test_a_part_changed_on_the_way() -> None:
    data = bytearray(archive({"a": b"text that was packed" * 20}))
    data[40] ^= 0xFF
    assert refused(bytes(data)) == "broken"


def test_too_much_when_inflated() -> None:
    bomb = archive({"word/document.xml": bytes(30 << 20)})
    assert len(bomb) < 100_000
    assert refused(bomb) == "too_big"
    assert refused(archive({f"{n}": b"0123456789" * 100 for n in range(20)}), most_bytes=10_000) == "too_big"


def test_refusing_a_bomb_needs_little_memory() -> None:
    bomb = io.BytesIO(archive({"a": bytes(150 << 20)}))
    tracemalloc.start()
    with pytest.raises(ArchiveRefused):
        check_archive(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


def test_forged_sizes() -> None:
    assert refused(forged(said=10, real=20 << 20)) == "forged"
    assert refused(forged(said=5000, real=10)) == "forged"


def test_parts_that_lie_over_each_other() -> None:
    assert refused(overlapping(100)) == "overlap"


def test_a_million_entries() -> None:
    lines = [Line(f"{n}", 0, 0, 0, 0, method=0) for n in range(6000)]
    assert refused(assembled(b"PK\x03\x04", lines)) == "too_many"
    assert refused(assembled(b"PK\x03\x04", lines * 20, count=1)) == "too_many"
    assert refused(assembled(b"PK\x03\x04", lines[:5], count=1)) == "forged"
    assert refused(archive(DOCUMENT), most_entries=2) == "too_many"


def test_passwords_and_foreign_methods() -> None:
    assert refused(assembled(b"PK\x03\x04", [Line("a", 1, 1, 0, 0, flags=1)])) == "encrypted"
    assert refused(assembled(b"PK\x03\x04", [Line("a", 1, 1, 0, 0, method=14)])) == "method"


@pytest.mark.parametrize("name", ["../a", "/etc/x", "a/../../b", "c:\\x", "a\\b", "a/../../../b"])
def test_names_that_lead_out(name: str) -> None:
    assert refused(assembled(b"PK\x03\x04", [Line(name, 0, 0, 0, 0)])) == "names"


def test_the_same_name_twice() -> None:
    assert refused(assembled(b"PK\x03\x04", [Line("a", 0, 0, 0, 0)] * 2)) == "names"


def test_archives_inside_the_archive() -> None:
    inner = archive({"x": b"y"})
    assert refused(archive({"lib 0.zip": inner})) == "nested"
    assert "word/embeddings/table.xlsx" in check_archive(
        io.BytesIO(archive({"word/embeddings/table.xlsx": inner}))
    )


def test_every_refusal_is_a_sentence_in_both_languages() -> None:
    codes = ["not_zip", "broken", "encrypted", "too_big", "too_many", "overlap", "forged", "nested", "names"]
    chinese = [refusal_of_archive(code) for code in codes]
    with translation.override("en"):
        english = [refusal_of_archive(code) for code in codes]
    assert all(text.endswith(("打开", "打不开", "上传")) for text in chinese)
    assert all(text.startswith("The ") for text in english)


@given(st.binary(max_size=300), st.integers(0, 600), st.integers(0, 255))
def test_damage_is_refused_or_harmless(extra: bytes, place: int, value: int) -> None:
    data = bytearray(archive(DOCUMENT) + extra)
    data[place % len(data)] = value
    try:
        names = check_archive(io.BytesIO(bytes(data)))
    except ArchiveRefused:
        return
    assert len(names) == len(DOCUMENT)
