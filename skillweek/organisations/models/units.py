"""Who is responsible for whom, and the places things happen at."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from skillweek.common.codes import short_code
from skillweek.library.models import File


@pghistory.track()
class OrganisationKind(models.Model):
    """What an organisation is: data, so that a zone's bureau or a company needs no new code."""

    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(_("类别名称"), max_length=40)
    label_en = models.CharField(_("英文名称"), max_length=60)
    is_place = models.BooleanField(
        _("县级单位"), default=False, help_text="a county-level unit: a row of the coverage matrix"
    )
    is_education_bureau = models.BooleanField(_("教育行政部门"), default=False)
    is_vocational = models.BooleanField(
        _("职业院校"), default=False, help_text="a vocational school or college"
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("单位类别")

    def __str__(self) -> str:
        return self.label


@pghistory.track()
class Organisation(TreeNode):
    """A unit in the one tree of responsibility: city > county-level unit > school or other."""

    city = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(
        OrganisationKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("类别")
    )
    code = models.SlugField(max_length=40, unique=True)
    division_code = models.CharField(
        _("区划代码"), max_length=12, blank=True, help_text="GB/T 2260 style code of the area"
    )
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=30)
    name_en = models.CharField(max_length=120, blank=True)
    located_in = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="located",
        help_text="the county-level unit a unit lies in when that is not its parent",
    )  # fmt: skip
    stand_in = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("代审单位"), help_text="reviews here while nobody of this unit may; empty: the unit above",
    )  # fmt: skip
    counts_in_report = models.BooleanField(default=True)
    introduction = models.TextField(_("简介"), blank=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True, help_text="degrees")
    longitude = models.DecimalField(
        max_digits=8, decimal_places=5, null=True, blank=True, help_text="degrees"
    )
    picture = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("单位")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public page: of a place for county-level units, of a school for others."""
        name = "website:place" if self.kind.is_place else "website:school"
        return reverse(name, args=[self.code])

    @property
    def called(self) -> str:
        """The short name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.short_name or self.name

    @property
    def tenant_id(self) -> int:
        """Id of the city this unit belongs to; a city belongs to itself."""
        return self.city_id or self.pk


@pghistory.track()
class Venue(models.Model):
    """A place where sessions happen, with how many people it holds."""

    code = models.CharField(max_length=40, unique=True, default=short_code)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="venues")
    place = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="venues_within",
                              help_text="the county-level unit it lies in")  # fmt: skip
    name = models.CharField(_("场地"), max_length=80)
    address = models.CharField(_("地址"), max_length=120)
    capacity = models.PositiveIntegerField(_("可容纳人数"))
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True, help_text="degrees")
    longitude = models.DecimalField(
        max_digits=8, decimal_places=5, null=True, blank=True, help_text="degrees"
    )
    step_free = models.BooleanField(_("无障碍"), default=False)
    shared = models.BooleanField(
        _("可以同时办几个活动"),
        default=False,
        help_text="a square, a campus: sessions there never clash over room",
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["place", "name"]
        verbose_name = _("场地")

    def __str__(self) -> str:
        return self.name
