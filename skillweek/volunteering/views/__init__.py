"""Views of the services."""
