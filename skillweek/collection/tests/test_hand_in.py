"""Handing in material: works, refused, returned, replaced, accepted; strangers see nothing."""

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from skillweek.accounts.models import User
from skillweek.collection import actions, queries, rules
from skillweek.collection.models import Call, Item, ItemRule
from skillweek.common import clock, registry
from skillweek.library.actions import FileRefused
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition, MaterialKind
from skillweek.review.actions import ReviewError
from skillweek.review.queries import of as review_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZONE = ZoneInfo("Asia/Shanghai")


def docx() -> bytes:
    out = BytesIO()
    document = Document()
    document.add_paragraph("活动周总结")
    document.save(out)
    return out.getvalue()


@pytest.fixture
def call(edition: Edition, now: datetime) -> Call:
    made = Call.objects.create(
        edition=edition, title="活动周总结材料", opens=date(2021, 5, 22), deadline=date(2021, 6, 2)
    )
    kinds = {kind.code: kind for kind in MaterialKind.objects.filter(edition=edition)}
    ItemRule.objects.create(call=made, kind=kinds["summary"], maximum=1, media_types=DOCX)
    ItemRule.objects.create(call=made, kind=kinds["photo"], minimum=2, media_types="image/jpeg image/png")
    return made


@pytest.fixture
def rule(call: Call) -> ItemRule:
    return call.rules.get(kind__code="summary")


@pytest.fixture
def item(call: Call, rule: ItemRule, school: Organisation, he: User) -> Item:
    return actions.add_item(
        call=call, rule=rule, organisation=school, stream=BytesIO(docx()), name="总结.docx", title="总结", caption="",
        by=he,
    )  # fmt: skip


def test_every_step_from_every_state() -> None:
    steps = {"submit", "replace", "remove", "accept", "return", "lock"}
    allowed = {(state, step): following for state in Item.State.values for step in steps
               if (following := rules.next_state(state, step))}  # fmt: skip
    assert allowed == {
        ("draft", "submit"): "submitted", ("draft", "replace"): "draft", ("draft", "remove"): "withdrawn",
        ("returned", "replace"): "draft", ("returned", "remove"): "withdrawn",
        ("submitted", "accept"): "accepted", ("submitted", "return"): "returned", ("accepted", "lock"): "locked",
    }  # fmt: skip


def test_handed_in_and_accepted(call: Call, item: Item, school: Organisation, he: User, zhou: User) -> None:
    actions.hand_in(call=call, organisation=school, by=he)
    item.refresh_from_db()
    assert item.state == "submitted"
    counted = registry.evidence["materials"]
    assert counted(call.edition, "summary") == {}, "what only waits is no evidence"
    assert actions.decide_item(item=item, by=zhou, accept=True).state == "accepted"
    assert [counted(call.edition, kind) for kind in ("summary", "", "photo")] == [
        {school.pk: 1},
        {school.pk: 1},
        {},
    ]
    assert counted.rows is not None
    assert [row.title for row in counted.rows(call.edition, "summary", school)] == [item.title]
    with pytest.raises(ReviewError, match="已经处理过"):
        actions.decide_item(item=item, by=zhou, accept=True)


def test_nothing_to_hand_in(call: Call, school: Organisation, he: User) -> None:
    with pytest.raises(actions.CollectionError, match="没有可以报送的材料"):
        actions.hand_in(call=call, organisation=school, by=he)


def test_returned_needs_a_reason_then_a_new_file(
    call: Call, item: Item, school: Organisation, he: User, zhou: User
) -> None:
    actions.hand_in(call=call, organisation=school, by=he)
    with pytest.raises(ReviewError, match="理由"):
        actions.decide_item(item=item, by=zhou, accept=False, reason=" ")
    item.refresh_from_db()
    assert item.state == "submitted"
    assert actions.decide_item(item=item, by=zhou, accept=False, reason="请补充数据").state == "returned"
    with pytest.raises(actions.CollectionError, match="没有可以报送"):
        actions.hand_in(call=call, organisation=school, by=he)
    replaced = actions.replace_file(item=item, stream=BytesIO(docx()), name="新.docx", by=he)
    assert (replaced.state, replaced.file.name) == ("draft", "新.docx")
    actions.hand_in(call=call, organisation=school, by=he)
    assert [decision.verdict for decision in review_of(item).decisions.all()] == [
        "submitted", "returned", "submitted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"), [("总结.exe", b"MZ\x90"), ("总结.docx", b""), ("页面.docx", b"<html>")]
)
def test_wrong_files_change_nothing(
    call: Call, rule: ItemRule, school: Organisation, he: User, name: str, data: bytes
) -> None:
    with pytest.raises(FileRefused):
        actions.add_item(call=call, rule=rule, organisation=school, stream=BytesIO(data), name=name, title="总结",
                         caption="", by=he)  # fmt: skip
    assert Item.objects.count() == 0


