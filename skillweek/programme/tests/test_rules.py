"""The state table, cell by cell, and what is missing before submission."""

import itertools

import pytest

from skillweek.programme.models import Activity
from skillweek.programme.rules import STEPS, ProgrammeError, advance, next_state

S = Activity.State
ALLOWED = {
    (S.DRAFT, "edit"): S.DRAFT,
    (S.DRAFT, "submit"): S.SUBMITTED,
    (S.RETURNED, "edit"): S.RETURNED,
    (S.RETURNED, "submit"): S.SUBMITTED,
    (S.SUBMITTED, "withdraw"): S.DRAFT,
    (S.SUBMITTED, "return"): S.RETURNED,
    (S.SUBMITTED, "approve"): S.APPROVED,
    (S.APPROVED, "publish"): S.PUBLISHED,
    (S.PUBLISHED, "cancel"): S.CANCELLED,
    (S.PUBLISHED, "revise"): S.PUBLISHED,
    (S.APPROVED, "merge"): S.MERGED,
    (S.DRAFT, "drop"): S.CANCELLED,
    (S.RETURNED, "drop"): S.CANCELLED,
    **{(state, "settle"): state for state in (S.DRAFT, S.RETURNED, S.SUBMITTED, S.APPROVED, S.PUBLISHED)},
}


@pytest.mark.parametrize(("state", "step"), list(itertools.product(S.values, STEPS)))
def test_every_cell(state: str, step: str) -> None:
    expected = ALLOWED.get((S(state), step))
    assert next_state(state, step) == expected
    if expected is not None:
        assert advance(state, step) == expected
        return
    with pytest.raises(ProgrammeError) as caught:
        advance(state, step)
    assert len(str(caught.value)) > 8  # a sentence, not a code
