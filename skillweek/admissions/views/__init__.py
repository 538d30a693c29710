"""Views of admissions."""
