"""What must be settled for safety, by size: basic items, the whole plan, and who may ask for more."""

from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from skillweek.accounts.models import User
from skillweek.library.models import File
from skillweek.organisations.actions import add_venue
from skillweek.organisations.models import Organisation, Venue
from skillweek.plan.models import Edition, SafetyItem
from skillweek.programme import actions
from skillweek.programme.models import Activity, Safeguard, SafetyAnswer
from skillweek.programme.queries.safeguards import pages_of, plan_of
from skillweek.programme.rules import NotReady, ProgrammeError, missing
from skillweek.programme.tests.factories import make_activity, make_session
from skillweek.programme.tests.test_activities import at

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def make_items(edition: Edition) -> list[SafetyItem]:
    """Two items of the safety plan, fire and emergency."""
    return [
        SafetyItem.objects.create(edition=edition, code=code, label=label, label_en=code.title(), position=n)
        for n, (code, label) in enumerate((("fire", "消防措施"), ("emergency", "应急预案")))
    ]


@pytest.fixture
def items(edition: Edition) -> list[SafetyItem]:
    return make_items(edition)


@pytest.fixture
def draft(
    now: datetime, edition: Edition, school: Organisation, items: list[SafetyItem], venue: Venue, zhou: User
) -> Activity:
    found = make_activity(school, edition, state=Activity.State.DRAFT)
    make_session(found, starts=at(25, 9), venue=venue)
    return found


def gaps(activity: Activity) -> list[tuple[str, str]]:
    fresh = Activity.objects.get(pk=activity.pk)
    return [(gap.step, gap.field) for gap in missing(fresh, 1, list(fresh.sessions.all()))]


def large(activity: Activity, expected: int = 1200) -> None:
    """So many people are expected, and its rooms hold them."""
    Venue.objects.filter(sessions__activity=activity).update(capacity=5 * expected)
    Safeguard.objects.filter(activity=activity).update(expected=expected, capacity=5 * expected)


def test_a_small_activity_needs_the_basic_items_only(draft: Activity) -> None:
    assert gaps(draft) == []
    assert plan_of(draft).total == 0
    Safeguard.objects.filter(activity=draft).update(measures="", insurance=" ", first_aid="")
    assert gaps(draft) == [("care", "measures"), ("care", "insurance"), ("care", "first_aid")]


def test_an_item_that_is_always_asked(draft: Activity, items: list[SafetyItem]) -> None:
    SafetyItem.objects.filter(pk=items[1].pk).update(always=True)
    assert gaps(draft) == [("plan", "text-emergency")]


def test_a_large_activity_needs_every_item(draft: Activity, edition: Edition) -> None:
    large(draft)
    assert gaps(draft) == [("plan", "text-fire"), ("plan", "text-emergency")]
    Edition.objects.filter(pk=edition.pk).update(plan_from=1201)
    assert gaps(draft) == []


def test_what_is_online_alone_has_no_place_to_make_safe(draft: Activity) -> None:
    large(draft)
    Activity.objects.filter(pk=draft.pk).update(online_url="https://example.org/live")
    draft.sessions.update(venue=None)
    Safeguard.objects.filter(activity=draft).update(measures="", insurance="", first_aid="", capacity=None)
    assert gaps(draft) == []
    assert [one.name for one in pages_of(Activity.objects.get(pk=draft.pk))] == ["safety", "care", "budget"]


def test_a_room_that_is_too_small_is_named(draft: Activity, school: Organisation) -> None:
    room = add_venue(owner=school, name="小教室", address="示例路2号", capacity=40)
    make_session(draft, starts=at(26, 9), venue=room)
    make_session(draft, starts=at(27, 9), venue=room)
    found = missing(draft, 1, list(draft.sessions.all()))
    assert [gap.text for gap in found] == ["预计 60 人，“小教室”只能容纳 40 人"]


