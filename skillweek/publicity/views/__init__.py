"""Views of publicity."""
