"""Views of the report."""
