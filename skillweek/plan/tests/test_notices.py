"""Writing, addressing and sending notices."""

from datetime import date, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from skillweek.accounts.models import User
from skillweek.audit.queries import history
from skillweek.organisations.actions import add_unit, ensure_kinds
from skillweek.organisations.models import Organisation
from skillweek.plan import actions, queries
from skillweek.plan.models import Addressing, Edition, Notice, Recipient
from skillweek.plan.tests.factories import address, make_notice, make_sent_notice


@pytest.fixture
def draft(edition: Edition) -> Notice:
    return make_notice(edition)


def test_sending_makes_receipts_and_one_job(
    draft: Notice, county: Organisation, school: Organisation, lin: User, now: datetime
) -> None:
    address(draft, "schools", county)
    sent = actions.send_notice(notice=draft, seen=2, by=lin)
    assert (sent.state, sent.sent_at) == (Notice.State.SENT, now)
    assert list(sent.recipients.values_list("organisation__code", "state", "told_at")) == [
        ("school-a", "sent", None), ("yexian", "sent", None),
    ]  # fmt: skip
    jobs = ProcrastinateJob.objects.filter(task_name="skillweek.plan.tasks.tell")
    assert [(job.args, job.priority) for job in jobs] == [({"notice_id": sent.pk}, 10)]
    assert [(step.made, [field.after for field in step.fields][:1]) for step in history(sent)] == [
        (False, ["已发出"]), (True, []),
    ]  # fmt: skip


def test_sending_twice_is_refused(draft: Notice, school: Organisation, lin: User, now: datetime) -> None:
    address(draft, "schools")
    actions.send_notice(notice=draft, seen=1, by=lin)
    with pytest.raises(actions.NoticeError, match="已经发出"):
        actions.send_notice(notice=draft, seen=1, by=lin)
    assert Recipient.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="skillweek.plan.tasks.tell").count() == 1


def test_a_unit_that_joined_after_the_list_was_shown_is_shown_first(
    draft: Notice, county: Organisation, school: Organisation, lin: User, now: datetime
) -> None:
    address(draft, "schools")
    seen = len(queries.resolved(draft).units)
    add_unit(parent=county, kind=school.kind, code="school-new", name="示例-新学校")
    with pytest.raises(actions.RecipientsChanged, match="1 个单位，现在是 2 个"):
        actions.send_notice(notice=draft, seen=seen, by=lin)
    assert (Notice.objects.get().state, Recipient.objects.count()) == ("draft", 0)
    actions.send_notice(notice=draft, seen=2, by=lin)
    assert Recipient.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"addressees": ""}, "主送机关"), ({"body": ""}, "正文"), ({"sign_by": date(2021, 5, 22)}, "期限已经过了"),
    ],
)  # fmt: skip
def test_an_unfinished_draft_is_not_sent(
    facts: dict[str, object], sentence: str, edition: Edition, school: Organisation, lin: User, now: datetime
) -> None:
    draft = make_notice(edition, **facts)
    address(draft, "schools")
    with pytest.raises(actions.NoticeError, match=sentence):
        actions.send_notice(notice=draft, seen=1, by=lin)
    assert (Notice.objects.get().state, Recipient.objects.count()) == ("draft", 0)


def test_sending_to_nobody_is_refused(draft: Notice, school: Organisation, lin: User, now: datetime) -> None:
    with pytest.raises(actions.NoticeError, match="至少选择一个"):
        actions.send_notice(notice=draft, seen=0, by=lin)
    assert Notice.objects.get().state == "draft"


@pytest.mark.usefixtures("now")
def test_addressing_again_replaces_the_rules(
    draft: Notice, county: Organisation, school: Organisation, lin: User
) -> None:
    actions.address_notice(notice=draft, keys=["places"], organisations=[school], by=lin)
    actions.address_notice(notice=draft, keys=["schools"], organisations=[], by=lin)
    assert list(Addressing.objects.values_list("group", "organisation")) == [("schools", None)]
    assert [unit.code for unit in queries.resolved(draft).units] == ["school-a"]


@pytest.mark.parametrize("whom", ["nobody", "the city itself", "an unknown group"])
def test_addressing_needs_units_below_the_issuer(
    whom: str, draft: Notice, city: Organisation, school: Organisation, lin: User
) -> None:
    keys = ["moon"] if whom == "an unknown group" else []
    with pytest.raises(actions.NoticeError):
        actions.address_notice(
            notice=draft, keys=keys, organisations=[city] if whom == "the city itself" else [], by=lin
        )
    assert Addressing.objects.count() == 0


