"""Files that cannot be read are one clear sentence in two languages, wherever they come from."""

import io
import re
import zipfile

import docx
import pytest
import typst
from pypdf import PdfReader, PdfWriter

from skillweek.library.tests.bombs import archive, forged, overlapping
from skillweek.library.tests.pictures import jpeg
from skillweek.plan.reader import MOST_BYTES, Unreadable, read, read_confined
from skillweek.plan.tests.reader.documents import notice, pdf, saved, word

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def office(body: str, doctype: str = "") -> bytes:
    document = f'<?xml version="1.0"?>{doctype}<w:document {W}><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": TYPES.encode(), "word/document.xml": document.encode()})


def picture_only() -> bytes:
    document = docx.Document()
    document.add_picture(io.BytesIO(jpeg(80, 60)))
    return saved(document)


def scanned() -> bytes:
    return typst.compile(b"#rect(width: 5cm, height: 5cm, fill: red)")


def locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(notice("12")))))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def laughs(times: int) -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, times))
    return f'<!DOCTYPE w:document [<!ENTITY a0 "ha">{entities}]>'


CASES = {
    "empty": (b"", "a.txt", "empty"),
    "blank": (b"\r\n  \n", "a.txt", "empty"),
    "only a mark": (b"\xef\xbb\xbf", "a.txt", "no_text"),
    "zeros": (bytes(5000), "a.txt", "empty"),
    "binary": (bytes(range(256)) * 40, "a.txt", "binary"),
    "picture": (jpeg(80, 60), "a.txt", "binary"),
    "picture named docx": (jpeg(80, 60), "a.docx", "binary"),
    "old doc": (OLE + bytes(3000), "a.doc", "old_office"),
    "wps": (OLE + bytes(3000), "a.wps", "old_office"),
    "locked docx": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "a.docx", "encrypted"),
    "rtf": (b"{\\rtf1 abc}", "a.rtf", "not_notice"),
    "xlsx": (archive({"xl/workbook.xml": b"<workbook/>"}), "a.xlsx", "not_notice"),
    "zip of zips": (archive({"1.zip": archive({"2.zip": b""})}), "a.docx", "unsound"),
    "overlapping": (overlapping(50), "a.docx", "unsound"),
    "forged sizes": (forged(said=10, real=20 << 20), "a.docx", "unsound"),
    "flat bomb": (archive({"word/document.xml": bytes(200 << 20)}), "a.docx", "too_long"),
    "cut zip": (word("各学校：")[:900], "a.docx", "damaged"),
    "endless xml": (office("<w:p/>" * 3_000_000), "a.docx", "too_long"),
    "endless page": (b"<html><body>" + b"<p>x</p>" * 600_000, "a.html", "too_long"),
    "a part's own name": (
        word("各学校：").replace(b"word/document.xml", b"\0ord/document.xml", 1), "a.docx", "damaged",
    ),
    "no xml": (archive({"word/document.xml": b"<w:document"}), "a.docx", "damaged"),
    "laughs": (office("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", laughs(10)), "a.docx", "unsound"),
    "outside": (office("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
                "a.docx", "unsound"),
    "pictures in docx": (picture_only(), "a.docx", "no_text"),
    "scanned pdf": (scanned(), "a.pdf", "no_text"),
    "broken pdf": (b"%PDF-1.7\n" + b"garbage " * 200, "a.pdf", "damaged"),
    "empty page": (b"<html><head><title>x</title></head><body><img src='a.png'></body></html>", "a.html", "no_text"),
    "no markup": (b"<!DOCTYPE html>", "a.html", "no_text"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "name", "code"), CASES.values(), ids=CASES.keys())
def test_what_cannot_be_read_says_why(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data, name)
    assert caught.value.code == code
    assert re.fullmatch(r"[^A-Za-z]*[\u4e00-\u9fff][^a-z]*。 [A-Z][^\u4e00-\u9fff]+\.", str(caught.value))


def test_locked_pdf() -> None:
    with pytest.raises(Unreadable) as caught:
        read(locked(), "a.pdf")
    assert caught.value.code == "encrypted"


def test_fifty_megabytes() -> None:
    for door in (read, read_confined):
        with pytest.raises(Unreadable) as caught:
            door(b"x" * (MOST_BYTES + 1), "a.txt")
        assert caught.value.code == "too_large"
        assert "20 MB" in str(caught.value)


def test_a_page_cannot_fetch_or_expand_anything() -> None:
    entity = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "yyyy">]>'
    text = read(f"{entity}<html><body><p>各学校：</p><p>一、要求&x;&y;</p></body></html>".encode(), "a.html")
    assert [(clause.heading, clause.text) for clause in text.clauses] == [("要求&x", "&y;")]


def test_a_book_is_read_from_its_beginning_and_that_is_said() -> None:
    text = notice("12") + "各院部要读完这一页。\n" * 30_000
    reading = read(text.encode(), "a.txt")
    assert reading.starts == "2035-09-10"
    assert [question.code for question in reading.questions if question.field == "clauses"][
        -1
    ] == "only_beginning"


def test_deep_nesting_is_no_way_out() -> None:
    with pytest.raises(Unreadable) as caught:
        read(("<html><body>" + "<div>" * 30_000 + "<p>各学校：").encode(), "a.html")
    assert caught.value.code == "no_text"
    deep = "<w:sdt><w:sdtContent>" * 20_000
    with pytest.raises(Unreadable):
        read(office(deep), "a.docx")


def test_the_confined_reader_gives_the_same_and_refuses_the_same() -> None:
    data = notice("03").encode()
    assert read_confined(data, "a.txt") == read(data, "a.txt")
    for data, name, code in (CASES["xlsx"], CASES["binary"]):
        with pytest.raises(Unreadable) as caught:
            read_confined(data, name)
        assert caught.value.code == code


def test_a_document_that_says_it_is_stored_elsewhere() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as whole:
        whole.writestr("../word/document.xml", "x")
    with pytest.raises(Unreadable) as caught:
        read(stream.getvalue(), "a.docx")
    assert caught.value.code == "unsound"
