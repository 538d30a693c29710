"""Tags of the programme."""
