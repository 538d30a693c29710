"""Commands of coverage."""
