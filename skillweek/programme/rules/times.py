"""When a session may be."""

from django.utils.translation import gettext as _

from skillweek.programme.models import Activity, Session
from skillweek.programme.rules.states import ProgrammeError


def check_times(activity: Activity, session: Session) -> None:
    """Raise ProgrammeError when ``session`` lies outside the edition or ends before it starts."""
    edition = activity.edition
    if not edition.starts <= session.day <= edition.ends:
        span = {"starts": f"{edition.starts:%Y-%m-%d}", "ends": f"{edition.ends:%Y-%m-%d}"}
        raise ProgrammeError(_("日期应在活动周以内：%(starts)s 至 %(ends)s") % span, "day")
    if session.ends <= session.starts:
        raise ProgrammeError(_("结束时间应晚于开始时间"), "ends")
    if session.online and not activity.online_url:
        raise ProgrammeError(_("请选择场地；线上举行的请填写线上地址"), "venue")
