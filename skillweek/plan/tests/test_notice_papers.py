"""Notices on paper and in public."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from docx import Document as WordDocument
from pypdf import PdfReader

from skillweek.accounts.models import User
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition, Notice
from skillweek.plan.tests.factories import make_notice, make_sent_notice

SignIn = Callable[[User], Client]


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_printing(
    kind: str, edition: Edition, school: Organisation, lin: User, he: User, sign_in: SignIn
) -> None:
    notice = make_sent_notice(edition, school, number="示教〔2021〕5号", contact_phone="0375-0000000")
    for person in (lin, he):
        answer = sign_in(person).get(f"/desk/notices/{notice.code}/print/{kind}/")
        assert answer.headers["Cache-Control"] == "private, no-store"
        for words in ("示教〔2021〕5号", notice.title, "（联系电话：0375-0000000）", notice.issuer.name):
            assert words in words_of(kind, answer.content)
    plain = sign_in(lin).get(f"/desk/notices/{notice.code}/print/{kind}/?plain").content
    assert words_of(kind, plain).count(notice.issuer.name) == 1
    assert sign_in(lin).get(f"/desk/notices/{notice.code}/print/exe/").status_code == 404


@pytest.mark.usefixtures("now")
def test_signs_that_no_file_can_hold(
    edition: Edition, school: Organisation, lin: User, sign_in: SignIn
) -> None:
    notice = make_sent_notice(edition, school, title="a\nb\x01\x1b", body="c\x02\ufffe\n=1", number="\x08")
    draft, client = make_notice(edition), sign_in(lin)
    for page in ("print/docx", "print/pdf", "receipts"):
        answer = client.get(f"/desk/notices/{notice.code}/{page}/")
        assert (answer.status_code, "ab" in answer.headers["Content-Disposition"]) == (200, True)
    assert client.get(f"/desk/notices/{notice.code}/versions/").status_code == 200
    assert client.get(f"/desk/notices/{draft.code}/versions/").status_code == 404


def words_of(kind: str, data: bytes) -> str:
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).replace("\n", "")
    return "".join(paragraph.text for paragraph in WordDocument(BytesIO(data)).paragraphs)


@pytest.mark.usefixtures("now")
def test_the_public_reads_what_was_sent_for_all(
    edition: Edition, school: Organisation, client: Client
) -> None:
    notice = make_sent_notice(edition, school)
    make_sent_notice(edition, school, title="内部", public=False)
    make_notice(edition, title="草稿")
    assert [one.title for one in client.get("/notices/").context["page"]] == [notice.title]
    assert client.get(f"/notices/{notice.code}/").status_code == 200
    assert [client.get(f"/notices/{one.code}/").status_code for one in Notice.objects.exclude(pk=notice.pk)] == [
        404, 404,
    ]  # fmt: skip


def test_without_an_edition(db: None, client: Client) -> None:
    assert client.get("/notices/").status_code == 200
    assert client.get("/notices/NOTICE/").status_code == 404
