"""Everything that writes coverage, one verb per function."""

from skillweek.coverage.actions.proposals import commit_placement, commit_proposal, propose
from skillweek.coverage.actions.targets import ensure_default_targets, set_target

__all__ = ["commit_placement", "commit_proposal", "ensure_default_targets", "propose", "set_target"]
