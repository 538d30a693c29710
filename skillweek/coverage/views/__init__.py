"""Pages of coverage."""
