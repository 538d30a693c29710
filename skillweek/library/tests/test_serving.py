"""Who gets which bytes, and under which headers."""

import io

import pytest
import pyvips
from django.test import Client

from skillweek.accounts.models import User
from skillweek.library.actions import store_file
from skillweek.library.tests.pictures import GPS, jpeg


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_private_file_is_for_its_unit_and_those_above(
    school, he: User, zhou: User, wu: User, client: Client, sign_in
) -> None:
    file = store_file(stream=io.BytesIO(b"%PDF-1.7 plan"), name="方案.pdf", owner_code=school.code)
    address = file.get_absolute_url()
    for person in (he, zhou):
        response = sign_in(person).get(address)
        assert body(response) == b"%PDF-1.7 plan"
        assert response["Cache-Control"] == "private, no-store"
    assert client.get(address).status_code == 404
    assert sign_in(wu).get(address).status_code == 404
    file.state = file.State.QUARANTINED
    file.save()
    assert sign_in(he).get(address).status_code == 404


def test_renditions_follow_their_file(school, client: Client, he: User, sign_in) -> None:
    file = store_file(stream=io.BytesIO(jpeg(600, 300)), name="p.jpg", owner_code=school.code)
    copy = file.renditions.get()
    assert client.get(copy.get_absolute_url()).status_code == 404
    response = sign_in(he).get(copy.get_absolute_url())
    assert response["Content-Type"] == "image/webp"
    body(response)
    assert sign_in(he).get(f"{file.get_absolute_url()}999/").status_code == 404


def test_the_public_gets_a_picture_without_its_place(school, client: Client, he: User, sign_in) -> None:
    blob = jpeg(600, 300, gps=True)
    file = store_file(stream=io.BytesIO(blob), name="p.jpg", owner_code=school.code, public=True)
    response = client.get(file.get_absolute_url())
    assert response["Content-Type"] == "image/webp"
    assert GPS not in pyvips.Image.new_from_buffer(body(response), "").get_fields()
    own = sign_in(he).get(file.get_absolute_url())
    assert body(own) == blob
    assert own["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("blob", "name", "disposition"),
    [(b"%PDF-1.7 plan", "plan.pdf", "attachment"), (b"hello", "note.txt", "attachment"),
     (b"PK\x03\x04 zipped", "all.zip", "attachment")],
)  # fmt: skip
def test_headers_keep_files_harmless(
    client: Client, db: None, blob: bytes, name: str, disposition: str
) -> None:
    file = store_file(stream=io.BytesIO(blob), name=name, owner_code="school-a", public=True)
    response = client.get(file.get_absolute_url())
    assert body(response) == blob
    assert response["Content-Disposition"].startswith(disposition)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_writing_is_not_allowed(client: Client, db: None) -> None:
    file = store_file(stream=io.BytesIO(b"hello"), name="note.txt", owner_code="school-a", public=True)
    assert client.post(file.get_absolute_url()).status_code == 405
