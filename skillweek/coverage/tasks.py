"""Background jobs of coverage."""

from procrastinate.contrib.django import app

from skillweek.coverage import actions


@app.task(name="skillweek.coverage.tasks.solve")
def solve(proposal_id: int) -> None:
    """Let the planner answer a question."""
    actions.solve_proposal(proposal_id=proposal_id)
