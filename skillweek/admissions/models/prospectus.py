"""The prospectus: what a school says about enrolment, reviewed before it is public."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skillweek.admissions.models.catalogue import Level, Major
from skillweek.audit.rules import tracked_to_the_end
from skillweek.common.codes import short_code
from skillweek.library.models import File
from skillweek.plan.models import Edition
from skillweek.review.models import Reviewed


@pghistory.track()
class Prospectus(Reviewed):
    """A school's prospectus of one year and level; a published version stays as it is, changes make a new one.

    Contacts are of an office, never of a person. It informs; enrolment is on the provincial platform alone.
    """

    class Nature(models.TextChoices):
        PUBLIC = "public", _("公办")
        PRIVATE = "private", _("民办")

    review_kind = "prospectus"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="prospectuses")
    code = models.SlugField(max_length=40, unique=True, default=short_code)
    year = models.PositiveSmallIntegerField(_("招生年份"))
    level = models.CharField(_("层次"), max_length=10, choices=Level.choices)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    full_name = models.CharField(_("学校全称"), max_length=80)
    nature = models.CharField(_("办学性质"), max_length=10, choices=Nature.choices, blank=True)
    address = models.TextField(
        _("办学地址"), max_length=400, blank=True, help_text=_("有多个校区时每行写一个")
    )
    profile = models.TextField(_("学校简介"), max_length=2000, blank=True)
    strengths = models.TextField(_("办学特色"), max_length=1000, blank=True)
    plan_basis = models.CharField(_("招生计划依据"), max_length=120, blank=True)
    entry_rules = models.TextField(_("报名条件与录取规则"), max_length=2000, blank=True)
    fees = models.TextField(_("收费标准"), max_length=1000, blank=True)
    aid = models.TextField(_("资助政策"), max_length=1000, blank=True)
    certificate_school = models.CharField(_("颁发证书的学校"), max_length=80, blank=True)
    certificate_kind = models.CharField(_("证书种类"), max_length=80, blank=True)
    contact_office = models.CharField(_("咨询部门"), max_length=60, blank=True)
    contact_phone = models.CharField(_("咨询电话"), max_length=60, blank=True)
    website = models.URLField(_("学校网址"), max_length=200, blank=True)
    platform_url = models.URLField(_("省级招生平台网址"), max_length=200, blank=True)
    other = models.TextField(_("其他说明"), max_length=1000, blank=True)
    cover = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Reviewed.Meta):
        verbose_name = _("招生简章")
        constraints = [
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(
                fields=["owner", "year", "level", "version"], name="prospectus_version_once"
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(school)s%(year)s年招生简章")) % {"school": self.full_name, "year": self.year}

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("admissions:prospectus", args=[self.code])

    @property
    def editable(self) -> bool:
        """A version that was public never changes again; corrections make the next version."""
        return super().editable and self.published_at is None

    @property
    def campuses(self) -> list[str]:
        """The addresses, one per campus."""
        return [line.strip() for line in self.address.splitlines() if line.strip()]


@tracked_to_the_end()
class SchoolMajor(models.Model):
    """A line of a prospectus: one major that the school enrols for in that year."""

    prospectus = models.ForeignKey(Prospectus, on_delete=models.CASCADE, related_name="majors")
    major = models.ForeignKey(
        Major, on_delete=models.PROTECT, related_name="school_majors", verbose_name=_("专业")
    )
    length_years = models.PositiveSmallIntegerField(_("学制（年）"))
    plan_number = models.PositiveIntegerField(_("招生计划（人）"))
    tuition = models.PositiveIntegerField(_("学费（元/年）"), help_text=_("免学费的写 0"))
    note = models.CharField(_("备注"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "major__code"]
        verbose_name = _("招生专业")
        constraints = [models.UniqueConstraint(fields=["prospectus", "major"], name="schoolmajor_once")]

    def __str__(self) -> str:
        return str(self.major)
