"""States of an activity, the steps between them, and why a step is refused."""

from django.utils.translation import gettext as _

from skillweek.programme.models import Activity

State = Activity.State

STEPS = (
    "edit", "submit", "withdraw", "approve", "return", "publish", "cancel", "settle", "revise", "merge", "drop",
)  # fmt: skip

#: (state, step) -> next state; what is not here is refused
TRANSITIONS: dict[tuple[str, str], str] = {
    (State.DRAFT, "edit"): State.DRAFT,
    (State.DRAFT, "submit"): State.SUBMITTED,
    (State.RETURNED, "edit"): State.RETURNED,
    (State.RETURNED, "submit"): State.SUBMITTED,
    (State.SUBMITTED, "withdraw"): State.DRAFT,
    (State.SUBMITTED, "return"): State.RETURNED,
    (State.SUBMITTED, "approve"): State.APPROVED,  # by the last organisation; until then it stays submitted
    (State.APPROVED, "publish"): State.PUBLISHED,
    (State.PUBLISHED, "cancel"): State.CANCELLED,
    (State.PUBLISHED, "revise"): State.PUBLISHED,  # it stays public while its working copy is written
    (State.APPROVED, "merge"): State.MERGED,  # a working copy, instead of being published
    (State.DRAFT, "drop"): State.CANCELLED,  # a working copy alone
    (State.RETURNED, "drop"): State.CANCELLED,
    # a permit comes when it comes, and a fuller safety plan is asked for while an activity waits
    (State.DRAFT, "settle"): State.DRAFT,
    (State.RETURNED, "settle"): State.RETURNED,
    (State.SUBMITTED, "settle"): State.SUBMITTED,
    (State.APPROVED, "settle"): State.APPROVED,
    (State.PUBLISHED, "settle"): State.PUBLISHED,
}


class ProgrammeError(Exception):
    """A step that is not allowed now; the text says why, ``field`` names the form field it belongs to."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


def next_state(state: str, step: str) -> str | None:
    """The state after ``step``, or None when the step is not allowed."""
    return TRANSITIONS.get((state, step))


def refusal(state: str, step: str) -> str:
    """Why ``step`` is not allowed in ``state``, and what is possible instead."""
    if step == "edit":
        return {
            State.SUBMITTED: _("这个活动正在审核，不能修改；要修改请先撤回"),
            State.APPROVED: _("这个活动已经通过审核，不能修改"),
            State.PUBLISHED: _("这个活动已经发布，不能直接修改；请点“修改”另写一份修改稿，审核通过后并入"),
            State.CANCELLED: _("这个活动已经取消，不能修改"),
            State.MERGED: _("这份修改稿已经并入公开的活动，要再改请另开一份"),
        }.get(State(state), "")
    label = State(state).label
    return {
        "submit": _("这个活动现在是“%(state)s”，不需要提交"),
        "withdraw": _("这个活动现在是“%(state)s”，不能撤回"),
        "approve": _("这个活动现在是“%(state)s”，不在审核中"),
        "return": _("这个活动现在是“%(state)s”，不在审核中"),
        "publish": _("这个活动现在是“%(state)s”，不能发布"),
        "cancel": _("只有已发布的活动可以取消，这个活动现在是“%(state)s”"),
        "settle": _("这个活动现在是“%(state)s”，不用再办许可"),
        "revise": _("只有已发布的活动需要修改稿，这个活动现在是“%(state)s”"),
        "merge": _("这份修改稿现在是“%(state)s”，不能并入"),
        "drop": _("这份修改稿现在是“%(state)s”，不能放弃；待审的请先撤回"),
    }[step] % {"state": label}


def advance(state: str, step: str) -> str:
    """The state after ``step``; raises ProgrammeError saying why not."""
    following = next_state(state, step)
    if following is None:
        raise ProgrammeError(refusal(state, step))
    return following