def test_no_more_than_the_rule_allows(
    call: Call, rule: ItemRule, item: Item, school: Organisation, he: User
) -> None:
    with pytest.raises(actions.CollectionError, match="最多 1 份"):
        actions.add_item(call=call, rule=rule, organisation=school, stream=BytesIO(docx()), name="b.docx", title="二",
                         caption="", by=he)  # fmt: skip
    actions.remove_item(item=item, by=he)
    assert [one.state for one in Item.objects.all()] == ["withdrawn"]


def test_before_the_call_opens(call: Call, rule: ItemRule, school: Organisation, he: User) -> None:
    early = datetime(2021, 5, 20, 9, tzinfo=ZONE)
    with clock.frozen(early), pytest.raises(actions.CollectionError, match="5 月 22 日起"):
        actions.add_item(call=call, rule=rule, organisation=school, stream=BytesIO(docx()), name="a.docx", title="一",
                         caption="", by=he)  # fmt: skip


def test_late_is_flagged_by_the_citys_day(call: Call, item: Item, school: Organisation, he: User) -> None:
    with clock.frozen(datetime(2021, 6, 2, 23, 59, tzinfo=ZONE)):
        actions.hand_in(call=call, organisation=school, by=he)
        assert queries.late(call.edition) == set()
    Item.objects.update(submitted_at=datetime(2021, 6, 3, 0, 1, tzinfo=ZONE))
    with clock.frozen(datetime(2021, 6, 3, 0, 2, tzinfo=ZONE)):
        assert queries.late(call.edition) == {item.pk}
    assert queries.late(call.edition) == set(), "what comes later has not come yet"


def test_who_is_missing(
    call: Call, item: Item, school: Organisation, other_school: Organisation, he: User
) -> None:
    before = queries.table(call, [school, other_school])
    assert [(row.organisation, row.state) for row in before] == [
        (school, "nothing"),
        (other_school, "nothing"),
    ]
    actions.hand_in(call=call, organisation=school, by=he)
    after = queries.table(call, [school, other_school])
    assert [row.state for row in after] == ["partly", "nothing"]
    assert [one.missing for one in after[0].progress] == [0, 2]


@pytest.mark.parametrize("units", [1, 3])
def test_the_table_costs_the_same(
    call: Call,
    school: Organisation,
    other_school: Organisation,
    city: Organisation,
    units: int,
    django_assert_num_queries,
) -> None:
    with django_assert_num_queries(2):
        queries.table(call, [school, other_school, city][:units])


def test_pages(
    call: Call, item: Item, school: Organisation, he: User, wu: User, zhou: User, lin: User, sign_in
) -> None:
    address = item.get_desk_url()
    assert sign_in(he).get("/desk/materials/").headers["Location"] == address.split("#")[0]
    page = sign_in(he).get(address)
    assert page.status_code == 200
    assert "报送 1 份材料" in page.content.decode()
    assert sign_in(wu).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    table = sign_in(lin).get("/desk/materials/").content.decode()
    assert school.short_name in table
    assert sign_in(zhou).get(address).status_code == 200


def test_upload_through_the_page(
    call: Call, rule: ItemRule, school: Organisation, he: User, wu: User, sign_in
) -> None:
    address = f"/desk/materials/{call.pk}/{school.code}/{rule.pk}/"
    refused = sign_in(he).post(
        address, {"title": "我的总结", "file": SimpleUploadedFile("a.docx", b"<html>")}
    )
    assert refused.status_code == 422
    assert "我的总结" in refused.content.decode()
    assert "可以上传：" in refused.content.decode()
    good = {"title": "我的总结", "file": SimpleUploadedFile("a.docx", docx())}
    assert sign_in(wu).post(address, good).status_code == 404
    assert Item.objects.count() == 0
    good["file"].seek(0)
    assert sign_in(he).post(address, good).status_code == 302
    assert Item.objects.get().title == "我的总结"


def test_deciding_through_the_page(
    call: Call, item: Item, school: Organisation, he: User, wu: User, zhou: User, sign_in
) -> None:
    sign_in(he).post(f"/desk/materials/{call.pk}/{school.code}/hand-in/")
    address = f"/desk/materials/item/{item.code}/decide/"
    assert sign_in(wu).post(address, {"verdict": "accept"}).status_code == 404
    assert sign_in(he).post(address, {"verdict": "accept"}).status_code == 302
    item.refresh_from_db()
    assert item.state == "submitted"
    sign_in(zhou).post(address, {"verdict": "accept"})
    item.refresh_from_db()
    assert item.state == "accepted"
