"""Views of collection."""
