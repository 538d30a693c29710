"""Loading a week from a data folder, one module per noun, and the pictures of the demo."""
