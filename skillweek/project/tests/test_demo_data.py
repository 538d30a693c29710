"""The demo's data folder: what it says about the week, that loading it twice changes nothing, and that a
mistake is pointed at."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Sum

from skillweek.booking.models import Booking, Checkin, Quota
from skillweek.collection.models import Item
from skillweek.common import clock
from skillweek.coverage.queries.people import sharing
from skillweek.coverage.queries.windows import availability
from skillweek.exhibition.models import Exhibit, Hall
from skillweek.organisations.models import Contact, GroupMember, LeadingGroup, Organisation, Task
from skillweek.organisations.queries import who_was
from skillweek.plan.models import Clause, Duty, Edition, Recipient, ReminderRule, ServiceKind, Topic, Waiver
from skillweek.programme.models import Activity, BudgetLine, CrowdRule, Participation, Session, SessionStaff
from skillweek.programme.queries import overfull
from skillweek.programme.queries.safeguards import plan_of, planned, standing_of, with_safeguards
from skillweek.programme.rules import missing, permit_gaps
from skillweek.project.demo import files
from skillweek.project.demo.load import load_folder
from skillweek.project.demo.source import BadFolder
from skillweek.review.models import Review
from skillweek.tours.models import Link, Scene, Tour

DEMO = settings.BASE_DIR / "demo" / "pds-2021"
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    """Uploads and the stamp of this test alone; drawn pictures are kept between runs."""
    pictures = settings.DATA_DIR / "demo-pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    (tmp_path / "demo-pictures").symlink_to(pictures.resolve())
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def plain_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of pictures in other sizes are the library's business; here they would only take time."""
    monkeypatch.setattr("skillweek.library.actions.RENDITION_WIDTHS", (480,))


@pytest.fixture
def opening() -> Iterator[datetime]:
    """The opening morning."""
    with clock.frozen(datetime(2021, 5, 22, 9, tzinfo=ZONE)) as moment:
        yield moment