def test_an_item_is_written_in_words_or_as_a_file(draft: Activity, items: list[SafetyItem], he: User) -> None:
    large(draft)
    fire, emergency = items
    given = [
        actions.Given(fire, text=" 灭火器四具。 "),
        actions.Given(emergency, file=BytesIO(PDF), file_name="预案.pdf"),
    ]
    assert actions.write_safety_plan(activity=draft, by=he, given=given) == 2
    assert gaps(draft) == []
    file = File.objects.get()
    assert (file.public, file.owner_code) == (False, draft.owner.code)
    kept = {one.item.code: (one.text, one.file_id) for one in draft.safety_answers.all()}
    assert kept == {"fire": ("灭火器四具。", None), "emergency": ("", file.pk)}
    again = [actions.Given(fire), actions.Given(emergency)]
    assert actions.write_safety_plan(activity=draft, by=he, given=again) == 1, "the file stays, the words go"
    assert [one.item.code for one in draft.safety_answers.all()] == ["emergency"]
    dropped = [actions.Given(emergency, drop_file=True)]
    assert actions.write_safety_plan(activity=draft, by=he, given=dropped) == 0
    assert not SafetyAnswer.objects.exists()


def test_a_wrong_file_is_refused_at_its_field(draft: Activity, items: list[SafetyItem], he: User) -> None:
    bad = actions.Given(items[0], file=BytesIO(b"MZ" + b"\0" * 200), file_name="预案.pdf")
    with pytest.raises(ProgrammeError) as caught:
        actions.write_safety_plan(activity=draft, by=he, given=[actions.Given(items[1], text="有"), bad])
    assert caught.value.field == "file-fire"
    assert not SafetyAnswer.objects.exists()


def test_an_item_of_another_edition_is_refused(draft: Activity, edition: Edition, he: User) -> None:
    other = Edition.objects.create(
        city=edition.city, slug="other", year=2022, name="2022", starts=edition.starts, ends=edition.ends,
        deadline=edition.deadline,
    )  # fmt: skip
    foreign = make_items(other)[0]
    with pytest.raises(ProgrammeError, match="请选择本届"):
        actions.write_safety_plan(activity=draft, by=he, given=[actions.Given(foreign, text="x")])


def test_an_officer_asks_for_the_whole_plan(draft: Activity, zhou: User, he: User, wu: User) -> None:
    for stranger in (he, wu):
        with pytest.raises(ProgrammeError, match="只有审核这个活动的人"):
            actions.ask_full_plan(activity=draft, by=stranger, wanted=True)
    assert gaps(draft) == []
    actions.ask_full_plan(activity=draft, by=zhou, wanted=True)
    assert gaps(draft) == [("plan", "text-fire"), ("plan", "text-emergency")]
    actions.ask_full_plan(activity=draft, by=zhou, wanted=True)
    actions.ask_full_plan(activity=draft, by=zhou, wanted=False)
    assert gaps(draft) == []


def test_approving_is_blocked_while_something_is_missing(
    draft: Activity, he: User, lin: User, zhou: User
) -> None:
    actions.submit_activity(activity=draft, by=he)
    actions.decide_activity(activity=draft, by=zhou, approve=True)
    actions.ask_full_plan(activity=draft, by=lin, wanted=True)
    with pytest.raises(NotReady, match="安全方案还没有写“消防措施”"):
        actions.decide_activity(activity=draft, by=lin, approve=True)
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_the_record_keeps_who_changed_the_plan(draft: Activity, items: list[SafetyItem], he: User) -> None:
    for text in ("灭火器四具。", "灭火器六具。", ""):
        actions.write_safety_plan(activity=draft, by=he, given=[actions.Given(items[0], text=text)])
    events = SafetyAnswer._meta.get_field("events").related_model
    found = events.objects.order_by("pgh_id").values_list("pgh_label", "text")  # type: ignore[union-attr]  # a model
    assert list(found) == [("insert", "灭火器四具。"), ("update", "灭火器六具。"), ("delete", "灭火器六具。")]


