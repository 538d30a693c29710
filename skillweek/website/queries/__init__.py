"""What the public pages read, composed from the doors of the lower rooms."""
