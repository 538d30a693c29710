"""What keeps machines out of booking: how many requests in which time, how much work, how long a form is read."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from skillweek.booking.rules.visits import BookingError
from skillweek.common import phones

#: a form is good for so long, and takes a person at least so long
FORM_LIVES = timedelta(hours=2)
FORM_TAKES = timedelta(seconds=4)


@dataclass(frozen=True)
class Rate:
    """At most so many in each stretch of so many seconds."""

    most: int
    seconds: int

    @property
    def lease(self) -> int:
        """How many a process takes from the database at once."""
        return max(1, self.most // 40)


class TooMany(BookingError):
    """More requests than one may send; ``retry_after`` are the seconds until the next are heard."""

    code = "too-many"
    status = 429

    def __init__(self, kind: str, retry_after: int) -> None:
        self.retry_after = retry_after
        if kind == "api":
            sentence = _("请求太多了，请 %(minutes)s 分钟后再试")
        elif kind.startswith("code"):
            sentence = _("验证码发得太多了，请 %(minutes)s 分钟后再试；填好的内容还在")
        elif kind == "form":
            sentence = _("从您的网络来的提交太多了，请 %(minutes)s 分钟后再试；填好的内容还在")
        else:
            sentence = _("没有开启脚本的提交太多了，请 %(minutes)s 分钟后再试，或打开浏览器的脚本再来")
        super().__init__(sentence % {"minutes": -(-retry_after // 60)})


class Unproven(BookingError):
    """Nothing shows that a person sent this; sending it once more helps."""

    code = "unproven"
    status = 422


@lru_cache(maxsize=8)
def rates(told: str) -> dict[str, Rate]:
    """``kind=most/seconds`` with commas between; ``none`` sets no limit at all."""
    parts = [part.strip() for part in told.split(",") if part.strip() and part.strip() != "none"]
    found = {}
    for part in parts:
        kind, _equals, rate = part.partition("=")
        most, _slash, seconds = rate.partition("/")
        found[kind.strip()] = Rate(int(most), int(seconds))
    return found


def stretch(now: datetime, rate: Rate) -> datetime:
    """The beginning of the stretch of time that ``now`` lies in."""
    return datetime.fromtimestamp(now.timestamp() // rate.seconds * rate.seconds, UTC)


def too_soon(shown: datetime | None, now: datetime) -> Unproven | None:
    """Why a form without a proof cannot be taken, or None; ``shown`` is when it was made."""
    if shown is None or not timedelta() <= now - shown <= FORM_LIVES:
        return Unproven(_("这个页面打开得太久了，请再提交一次；填好的内容还在"))
    if now - shown < FORM_TAKES:
        return Unproven(_("提交得太快了，请等几秒再提交一次；填好的内容还在"))
    return None


#: a code is good for so long, once right for so long again, and may be tried so often
CODE_LIVES = timedelta(minutes=10)
CODE_HOLDS = timedelta(minutes=30)
CODE_TRIES = 5


class CodeNeeded(BookingError):
    """The number must be shown to be one's own first: a code was sent to it."""

    code = "code-needed"
    status = 422

    def __init__(self, phone: str) -> None:
        sentence = _("短信验证码已发到 %(phone)s，%(minutes)s 分钟内有效；请填好再提交一次")
        minutes = int(CODE_LIVES.total_seconds() // 60)
        super().__init__(sentence % {"phone": phones.masked(phone), "minutes": minutes})


class WrongCode(BookingError):
    """The code is not the one sent, or its time is over."""

    code = "wrong-code"
    status = 422
