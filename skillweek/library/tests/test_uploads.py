"""Uploads are measured and looked at while they stream."""

import io

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from skillweek.library import uploads
from skillweek.library.forms import UploadField
from skillweek.library.tests.pictures import jpeg


class OneFile(forms.Form):
    """A form such as rooms write."""

    title = forms.CharField()
    file = UploadField()


def posted(blob: bytes, name: str) -> OneFile:
    upload = SimpleUploadedFile(name, blob)
    request = RequestFactory().post("/", {"title": "写了很久", "file": upload})
    return OneFile(request.POST, request.FILES)


def test_a_good_file_arrives_whole() -> None:
    form = posted(jpeg(300, 200), "照片.jpg")
    assert form.is_valid()
    with form.cleaned_data["file"] as upload:
        assert upload.read() == jpeg(300, 200)


def test_too_big_is_thrown_away_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(uploads.limit_of.__globals__["LIMITS"], "image", 100_000)
    written: list[int] = []
    keep = uploads.TemporaryFileUploadHandler.receive_data_chunk
    monkeypatch.setattr(
        uploads.TemporaryFileUploadHandler, "receive_data_chunk",
        lambda self, raw, start: (written.append(len(raw)), keep(self, raw, start))[1],
    )  # fmt: skip
    form = posted(jpeg(300, 200) + b"\x00" * 900_000, "照片.jpg")
    assert form.errors == {"file": ["文件超过 97 KB，请压缩后再上传"]}
    assert form["title"].value() == "写了很久"
    assert sum(written) <= 100_000


def test_a_wrong_type_is_said_at_once() -> None:
    form = posted(b"MZ\x90\x00" + b"\x00" * 5000, "照片.jpg")
    assert list(form.errors) == ["file"]
    assert form.errors["file"][0].startswith("不接受这种文件")


def test_nothing_chosen_is_still_required() -> None:
    request = RequestFactory().post("/", {"title": "x"})
    assert list(OneFile(request.POST, request.FILES).errors) == ["file"]


class Unread(io.BytesIO):
    """A body nobody may read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read")


def test_a_request_too_big_is_answered_unread(client: Client, db: None, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1 << 20
    response = client.generic(
        "POST", "/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2 << 20),
        **{"wsgi.input": Unread()},
    )  # fmt: skip
    assert response.status_code == 413
    assert "文件超过 1 MB" in response.content.decode()
