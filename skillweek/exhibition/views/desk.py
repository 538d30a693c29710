"""How the desk's pages for works show halls and resources (see ``review.queries.Work``)."""

from django.utils.translation import gettext_lazy as _

from skillweek.exhibition import actions, forms, queries, rules
from skillweek.exhibition.models import Hall, Resource
from skillweek.organisations.models import Organisation
from skillweek.plan.queries import current_edition
from skillweek.review.actions import write_work
from skillweek.review.queries import Part, Work


def _blank_hall(owner: Organisation) -> Hall | None:
    edition = current_edition()
    return Hall(edition=edition, owner=owner, city_id=owner.tenant_id) if edition else None


def _blank_resource(owner: Organisation) -> Resource | None:
    edition = current_edition()
    return Resource(edition=edition, owner=owner, city_id=owner.tenant_id) if edition else None


def halls() -> Work:
    """Halls and their exhibits."""
    exhibits = Part(
        key="exhibits", label=_("展品"), hint=_("作品、作者和它的故事。"), form=forms.ExhibitForm,
        rows=queries.placements, write=actions.place_exhibit, remove=actions.remove_exhibit,
    )  # fmt: skip
    return Work(
        model=Hall, label=_("线上展厅"), hint=_("把学生作品和教学成果摆进展区。"), form=forms.HallForm,
        blank=_blank_hall, write=write_work, details=queries.hall_details, files=queries.hall_files,
        missing=lambda hall: rules.missing_in_hall(hall, list(queries.exhibits_of(hall))),
        preview="exhibition/_hall.html", css="exhibition/exhibition.css", parts=(exhibits,),
    )  # fmt: skip


def resources() -> Work:
    """Open resources."""
    return Work(
        model=Resource, label=_("开放资源"), hint=_("公开课视频、课件和手册。"), form=forms.ResourceForm,
        blank=_blank_resource, write=write_work, details=lambda resource: {"resource": resource},
        files=queries.resource_files, missing=rules.missing_in_resource,
        preview="exhibition/_resource.html", css="exhibition/exhibition.css",
    )  # fmt: skip