def test_a_county_addresses_its_own_schools_only(
    edition: Edition, county: Organisation, school: Organisation, other_school: Organisation, zhou: User,
    now: datetime,
) -> None:  # fmt: skip
    mine = make_notice(edition, issuer=county)
    with pytest.raises(actions.NoticeError, match="不归本单位管理"):
        actions.address_notice(notice=mine, keys=[], organisations=[school, other_school], by=zhou)
    assert Addressing.objects.count() == 0
    actions.address_notice(notice=mine, keys=["schools"], organisations=[], by=zhou)
    actions.send_notice(notice=mine, seen=1, by=zhou)
    assert [one.organisation for one in Recipient.objects.all()] == [school]


def test_a_stranger_neither_writes_nor_sends(
    draft: Notice, edition: Edition, city: Organisation, school: Organisation, he: User, zhou: User
) -> None:
    address(draft, "schools")
    sent = make_sent_notice(edition, school, title="发出的")
    for stranger in (he, zhou):
        for step in (
            lambda by: actions.send_notice(notice=draft, seen=1, by=by),
            lambda by: actions.edit_notice(notice=draft, by=by, facts={"title": "改"}),
            lambda by: actions.address_notice(notice=draft, keys=["schools"], organisations=[], by=by),
            lambda by: actions.write_notice(edition=edition, issuer=city, by=by, facts={}),
            lambda by: actions.urge(notice=sent, by=by),
            lambda by: actions.revise_notice(notice=sent, by=by),
            lambda by: actions.send_further(notice=sent, organisations=[school], seen=1, by=by),
        ):
            with pytest.raises(actions.NoticeError, match="名义"):
                step(stranger)
    assert set(Notice.objects.values_list("title", "state")) == {(draft.title, "draft"), ("发出的", "sent")}


def test_a_sent_notice_does_not_change(edition: Edition, school: Organisation, lin: User) -> None:
    notice = make_sent_notice(edition, school)
    with pytest.raises(actions.NoticeError):
        actions.edit_notice(notice=notice, by=lin, facts={"title": "改"})
    assert Notice.objects.get().title == notice.title


def test_further_units_get_it_once(
    edition: Edition, school: Organisation, other_school: Organisation, lin: User, now: datetime
) -> None:
    notice = make_sent_notice(edition, school)
    with pytest.raises(actions.RecipientsChanged):
        actions.send_further(notice=notice, organisations=[school, other_school], seen=2, by=lin)
    assert actions.send_further(notice=notice, organisations=[school, other_school], seen=1, by=lin) == 1
    assert {one.organisation for one in notice.recipients.all()} == {school, other_school}
    with pytest.raises(actions.NoticeError, match="都已经收到"):
        actions.send_further(notice=notice, organisations=[other_school], seen=1, by=lin)


def test_groups_are_what_lies_below(
    city: Organisation, county: Organisation, school: Organisation, other_school: Organisation
) -> None:
    other = other_school.parent
    assert {group.key: group.units for group in queries.groups(city)} == {
        "places": [other, county], "schools": [school, other_school],
    }  # fmt: skip
    assert {group.key: group.units for group in queries.groups(county)} == {"schools": [school]}


def test_bureaus_and_middle_schools_of_the_city_are_groups_of_their_own(
    city: Organisation, county: Organisation
) -> None:
    kinds = ensure_kinds()
    zone = add_unit(parent=city, kind=kinds["zone-bureau"], code="zone", name="示例-功能区")
    direct = add_unit(parent=city, kind=kinds["middle-school"], code="m-city", name="示例-市一初")
    below = add_unit(parent=county, kind=kinds["middle-school"], code="m-county", name="示例-县一初")
    found = {group.key: (group.label, group.units) for group in queries.groups(city)}
    assert found == {
        "places": ("全部县级单位", [county, zone]), "bureaus": ("只发县级教育部门", [county]),
        "middle-school": ("直属初中学校", [direct]), "all-middle-school": ("全部初中学校，含县属", [direct, below]),
    }  # fmt: skip


def test_a_unit_of_several_groups_is_listed_once(
    draft: Notice, city: Organisation, county: Organisation, school: Organisation, lin: User, he: User
) -> None:
    address(draft, "places", "schools", county, school)
    found = queries.resolved(draft)
    assert [(part.key, part.units) for part in found.parts] == [("places", [county]), ("schools", [school])]
    assert found.unmanned == {county.pk}
