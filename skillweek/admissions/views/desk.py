"""How the desk's pages for works show prospectuses (see ``review.queries.Work``)."""

from django.utils.translation import gettext_lazy as _

from skillweek.admissions import actions, forms, queries
from skillweek.admissions.models import Prospectus
from skillweek.organisations.models import Organisation
from skillweek.plan.queries import current_edition
from skillweek.review.queries import Part, Work


def _blank(owner: Organisation) -> Prospectus | None:
    edition = current_edition()
    if edition is None:
        return None
    return Prospectus(
        edition=edition, owner=owner, city_id=owner.tenant_id, year=edition.year, full_name=owner.name,
        address=owner.address, certificate_school=owner.name,
    )  # fmt: skip


def prospectuses() -> Work:
    """Prospectuses and their majors."""
    majors = Part("majors", _("招生专业"), _("专业名称和代码取自国家专业目录。"), forms.MajorForm,
                  queries.majors, actions.write_major, actions.remove_major)  # fmt: skip
    return Work(
        model=Prospectus, label=_("招生简章"), hint=_("学校、专业、计划和收费，一页说清。"),
        form=forms.ProspectusForm, blank=_blank, write=actions.write_prospectus, missing=queries.missing,
        details=queries.details, files=queries.files, preview="admissions/_prospectus.html",
        css="admissions/admissions.css", parts=(majors,),
    )  # fmt: skip
