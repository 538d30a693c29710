"""360-degree panoramas, drawn: textured rooms and things in them, projected with a ray per pixel."""
