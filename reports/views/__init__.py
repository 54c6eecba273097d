"""Pages of the overview, one noun a file."""
