"""Every component renders with the parameters its README lists; the words and drawings hold their promises."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from skillweek.common import pattern, states, wording
from skillweek.common.templatetags import face
from skillweek.common.tests.gallery import EveryWidget, gallery_context

COMPONENTS = Path(face.__file__).resolve().parent.parent / "templates" / "components"
GALLERY = Path(__file__).resolve().parent / "gallery.html"
STATIC = Path(face.__file__).resolve().parent.parent / "static" / "common"


def gallery() -> str:
    """The gallery as HTML."""
    request = RequestFactory().get("/?q=x")
    return Template(GALLERY.read_text(encoding="utf-8")).render(
        Context(gallery_context() | {"request": request})
    )


def test_gallery_uses_every_component() -> None:
    source = GALLERY.read_text(encoding="utf-8")
    parts = {"weave", "joint", "mark", "navlist", "search", "messages", "field_notes", "gap", "cover"}
    by_tag = {"field", "fields", "errors", "confirm", "pagination"}
    names = {path.stem for path in COMPONENTS.glob("*.html")} - parts - by_tag
    assert names == set(re.findall(r"components/([a-z_]+)\.html", source))


def test_readme_lists_every_component() -> None:
    readme = (COMPONENTS / "README.md").read_text(encoding="utf-8")
    inner = {
        "weave",
        "joint",
        "mark",
        "navlist",
        "search",
        "field_notes",
        "gap",
        "field",
        "fields",
        "errors",
        "confirm",
    }
    inner |= {"pagination"}
    assert [
        p.name for p in sorted(COMPONENTS.glob("*.html")) if p.stem not in inner and p.name not in readme
    ] == []


def test_gallery_has_no_inline_style_or_script() -> None:
    html = gallery()
    assert " style=" not in html
    assert "<script" not in html
    assert " onclick=" not in html


def test_gallery_ids_are_unique() -> None:
    ids = re.findall(r'\sid="([^"]+)"', gallery())
    assert sorted(ids) == sorted(set(ids))


def test_field_describes_its_error() -> None:
    form = EveryWidget({"phone": "139"})
    html = Template("{% render_field form.phone inputmode='tel' %}").render(Context({"form": form}))
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'inputmode="tel"' in html
    assert 'value="139"' in html
    assert re.search(r'id="id_phone_error"><p class="err">手机号码应为 11 位', html)


def test_errors_are_silent_before_a_post() -> None:
    assert Template("{% form_errors form %}").render(Context({"form": EveryWidget()})).strip() == ""


def test_every_summary_link_has_its_target() -> None:
    context = Context({"form": EveryWidget({})})
    html = Template("{% form_errors form %}{% form_fields form %}").render(context)
    targets = re.findall(r'href="#([^"]+)"', html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(targets) == 8
    assert [target for target in targets if target not in ids] == []


def test_confirm_carries_its_token() -> None:
    request = RequestFactory().get("/")
    template = "{% confirm title='t' action='/x/' button='b' %}"
    html = Template(template).render(Context({"csrf_token": "secret", "request": request}))
    assert 'value="secret"' in html


def test_unknown_icon_draws_the_joint() -> None:
    assert face.icon("no-such").endswith('#joint"/></svg>')
    assert face.icon("pin").endswith('#pin"/></svg>')


def test_icons_named_in_templates_exist() -> None:
    root = COMPONENTS.parents[2]
    named = set()
    for path in root.glob("*/templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'{% icon "([\w-]+)"', text)) | set(re.findall(r'\bicon="([\w-]+)"', text))
    assert named - face.icons() == set()


def test_safe_url_is_empty_without_a_room() -> None:
    assert face.safe_url("nowhere:at-all") == ""


@pytest.mark.parametrize(
    ("style", "chinese", "english"),
    [
        ("full", "5 月 22 日 星期六", "Saturday 22 May"),
        ("day", "5 月 22 日", "22 May"),
        ("year", "2021 年 5 月 22 日", "22 May 2021"),
        ("weekday", "星期六", "Saturday"),
        ("iso", "2021-05-22", "2021-05-22"),
    ],
)
def test_dates(style: str, chinese: str, english: str) -> None:
    day = date(2021, 5, 22)
    with translation.override("zh-hans"):
        assert wording.han_date(day, style) == chinese
    with translation.override("en"):
        assert wording.han_date(day, style) == english


def test_date_range_says_the_month_once() -> None:
    with translation.override("zh-hans"):
        assert wording.date_range(date(2021, 5, 22), date(2021, 5, 28)) == "2021 年 5 月 22 日—28 日"


def test_time_range_is_local() -> None:
    starts, ends = datetime(2021, 5, 22, 1, 30, tzinfo=UTC), datetime(2021, 5, 22, 3, 0, tzinfo=UTC)
    assert wording.time_range(starts, ends) == "09:30–11:00"


def test_counts() -> None:
    with translation.override("zh-hans"):
        assert [wording.count(1208, "places"), wording.places_left(0), wording.places_left(6)] == [
            "1,208 席", "已满", "仅剩 6 席",
        ]  # fmt: skip
    with translation.override("en"):
        assert [wording.count(1, "sessions"), wording.count(2, "sessions")] == ["1 session", "2 sessions"]


def test_states_have_a_label_and_a_tone() -> None:
    assert set(states.LABELS) - set(states.TONES) == set()
    assert states.tone("never-heard-of") == "idle"


def test_pattern_is_the_same_for_the_same_seed() -> None:
    first = pattern.Weave("pds-2021", 6, 4)
    assert first.lines() == pattern.Weave("pds-2021", 6, 4).lines()
    assert first.lines() != pattern.Weave("pds-2022", 6, 4).lines()


def test_neighbouring_pieces_share_their_edge() -> None:
    weave = pattern.Weave("seed", 4, 3)
    assert [weave.down(column + 4, 1) for column in range(4)] == [
        weave.down(column, 1) for column in range(4)
    ]
    for column in range(3):
        path = weave.piece(column, 0)
        steps = [tuple(map(int, pair)) for pair in re.findall(r"h(-?\d+)v(-?\d+)", path)]
        assert steps  # every piece is drawn of right angles only
        assert path.endswith("z")


def test_styles_of_a_public_page_stay_small() -> None:
    size = sum((STATIC / name).stat().st_size for name in ("tokens.css", "base.css", "components.css"))
    assert size < 40 * 1024
