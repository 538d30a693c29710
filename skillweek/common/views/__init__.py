"""What views of every room share."""