def test_the_pages_one_after_the_other(draft: Activity, items: list[SafetyItem], he: User, sign_in) -> None:
    large(draft)
    author, home = sign_in(he), f"/desk/activities/{draft.pk}/"
    typed = {
        "responsible_name": "示例-张老师",
        "responsible_phone": "13900000001",
        "capacity": 6000,
        "expected": 1200,
    }
    assert author.post(f"{home}safety/", typed)["Location"] == f"{home}safety/care/"
    care = {"measures": "分两组进场。", "insurance": "已投", "first_aid": "校医", "public_note": "请走东门"}
    assert author.post(f"{home}safety/care/", care)["Location"] == f"{home}safety/plan/"
    page = author.get(f"{home}safety/plan/").content.decode()
    assert "2 项中已写 0 项" in page
    file = SimpleUploadedFile("预案.pdf", PDF, "application/pdf")
    kept = author.post(
        f"{home}safety/plan/", {"text-fire": "灭火器四具。", "file-emergency": file, "stay": "1"}
    )
    assert kept["Location"] == f"{home}safety/plan/"
    assert "2 项中已写 2 项" in author.get(f"{home}safety/plan/").content.decode()
    onward = author.post(f"{home}safety/plan/", {"text-fire": "灭火器六具。"})
    assert onward["Location"] == f"{home}permit/"
    draft.safeguard.refresh_from_db()
    assert (draft.safeguard.public_note, draft.safety_answers.count()) == ("请走东门", 2)


def test_a_plan_that_is_not_asked_for_has_no_page(draft: Activity, he: User, sign_in) -> None:
    author, home = sign_in(he), f"/desk/activities/{draft.pk}/"
    assert author.get(f"{home}safety/plan/")["Location"] == f"{home}budget/"
    assert "不用写安全方案" in author.get(f"{home}budget/").content.decode()


def test_a_bad_file_keeps_what_was_typed(draft: Activity, items: list[SafetyItem], he: User, sign_in) -> None:
    large(draft)
    bad = SimpleUploadedFile("预案.pdf", b"MZ" + b"\0" * 200, "application/pdf")
    answer = sign_in(he).post(
        f"/desk/activities/{draft.pk}/safety/plan/", {"text-fire": "写了很久", "file-emergency": bad}
    )
    page = answer.content.decode()
    assert (answer.status_code, SafetyAnswer.objects.count()) == (422, 0)
    assert "写了很久" in page
    assert "不接受这种文件" in page


def test_an_officer_asks_on_the_page(draft: Activity, zhou: User, wu: User, he: User, sign_in) -> None:
    address = f"/desk/activities/{draft.pk}/safety/ask/"
    assert sign_in(wu).post(address, {"wanted": "yes"}).status_code == 404
    assert sign_in(he).post(address, {"wanted": "yes"}).status_code == 404
    assert "要求写完整安全方案" in sign_in(zhou).get(draft.get_desk_url()).content.decode()
    assert sign_in(zhou).post(address, {"wanted": "yes"})["Location"] == draft.get_desk_url()
    draft.safeguard.refresh_from_db()
    assert draft.safeguard.full_plan is True


def test_care_is_asked_where_people_come(draft: Activity, he: User, sign_in) -> None:
    author, address = sign_in(he), f"/desk/activities/{draft.pk}/safety/care/"
    refused = author.post(address, {"measures": "写了很久", "insurance": "", "first_aid": "校医"})
    page = refused.content.decode()
    assert (refused.status_code, "写了很久" in page) == (422, True)
    assert "还没有写买了什么保险，或为什么不用买" in page
    draft.safeguard.refresh_from_db()
    assert draft.safeguard.insurance == "学校已投公众责任险"
    draft.sessions.update(venue=None)
    assert author.post(address, {"measures": "", "insurance": "", "first_aid": ""}).status_code == 302
