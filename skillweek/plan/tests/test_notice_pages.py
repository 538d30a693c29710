"""Pages of notices, for those who send, receive, and have nothing to do with them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as WordDocument
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.messaging.queries import forget
from skillweek.organisations.actions import add_unit
from skillweek.organisations.models import Organisation
from skillweek.plan import actions
from skillweek.plan.models import Addressing, Attachment, Edition, Notice, Recipient, Urge
from skillweek.plan.tests.factories import address, make_notice, make_sent_notice, with_address

SignIn = Callable[[User], Client]
WRITTEN = {
    "title": "关于做好活动周工作的通知", "addressees": "各单位：", "body": "请签收。", "signed_on": "2021-05-23",
    "number": "", "public": "on",
}  # fmt: skip


@pytest.mark.usefixtures("now")
def test_an_officer_writes_attaches_addresses_looks_and_sends(
    edition: Edition, school: Organisation, other_school: Organisation, lin: User, sign_in: SignIn
) -> None:
    client = sign_in(lin)
    place = client.post("/desk/notices/write/", WRITTEN).headers["Location"]
    home = place.removesuffix("attachments/")
    file = SimpleUploadedFile("名单.pdf", b"%PDF-1.4 x")
    assert client.post(place, {"file": file, "title": ""}).headers["Location"] == place
    assert client.get(f"{home}send/").headers["Location"] == f"{home}recipients/"
    asked = client.post(f"{home}recipients/", {"groups": "schools"})
    assert asked.headers["Location"] == f"{home}send/"
    shown = client.get(f"{home}send/")
    assert [unit.code for unit in shown.context["resolved"].units] == ["school-a", "school-b"]
    assert shown.context["resolved"].unmanned == {school.pk, other_school.pk}
    assert "名单" in shown.text
    assert (Notice.objects.get().state, Recipient.objects.count()) == ("draft", 0)
    sent = client.post(f"{home}send/", {"seen": "2"}, follow=True)
    assert Notice.objects.get().state == "sent"
    assert (sent.context["receipts"].unread, 'hx-trigger="every 2s"' in sent.text) == (2, True)
    assert client.get(f"{home}send/").status_code == 404


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("seen", ["1", "", "viele"])
def test_a_number_that_is_not_the_present_one_asks_again(
    seen: str, edition: Edition, school: Organisation, other_school: Organisation, lin: User, sign_in: SignIn
) -> None:
    draft = address(make_notice(edition), "schools")
    answer = sign_in(lin).post(f"/desk/notices/{draft.code}/send/", {"seen": seen})
    assert (answer.status_code, Recipient.objects.count()) == (422, 0)
    assert 'name="seen" value="2"' in answer.text
    assert bool(answer.context["form"].non_field_errors()) is (seen == "1")


def test_what_was_typed_is_kept(edition: Edition, lin: User, sign_in: SignIn) -> None:
    wrong = WRITTEN | {"title": "", "signed_on": "五月"}
    answer = sign_in(lin).post("/desk/notices/write/", wrong)
    assert (answer.status_code, Notice.objects.count()) == (422, 0)
    assert set(answer.context["form"].errors) == {"title", "signed_on"}
    assert "请签收。" in answer.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"sign_by": "2021-05-01"}, "sign_by"), ({"body": "长" * 60_001}, "body"), ({"title": "\x00"}, "title")],
)
def test_what_cannot_be_is_said_at_the_field(
    typed: dict[str, str], field: str, edition: Edition, lin: User, sign_in: SignIn
) -> None:
    answer = sign_in(lin).post("/desk/notices/write/", WRITTEN | typed)
    assert (answer.status_code, set(answer.context["form"].errors), Notice.objects.count()) == (
        422,
        {field},
        0,
    )


@pytest.mark.parametrize("chosen", [{"groups": "moon"}, {"units": "school-z"}, {"groups": ""}, {}])
def test_choosing_nobody_or_the_unknown(
    chosen: dict[str, str], edition: Edition, school: Organisation, lin: User, sign_in: SignIn
) -> None:
    draft, client = make_notice(edition), sign_in(lin)
    answer = client.post(f"/desk/notices/{draft.code}/recipients/", chosen)
    assert (answer.status_code, Addressing.objects.count()) == (422, 0)
    assert set(answer.context["form"].errors) <= {"groups", "units"}
    assert client.get(f"/desk/notices/{draft.code}/recipients/").status_code == 200


@pytest.mark.usefixtures("now")
def test_files_of_a_draft(edition: Edition, lin: User, sign_in: SignIn) -> None:
    draft, client = make_notice(edition), sign_in(lin)
    place = f"/desk/notices/{draft.code}/attachments/"
    for name in ("一.pdf", "二.pdf"):
        client.post(place, {"file": SimpleUploadedFile(name, b"%PDF-1.4 x")})
    first, second = draft.attachments.all()
    assert client.post(f"{place}{second.pk}/move/", {"up": "on"}).status_code == 302
    assert [one.title for one in draft.attachments.all()] == ["二", "一"]
    client.post(f"{place}{first.pk}/remove/")
    assert [one.title for one in Attachment.objects.all()] == ["二"]
    wrong = client.post(place, {"file": SimpleUploadedFile("a.exe", b"MZ"), "title": "程序"})
    assert (wrong.status_code, "程序" in wrong.text, Attachment.objects.count()) == (422, True, 1)
    assert client.post(f"{place}999/remove/").status_code == 404


@pytest.mark.usefixtures("now")
def test_a_school_reads_and_signs(edition: Edition, school: Organisation, he: User, sign_in: SignIn) -> None:
    notice, client = make_sent_notice(edition, school), sign_in(he)
    page = client.get(f"/desk/notices/{notice.code}/")
    assert (page.status_code, page.context["receipts"]) == (200, None)
    assert (Recipient.objects.get().state, Recipient.objects.get().read_by) == ("read", he)
    for _ in range(2):
        signed = client.post(f"/desk/notices/{notice.code}/sign/school-a/", follow=True)
        assert signed.status_code == 200
    assert (Recipient.objects.get().state, Recipient.objects.get().acknowledged_by) == ("acknowledged", he)


@pytest.mark.usefixtures("now")
def test_the_in_tray_narrows(edition: Edition, school: Organisation, he: User, sign_in: SignIn) -> None:
    late = make_sent_notice(edition, school, title="逾期的", sign_by=date(2021, 5, 22))
    done = make_sent_notice(edition, school, title="签过的")
    make_sent_notice(edition, school, title="旧的", state=Notice.State.SUPERSEDED)
    actions.acknowledge(recipient=done.recipients.get(), by=he)
    client = sign_in(he)

    def titles(query: str = "") -> list[str]:
        return sorted(one.notice.title for one in client.get(f"/desk/notices/{query}").context["received"])

    assert (titles(), titles("?show=signed")) == (["逾期的"], ["签过的"])
    assert titles("?show=all") == titles("?show=all&year=2021&unit=school-a") == ["旧的", "签过的", "逾期的"]
    assert titles("?show=moon&year=x&unit=school-b&page=-1") == [late.title]
    assert "逾期未签" in client.get("/desk/notices/").text


@pytest.mark.usefixtures("now")
def test_a_stranger_gets_404(
    edition: Edition, county: Organisation, school: Organisation, wu: User, zhao: User, men: User, he: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    notice, draft = make_sent_notice(edition, school), make_notice(edition)
    for stranger in (wu, men):
        assert sign_in(stranger).get(f"/desk/notices/{notice.code}/").status_code == 404
    gets = ["write/", "sent/", "sent/export/"]
    gets += [f"{draft.code}/{page}/" for page in ("edit", "attachments", "recipients", "send")]
    gets += [f"{notice.code}/{page}/" for page in ("urge", "further")]
    posts = [
        f"{notice.code}/{page}/"
        for page in ("urge", "further", "revise", "forward/yexian", "forward/school-a")
    ]
    for stranger in (wu, zhao, men, he):
        client = sign_in(stranger)
        assert {client.get(f"/desk/notices/{page}").status_code for page in gets} == {404}
        assert {client.post(f"/desk/notices/{page}").status_code for page in posts} == {404}
    for stranger in (wu, zhao, men):
        assert sign_in(stranger).post(f"/desk/notices/{notice.code}/sign/school-a/").status_code == 404
    assert (Recipient.objects.get().state, Notice.objects.count(), Urge.objects.count()) == ("sent", 2, 0)


@pytest.mark.usefixtures("now")
def test_a_county_sees_receipts_of_its_own_schools_only(
    edition: Edition, school: Organisation, other_school: Organisation, zhou: User, sign_in: SignIn
) -> None:
    notice, client = make_sent_notice(edition, school, other_school), sign_in(zhou)
    page = client.get(f"/desk/notices/{notice.code}/")
    assert [row.organisation for row in page.context["rows"]] == [school]
    assert (page.context["receipts"].total, page.context["roll_up"]) == (1, None)
    assert other_school.name not in page.text
    assert [row[0] for row in table(client.get(f"/desk/notices/{notice.code}/receipts/").content)] == [
        "单位", school.name,
    ]  # fmt: skip


def table(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


@pytest.mark.usefixtures("now")
def test_receipts_are_filtered_and_exported(
    edition: Edition, county: Organisation, school: Organisation, other_school: Organisation, he: User, lin: User,
    sign_in: SignIn, now: datetime,
) -> None:  # fmt: skip
    he.name = "=何"
    he.save()
    notice, client = make_sent_notice(edition, county, school, other_school, number="-1"), sign_in(lin)
    actions.acknowledge(recipient=notice.recipients.get(organisation=school), by=he)
    place = f"/desk/notices/{notice.code}/"

    def shown(query: str) -> list[str]:
        return [row.organisation.code for row in client.get(f"{place}{query}").context["rows"]]

    assert (shown("?show=signed"), shown("?show=read"), len(shown("")), len(shown("?show=moon"))) == (
        ["school-a"], [], 3, 3,
    )  # fmt: skip
    assert sorted(shown("?show=missing")) == ["school-b", "yexian"]
    answer = client.get(f"{place}receipts/")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = {row[0]: row for row in table(answer.content)}
    local = now.replace(tzinfo=None)
    assert rows[school.name] == [school.name, county.name, "已签收", local, "=何", local, "=何", 0.0, ""]
    sent = table(client.get("/desk/notices/sent/export/").content)
    head, one = sent[0], sent[1]
    assert dict(zip(head, one, strict=True)) == {
        "发文字号": "-1", "标题": notice.title, "版本": 1.0, "成文日期": date(2021, 5, 20),
        "发出时间": datetime.fromisoformat("2021-05-20T10:00"), "签收期限": "", "情况": "已发出", "收文单位": 3.0,
        "已读未签": 0.0, "已签收": 1.0, "未签收": 2.0,
    }  # fmt: skip


@pytest.mark.usefixtures("now")
def test_urging_shows_whom_and_the_words_first(
    edition: Edition,
    county: Organisation,
    school: Organisation,
    he: User,
    lin: User,
    now: datetime,
    sign_in: SignIn,
) -> None:
    with_address(he)
    notice, client = make_sent_notice(edition, county, school), sign_in(lin)
    place = f"/desk/notices/{notice.code}/urge/"
    page = client.get(place)
    assert [row.organisation for row in page.context["who"].now] == [school]
    assert [row.organisation for row in page.context["who"].nobody] == [county]
    assert (f"催办：请签收《{notice.title}》" in page.text, Urge.objects.count()) == (True, 0)
    assert client.post(place, follow=True).context["rows"][0].urged == 1
    again = client.post(place)
    assert (again.status_code, "一天只催一次" in again.text, Urge.objects.count()) == (422, True, 1)
    with clock.frozen(now + timedelta(days=1)):
        assert "催过 1 次" in client.get(place).text


@pytest.mark.usefixtures("now")
def test_telling_is_followed_without_the_page(
    edition: Edition, school: Organisation, other_school: Organisation, lin: User, sign_in: SignIn
) -> None:
    draft, client = address(make_notice(edition), "schools"), sign_in(lin)
    actions.send_notice(notice=draft, seen=2, by=lin)
    place = f"/desk/notices/{draft.code}/"
    draft.recipients.filter(organisation=school).update(told_at=clock.now())
    part = client.get(place, headers={"HX-Request": "true"}).text
    assert ("1 / 2" in part, "hx-get" in part, "<html" in part) == (True, True, False)
    actions.tell(notice_id=draft.pk)
    done = client.get(place, headers={"HX-Request": "true"}).text
    assert ("2 个单位都已通知" in done, "hx-get" in done) == (True, False)
    assert 'id="progress"' not in client.get(place).text


@pytest.mark.usefixtures("now")
def test_further_units_are_shown_before_they_get_it(
    edition: Edition, county: Organisation, school: Organisation, lin: User, sign_in: SignIn
) -> None:
    notice, client = make_sent_notice(edition, school), sign_in(lin)
    place = f"/desk/notices/{notice.code}/further/"
    assert client.get(place).status_code == 200
    assert client.get(place, {"look": "1"}).status_code == 422
    shown = client.get(place, {"groups": "places"})
    assert [unit.code for unit in shown.context["resolved"].units] == ["yexian"]
    assert client.post(place, {"groups": "places", "seen": "5"}).status_code == 422
    assert client.post(place, {"groups": "schools", "seen": "1"}).status_code == 422
    assert notice.recipients.count() == 1
    assert client.post(place, {"groups": "places", "seen": "1"}).status_code == 302
    assert notice.recipients.count() == 2
    assert "下属单位都已收到" in client.get(place).text


@pytest.mark.usefixtures("now")
def test_a_county_passes_on_and_schools_see_both(
    edition: Edition,
    county: Organisation,
    school: Organisation,
    lin: User,
    zhou: User,
    he: User,
    sign_in: SignIn,
) -> None:
    notice = make_sent_notice(edition, county, body="原来的话。", public=False)
    client = sign_in(zhou)
    answer = client.post(f"/desk/notices/{notice.code}/forward/yexian/", follow=True)
    draft = Notice.objects.get(forwards=notice)
    assert answer.redirect_chain[-1][0] == f"/desk/notices/{draft.code}/edit/"
    assert {"change_note", "public"} & set(answer.context["form"].fields) == set()
    typed = WRITTEN | {"title": "转发", "body": "县里的话。", "addressees": "各学校："}
    client.post(f"/desk/notices/{draft.code}/edit/", typed)
    client.post(f"/desk/notices/{draft.code}/recipients/", {"groups": "schools"})
    assert client.post(f"/desk/notices/{draft.code}/send/", {"seen": "1"}).status_code == 302
    page = sign_in(he).get(f"/desk/notices/{draft.code}/").text
    assert page.index("县里的话。") < page.index("原来的话。")
    again = client.post(f"/desk/notices/{notice.code}/forward/yexian/")
    assert again.headers["Location"] == f"/desk/notices/{draft.code}/"
    sign_in(he).post(f"/desk/notices/{draft.code}/sign/school-a/")
    city = sign_in(lin).get(f"/desk/notices/{notice.code}/").text
    assert "1 个县级单位已转发" in city
    assert "1/1 已签收" in city
    pdf = PdfReader(BytesIO(sign_in(he).get(f"/desk/notices/{draft.code}/print/pdf/").content))
    assert ["县里的话。" in pdf.pages[0].extract_text(), "原来的话。" in pdf.pages[1].extract_text()] == [
        True,
        True,
    ]


@pytest.mark.usefixtures("now")
def test_a_revision_replaces_and_the_old_page_says_so(
    edition: Edition, school: Organisation, lin: User, he: User, sign_in: SignIn
) -> None:
    notice, client = make_sent_notice(edition, school), sign_in(lin)
    address(notice, "schools")
    edit = client.post(f"/desk/notices/{notice.code}/revise/").headers["Location"]
    revised = WRITTEN | {"body": "请今天签收。", "change_note": ""}
    refused = client.post(edit, revised)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["change_note"])
    client.post(edit, revised | {"change_note": "加了日期"})
    new = Notice.objects.get(version=2)
    assert client.post(f"/desk/notices/{new.code}/send/", {"seen": "1"}).status_code == 302
    assert (
        client.post(f"/desk/notices/{notice.code}/revise/", follow=True)
        .redirect_chain[-1][0]
        .endswith(f"{notice.code}/")
    )
    old = sign_in(he).get(f"/desk/notices/{notice.code}/").text
    assert ("第 2 版替代" in old, f"/desk/notices/{new.code}/" in old, "/sign/" in old) == (True, True, False)
    changed = sign_in(he).get(f"/desk/notices/{new.code}/versions/").text
    assert ("<ins>今天</ins>" in changed, "加了日期" in changed) == (True, True)
    public = Client().get(f"/notices/{notice.code}/").text
    assert ("已被新版替代" in public, f"/notices/{new.code}/" in public) == (True, True)
    assert [one.pk for one in Client().get("/notices/").context["page"]] == [new.pk]


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


def asked(client: Client, place: str) -> int:
    """How many queries a page asks; the second time, when nothing has to be noted any more."""
    client.get(place)
    forget()  # own words of messages are kept for seconds
    with CaptureQueriesContext(connection) as queries:
        assert client.get(place).status_code == 200
    return len(queries)


@pytest.mark.usefixtures("now")
def test_pages_ask_as_much_for_three_units_as_for_one(
    edition: Edition, county: Organisation, lin: User, zhou: User, sign_in: SignIn
) -> None:
    units = [add_unit(parent=county, kind=county.kind, code=f"u{n}", name=f"示例-{n}") for n in range(3)]
    city, below = sign_in(lin), sign_in(zhou)

    def counted(some: list[Organisation]) -> list[int]:
        for unit in some:
            make_sent_notice(edition, unit, county)
        sent, draft = make_sent_notice(edition, *some), address(make_notice(edition), *some)
        pages = ["sent/", f"{sent.code}/", f"{sent.code}/urge/", f"{draft.code}/send/"]
        return [asked(city, f"/desk/notices/{page}") for page in pages] + [asked(below, "/desk/notices/")]

    assert counted(units[:1]) == counted(units)