def _counts() -> dict[str, int]:
    """Rows of every table of ours, history included."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("skillweek.")
    }


@pytest.mark.usefixtures("plain_pictures", "opening")
def test_the_week_is_loaded(db: None) -> None:
    load_folder(DEMO)
    _check_units()
    _check_plan()
    _check_offices()
    _check_programme()
    _check_staff()
    _check_safeguards()
    _check_visitors()
    _check_showcase()
    before = _counts()
    assert load_folder(DEMO) is None
    assert _counts() == before
    assert load_folder(DEMO, again=True) is not None
    assert _counts() == before


def _check_units() -> None:
    assert Organisation.objects.filter(kind__is_place=True).count() == 12
    assert Organisation.objects.filter(kind__is_vocational=True).count() == 20
    assert list(Organisation.objects.filter(counts_in_report=False).values_list("code", flat=True)) == [
        "ruzhou"
    ]
    assert not Organisation.objects.get(division_code="410471").kind.is_education_bureau


def _check_plan() -> None:
    edition = Edition.objects.get()
    assert (edition.starts, edition.ends, edition.deadline) == (
        date(2021, 5, 22), date(2021, 5, 28), date(2021, 6, 2),
    )  # fmt: skip
    assert edition.theme == "技能：让生活更美好"
    paths = {
        "1",
        "2",
        "3",
        "3.1",
        "3.2",
        "3.3",
        "3.4",
        "3.5",
        "4",
        "4.1",
        "4.2",
        "4.3",
        "4.4",
        "5",
        "5.1",
        "5.2",
        "5.3",
    }
    assert set(Clause.objects.values_list("path", flat=True)) == paths
    assert (Topic.objects.count(), ServiceKind.objects.count()) == (4, 9)
    launches = Duty.objects.filter(clause__path="3.1").exclude(organisation__code="pds")
    assert set(launches.values_list("organisation__code", flat=True)) == {
        "baofeng", "yexian", "lushan", "jiaxian", "wugang", "ruzhou",
    }  # fmt: skip
    assert set(launches.values_list("anchor", "due")) == {("ends", date(2021, 5, 28))}
    rules = ReminderRule.objects.values_list("clause__path", "anchor", "offset_days")
    assert set(rules) == {(None, "", -3), ("3.1", "starts", -2), ("5.3", "deadline", 1)}
    waived = Waiver.objects.values_list("duty__clause__path", "duty__organisation__code")
    assert set(waived) == {("3.1", "wugang"), ("3.2", "shilong-zg")}
    assert set(Recipient.objects.exclude(state="acknowledged").values_list("organisation__code", flat=True)) == {
        "shilong-zg", "ms-6", "ms-8",
    }  # fmt: skip


def _check_offices() -> None:
    in_force = Contact.objects.filter(until=None, organisation__code="yexian")
    assert {contact.role for contact in in_force} == {"head", "liaison", "safety", "press"}
    assert {contact.phone for contact in Contact.objects.all()} == {"0000000"}
    was = who_was(Organisation.objects.get(code="yexian"), "liaison", date(2020, 5, 1))
    assert was is not None
    assert was.name == "示例-前任联络员（叶县）"
    assert GroupMember.objects.filter(role="head").count() == LeadingGroup.objects.count() == 4
    assert dict(Counter(Task.objects.values_list("state", flat=True))) == {"open": 7, "done": 4}


def _check_programme() -> None:
    assert Activity.objects.count() == 240
    assert set(Activity.objects.values_list("kind__code", flat=True)) == {
        "launch", "online", "admissions", "campus", "service",
    }  # fmt: skip
    launch = Session.objects.get(activity__owner__code="pds", activity__kind__code="launch")
    assert launch.venue is not None
    assert launch.venue.name == "鹰城广场"
    assert launch.starts == datetime(2021, 5, 22, 9, tzinfo=ZONE)
    parts = Participation.objects.filter(activity=launch.activity, role__in=["host", "undertaker"])
    assert dict(parts.values_list("role", "organisation__code")) == {"host": "pds", "undertaker": "pds-zhiye"}
    gap = Session.objects.filter(place__code="yexian", day=date(2021, 5, 26), activity__state="published")
    assert not gap.exists()
    waiting = Review.objects.filter(kind="activity", state="waiting")
    assert set(waiting.values_list("waiting_at__code", flat=True)) == {
        "yexian", "baofeng", "lushan", "shifanqu", "pds",
    }  # fmt: skip


def _check_staff() -> None:
    """Every day has its theme, and nobody is asked to stand where they cannot be."""
    edition = Edition.objects.get()
    assert [one.day for one in edition.themedays.order_by("day")] == edition.days
    rows = SessionStaff.objects.select_related("session__activity", "contact")
    assert {one.session.activity.owner.code for one in rows} == {"pds", "pds-gongye", "yexian-zjzx"}
    for unit in Organisation.objects.filter(code__in=["pds-gongye", "yexian-zjzx"]):
        found = sharing(unit, edition, 1)
        assert any(row.there for row in found.rows)
        assert found.added
    at = {one.session_id: set[int]() for one in rows}
    for one in rows:
        at[one.session_id].add(one.contact_id)
    known = availability(edition, at)
    shut = [one for one in rows if not known.people_free(
        [one.contact_id], one.session.starts, one.session.ends)]  # fmt: skip
    assert shut == []


def _check_safeguards() -> None:
    """Whatever was handed in passes the gate, and the one large activity has its permit."""
    states = ("submitted", "approved", "published")
    found = with_safeguards(Activity.objects.filter(state__in=states)).prefetch_related(
        "sessions__venue", "audiences"
    )
    gaps = {one.code: missing(one, 1, planned(one)) + permit_gaps(one, planned(one)) for one in found}
    assert {code: lacks for code, lacks in gaps.items() if lacks} == {}
    large = [one for one in found if standing_of(one).needed]
    assert [(one.code, standing_of(one).state, plan_of(one).done) for one in large] == [
        ("pds-launch-1", "granted", 9)
    ]
    assert (BudgetLine.objects.count(), CrowdRule.objects.count()) == (6, 1)
    assert {one.activity.owner.code for one in overfull(large[0].edition)} == {"gaoxin-zhizao"}


def _check_visitors() -> None:
    assert Booking.objects.count() > 550
    live = Booking.objects.filter(state__in=["confirmed", "attended"])
    assert Checkin.objects.count() == live.filter(state="attended").count()
    for quota in Quota.objects.all():
        people = live.filter(quotas__contains=[quota.pk]).aggregate(people=Sum("party"))["people"] or 0
        assert quota.taken == people
    assert {booking.phone[:7] for booking in live[:50]} == {"1390000"}


def _check_showcase() -> None:
    assert (Hall.objects.count(), Exhibit.objects.count()) == (3, 34)
    assert sorted(Scene.objects.filter(tour=tour).count() for tour in Tour.objects.all()) == [3, 4]
    assert Link.objects.count() == 13
    assert not Activity.objects.filter(cover__isnull=True).exists()
    assert set(Item.objects.values_list("state", flat=True)) == {"draft", "submitted", "returned", "accepted"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the folder to break."""
    return Path(shutil.copytree(DEMO, tmp_path / "week"))


