"""Rows for tests of this room and of those above it."""

from typing import Any

from skillweek.admissions.actions import write_major, write_prospectus
from skillweek.admissions.models import Major, MajorCategory, Prospectus
from skillweek.admissions.rules import level_of
from skillweek.organisations.models import Organisation
from skillweek.plan.models import Edition


def make_major(code: str = "750101", name: str = "工艺美术", category: int = 15) -> Major:
    """A major of the catalogue of 2021, made once."""
    group, _made = MajorCategory.objects.get_or_create(
        catalogue="2021",
        number=category,
        defaults={"name": f"大类{category}", "name_en": f"Group {category}"},
    )
    major, _made = Major.objects.get_or_create(
        catalogue="2021", code=code, defaults={"name": name, "level": level_of(code) or "", "category": group}
    )
    return major


def prospectus_facts(**facts: Any) -> dict[str, Any]:
    """What a form would hand in for a complete prospectus of a secondary school."""
    return {
        "year": 2021, "level": "secondary", "full_name": "示例-叶县职业教育中心", "nature": "public",
        "address": "叶县示例路1号\n叶县示例路2号", "profile": "一半是教学楼，一半是工坊。",
        "strengths": "", "plan_basis": "演示计划",
        "entry_rules": "", "fees": "学费免缴。", "aid": "可以申请国家助学金。",
        "certificate_school": "示例-叶县职业教育中心", "certificate_kind": "", "contact_office": "招生咨询处",
        "contact_phone": "0375-0000000", "website": "", "platform_url": "https://enrol.example.invalid/", "other": "",
    } | facts  # fmt: skip


def make_prospectus(owner: Organisation, edition: Edition, *, majors: int = 1, **facts: Any) -> Prospectus:
    """A draft prospectus with so many majors, written through the actions."""
    prospectus = Prospectus(edition=edition, owner=owner, city_id=owner.tenant_id)
    write_prospectus(work=prospectus, facts=prospectus_facts(**facts), by=None)
    for number in range(majors):
        line = {"major": make_major(f"7501{number + 1:02}", f"专业{number}"), "length_years": 3,
                "plan_number": 40, "tuition": 0, "note": ""}  # fmt: skip
        write_major(work=prospectus, facts=line, by=None)
    return prospectus
