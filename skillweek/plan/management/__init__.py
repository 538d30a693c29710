"""Management of the plan."""
