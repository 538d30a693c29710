"""Views of the tours."""
