"""Views of the exhibition."""
