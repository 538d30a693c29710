"""Template tags of coverage."""
