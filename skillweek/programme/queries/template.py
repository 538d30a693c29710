"""The empty table for somebody to fill in, with the names that an import will know."""

from django.utils.translation import gettext as _

from skillweek.accounts.models import User
from skillweek.organisations.queries import venues
from skillweek.plan.models import Edition
from skillweek.programme.queries.activities import editing_units
from skillweek.programme.sheets.template import AUDIENCES, HOSTS, KINDS, PLACES, template

#: lists longer than this are of no help in a cell
_LONGEST_LIST = 200


def empty_table(user: User, edition: Edition) -> bytes:
    """The xlsx file for ``user``: the kinds and audiences of ``edition``, the units and venues of ``user``."""
    units = list(editing_units(user))
    own = {unit.pk for unit in units}
    places = [venue.name for venue in venues(edition.city) if venue.owner_id in own and venue.active]
    choices = {
        KINDS: [kind.label for kind in edition.activitykinds.all()],
        HOSTS: [unit.name for unit in units],
        PLACES: list(dict.fromkeys(places)),
        AUDIENCES: [audience.label for audience in edition.audiences.all()],
    }
    advice = (
        _("一行写一场；同一项活动有几场就写几行，活动名称写得一样。"),
        _("红色表头的几栏要填。时间按 24 小时写，如 09:00。"),
        _("参加对象可以写几类，用顿号隔开。线上活动地点写“线上”，再填线上地址。"),
        _("下面是能直接认出来的名称；这一页不会导入。"),
    )
    return template(
        title=_("活动安排表"), help_title=_("填写说明"), advice=advice,
        choices={name: known[:_LONGEST_LIST] for name, known in choices.items()},
    )  # fmt: skip
