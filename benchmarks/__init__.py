"""Measurements on the machine they run on; results/ holds what was measured, whatever it was."""
