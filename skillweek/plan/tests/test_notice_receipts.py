"""Pages of notices for those who receive them, and for those who watch and urge."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from skillweek.accounts.models import User
from skillweek.common import clock
from skillweek.messaging.queries import forget
from skillweek.organisations.actions import add_unit
from skillweek.organisations.models import Organisation
from skillweek.plan import actions
from skillweek.plan.models import Edition, Notice, Recipient, Urge
from skillweek.plan.tests.factories import address, make_notice, make_sent_notice, with_address

SignIn = Callable[[User], Client]
WRITTEN = {
    "title": "关于做好活动周工作的通知", "addressees": "各单位：", "body": "请签收。", "signed_on": "2021-05-23",
    "number": "", "public": "on",
}  # fmt: skip


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