def _spoil(path: Path, old: str, new: str) -> int:
    """Replace ``old`` once and say in which line it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("venues.csv", "鹰城广场,新华区鹰城广场,3000", "鹰城广场,新华区鹰城广场,many",
         "capacity should be a whole number, not “many”"),
        ("organisations.csv", ",pds,zhanhe,true", ",pds,nowhere,true", "located_in: no unit “nowhere”"),
        ("sessions.csv", "2021-05-23", "2021-06-23", "2021-06-23 is outside the Week (2021-05-22 to 2021-05-28)"),
        ("activities.csv", ",parents;pupils,", ",parents;martians,", "audiences: no audience “martians”"),
        ("contacts.csv", ",yexian,liaison,", ",yexian,king,", "role: no role “king”"),
        ("windows.csv", "ms-1-hall,,true", "ms-1-hall,pds-stage,true",
         "a span is of a venue or of a contact, and not of both"),
        ("staff.csv", "W9QSXPT,pds-stage", "W9QSXPT,pds-gongye-t1",
         "pds-gongye-t1 is no contact in force of the session's unit"),
        ("tasks.csv", ",,pds-safety,", ",,,", "a task needs an owner or a contact, and not both"),
        ("tours.toml", 'to = "library"', 'to = "cellar"', "links: no scene “cellar” in this tour"),
        ("edition.toml", "starts = 2021-05-22", 'starts = "soon"',
         "starts should be a date such as 2021-05-22, not “soon”"),
    ],
)  # fmt: skip
def test_a_mistake_is_pointed_at(
    db: None, folder: Path, file: str, old: str, new: str, sentence: str
) -> None:
    line = _spoil(folder / file, old, new)
    before = _counts()
    with pytest.raises(BadFolder) as refusal:
        load_folder(folder)
    assert str(refusal.value) == f"{file}:{line}: {sentence}"
    assert _counts() == before


def test_pictures_are_checked_before_anything_is_drawn(db: None, folder: Path, monkeypatch) -> None:
    line = _spoil(folder / "tours.toml", 'panorama = "library"', 'panorama = "castle"')
    monkeypatch.setattr(files, "draw_all", pytest.fail)
    with pytest.raises(BadFolder) as refusal:
        load_folder(folder)
    assert str(refusal.value) == f"tours.toml:{line}: panorama: no picture “castle”"


def test_the_command_says_what_is_wrong(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no such folder"):
        call_command("load_demo", tmp_path / "nothing")
