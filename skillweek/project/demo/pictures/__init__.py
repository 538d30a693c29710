"""Drawn pictures: covers, exhibits and panoramas, the same bytes for the same name every time."""
