"""What a prospectus must say, and how codes are read."""

import pytest

from skillweek.admissions.models import Prospectus
from skillweek.admissions.rules import REQUIRED, level_of, missing
from skillweek.admissions.tests.factories import prospectus_facts


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("610101", "secondary"), ("790101", "secondary"), ("410101", "higher"), ("590101", "higher"),
        ("210101", "bachelor"), ("390101", "bachelor"), ("600101", None), ("800101", None), ("100101", None),
        ("6101", None), ("六一〇一〇一", None),
    ],
)  # fmt: skip
def test_the_prefix_tells_the_level(code: str, level: str | None) -> None:
    assert level_of(code) == level


def test_a_complete_prospectus_lacks_nothing() -> None:
    assert missing(Prospectus(**prospectus_facts()), majors=1) == []


@pytest.mark.parametrize("name", [name for name, levels in REQUIRED.items() if "secondary" in levels])
def test_every_required_field_is_asked_for_by_its_name(name: str) -> None:
    gaps = missing(Prospectus(**prospectus_facts(**{name: "  "})), majors=1)
    label = str(Prospectus._meta.get_field(name).verbose_name)
    assert gaps == [f"请填写“{label}”。"]


def test_a_college_must_say_more_than_a_school() -> None:
    facts = prospectus_facts(level="higher")
    assert missing(Prospectus(**facts), majors=1) == [
        "请填写“报名条件与录取规则”。", "请填写“证书种类”。", "请填写“学校网址”。",
    ]  # fmt: skip


@pytest.mark.parametrize("phone", ["13900000000", "139 0000 0000", "电话139-0000-0000"])
def test_a_person_s_phone_is_refused(phone: str) -> None:
    assert missing(Prospectus(**prospectus_facts(contact_phone=phone)), majors=1) == [
        "“咨询电话”请写部门的公开电话，不写个人手机号。"
    ]


def test_no_major_no_prospectus() -> None:
    assert missing(Prospectus(**prospectus_facts()), majors=0) == ["请至少写一个招生专业。"]
