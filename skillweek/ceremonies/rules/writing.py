"""While a ceremony may be prepared."""

from django.utils.translation import gettext as _

from skillweek.ceremonies.rules.errors import CeremonyError
from skillweek.programme.models import Activity

#: states of the activity in which nothing of its ceremony is written any more
OVER = frozenset({Activity.State.CANCELLED, Activity.State.MERGED})


def check_open(activity: Activity) -> None:
    """Raise CeremonyError when the activity is called off."""
    if activity.state in OVER:
        raise CeremonyError(_("这个活动已经取消，筹备内容不能再改"))
