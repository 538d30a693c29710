"""Tests of the plan reader; the notices are invented."""
