"""Official documents as Word and PDF files."""
