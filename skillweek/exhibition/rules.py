"""What a hall or a resource must have before it is sent for review."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from skillweek.exhibition.models import Exhibit, Hall, Resource


def missing_in_hall(hall: Hall, exhibits: Sequence[Exhibit]) -> list[str]:
    """A sentence for everything that ``hall`` still needs."""
    gaps = []
    if not hall.cover_id:
        gaps.append(_("请上传展厅封面。"))
    if not exhibits:
        gaps.append(_("请至少放入一件展品。"))
    bare = [exhibit.title for exhibit in exhibits if not exhibit.picture_id]
    if bare:
        gaps.append(_("这些展品还没有图片：%(titles)s。") % {"titles": "、".join(bare[:5])})
    mute = [exhibit.title for exhibit in exhibits if exhibit.picture_id and not exhibit.alt]
    if mute:
        gaps.append(_("这些图片还没有文字说明：%(titles)s。") % {"titles": "、".join(mute[:5])})
    return gaps


def missing_in_resource(resource: Resource) -> list[str]:
    """A sentence for everything that ``resource`` still needs."""
    return [] if resource.file_id or resource.url else [_("请上传文件，或填写网址。")]


def locked_by(halls: Sequence[Hall]) -> Hall | None:
    """The first of ``halls`` that may not change now, and with it no exhibit that it shows."""
    return next((hall for hall in halls if not hall.editable), None)
