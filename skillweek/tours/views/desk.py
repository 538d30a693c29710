"""How the desk's pages for works show tours (see ``review.queries.Work``)."""

from django.utils.translation import gettext_lazy as _

from skillweek.organisations.models import Organisation
from skillweek.review.actions import write_work
from skillweek.review.queries import Part, Work
from skillweek.tours import actions, forms, queries
from skillweek.tours.models import Tour


def _blank(owner: Organisation) -> Tour:
    return Tour(owner=owner, city_id=owner.tenant_id)


def tours() -> Work:
    """Tours with their scenes, ways and notes."""
    parts = (
        Part("scenes", _("场景"), _("每个站立点一张 2∶1 全景图。"), forms.SceneForm,
             queries.scenes, actions.write_scene, actions.remove_row),
        Part("links", _("通路"), _("从一个场景走到另一个场景。"), forms.LinkForm,
             queries.links, actions.write_link, actions.remove_row),
        Part("markers", _("标注"), _("在场景里贴上说明、图片或链接。"), forms.MarkerForm,
             queries.markers, actions.write_marker, actions.remove_row),
    )  # fmt: skip
    return Work(
        model=Tour, label=_("全景导览"), hint=_("让人在家里走进校园和实训车间。"), form=forms.TourForm,
        blank=_blank, write=write_work, missing=queries.missing, details=queries.tour_details,
        files=queries.files, preview="tours/_tour.html", css="tours/tours.css", parts=parts,
    )  # fmt: skip
