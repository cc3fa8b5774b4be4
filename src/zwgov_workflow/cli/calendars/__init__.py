"""Days, years and counts for reading."""
